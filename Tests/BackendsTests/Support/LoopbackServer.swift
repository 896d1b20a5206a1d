import EscalationCore
import NIOCore
import NIOPosix

/// A server on a free port of 127.0.0.1 that does with each request what a test says, byte for byte.
///
/// It writes no HTTP by itself, so that it can break off, send nonsense or say nothing wherever a test wants.
struct LoopbackServer: Sendable {
    let port: Int
    var url: String { "http://127.0.0.1:\(port)" }

    /// What becomes of the connection after a request.
    enum Afterwards { case keepOpen, hangUp }

    typealias Handler = @Sendable (inout Exchange) async throws -> Afterwards

    /// Serves while `body` runs; every connection is closed when it ends.
    static func serving<Result: Sendable>(
        _ handler: @escaping Handler, during body: (LoopbackServer) async throws -> Result
    ) async throws -> Result {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(channel) }
            }
        let server = LoopbackServer(port: listener.channel.localAddress?.port ?? 0)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await accept(on: listener, handler) }
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body(server)) } catch { result = .failure(error) }
            try? await listener.channel.close()
            try await group.waitForAll()
            return try result.get()
        }
    }

    private static func accept(
        on listener: NIOAsyncChannel<Connection, Never>, _ handler: @escaping Handler
    ) async throws {
        try await listener.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    // A client that leaves ends its connection, not the server.
                    group.addTask { try? await serve(connection, handler) }
                }
                group.cancelAll()
            }
        }
    }

    private static func serve(_ connection: Connection, _ handler: Handler) async throws {
        defer { connection.channel.close(promise: nil) }
        var exchange = Exchange(connection)
        while await exchange.readRequest() {
            guard try await handler(&exchange) == .keepOpen else { return }
        }
    }
}

/// A client's connection. Unlike NIO's own asynchronous channel it may be dropped unused, as happens to one that comes
/// while the listener closes.
private struct Connection: Sendable {
    let channel: any Channel
    /// Unbounded, for it holds no more than what the client sends in one test.
    let input: AsyncStream<ByteBuffer>

    /// Call on the channel's event loop.
    init(_ channel: any Channel) throws {
        let (input, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        self.channel = channel
        self.input = input
        try channel.pipeline.syncOperations.addHandler(Inbox(continuation: continuation))
    }

    private final class Inbox: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let continuation: AsyncStream<ByteBuffer>.Continuation

        init(continuation: AsyncStream<ByteBuffer>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
        // The close that follows an error tells the rest.
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

/// A request as it came, and the connection that it came on.
struct Exchange {
    var method = ""
    var path = ""
    /// Names in lower case.
    var headers: [String: String] = [:]
    var body = ""

    /// The body as JSON; `null` where it is none.
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

    private var input: AsyncStream<ByteBuffer>.AsyncIterator
    private let channel: any Channel
    private var unread: [UInt8] = []

    fileprivate init(_ connection: Connection) {
        input = connection.input.makeAsyncIterator()
        channel = connection.channel
    }

    /// - Returns: false where the client left.
    fileprivate mutating func readRequest() async -> Bool {
        var end: Range<Int>?
        while true {
            end = unread.firstRange(of: Array("\r\n\r\n".utf8))
            if end != nil { break }
            guard await readMore() else { return false }
        }
        guard let end else { return false }
        let lines = String(decoding: unread[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        unread.removeFirst(end.upperBound)
        let words = lines[0].split(separator: " ")
        (method, path) = (String(words[0]), String(words[1]))
        headers = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts[1].drop { $0 == " " }.description
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while unread.count < length { guard await readMore() else { return false } }
        body = String(decoding: unread[..<length], as: UTF8.self)
        unread.removeFirst(length)
        return true
    }

    private mutating func readMore() async -> Bool {
        guard let buffer = await input.next() else { return false }
        unread.append(contentsOf: buffer.readableBytesView)
        return true
    }

    /// Returns when the client has closed the connection.
    mutating func untilClientLeaves() async {
        while let buffer = await input.next() { unread.append(contentsOf: buffer.readableBytesView) }
    }

    // MARK: Replies

    func send(_ bytes: some Sequence<UInt8>) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    func send(_ text: String) async throws { try await send(text.utf8) }

    /// A whole reply.
    func reply(_ status: Int = 200, _ body: String, type: String = "application/json", headers: String...) async throws
    {
        let more = headers.map { "\($0)\r\n" }.joined()
        try await send(
            "HTTP/1.1 \(status) Said\r\nContent-Type: \(type)\r\n\(more)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    func startStream() async throws {
        try await send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    }

    func chunk(_ bytes: some Collection<UInt8>) async throws {
        try await send(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + Array(bytes) + Array("\r\n".utf8))
    }

    func chunk(_ text: String) async throws { try await chunk(text.utf8) }

    func endStream() async throws { try await send("0\r\n\r\n") }

    /// A whole stream, as one chunk.
    func stream(_ text: String) async throws {
        try await startStream()
        try await chunk(text)
        try await endStream()
    }
}
