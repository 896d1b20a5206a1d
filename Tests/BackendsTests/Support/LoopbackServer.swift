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
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let server = LoopbackServer(port: listener.channel.localAddress?.port ?? 0)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await accept(on: listener, handler) }
            let result: Swift.Result<Result, any Error>
            do { result = .success(try await body(server)) } catch { result = .failure(error) }
            // Not cancelled: a connection that was accepted and not yet taken would then be dropped unfinished, which
            // NIO answers with a crash. A closed listener hands out those it has, and ends.
            try? await listener.channel.close()
            try await group.waitForAll()
            return try result.get()
        }
    }

    /// One that is gone: its port was free a moment ago.
    static func unbound() async throws -> LoopbackServer {
        try await serving { _ in
            .hangUp
        } during: {
            $0
        }
    }

    private static func accept(
        on listener: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>, _ handler: @escaping Handler
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

    private static func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ handler: Handler) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var exchange = Exchange(input: inbound.makeAsyncIterator(), output: outbound)
            while try await exchange.readRequest() {
                guard try await handler(&exchange) == .keepOpen else { return }
            }
        }
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

    private var input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread: [UInt8] = []

    fileprivate init(
        input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.input = input
        self.output = output
    }

    /// - Returns: false where the client left.
    fileprivate mutating func readRequest() async throws -> Bool {
        var end: Range<Int>?
        while true {
            end = unread.firstRange(of: Array("\r\n\r\n".utf8))
            if end != nil { break }
            guard try await readMore() else { return false }
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
        while unread.count < length { guard try await readMore() else { return false } }
        body = String(decoding: unread[..<length], as: UTF8.self)
        unread.removeFirst(length)
        return true
    }

    private mutating func readMore() async throws -> Bool {
        guard let buffer = try await input.next() else { return false }
        unread.append(contentsOf: buffer.readableBytesView)
        return true
    }

    /// Returns when the client has closed the connection.
    mutating func untilClientLeaves() async {
        while let buffer = try? await input.next() { unread.append(contentsOf: buffer.readableBytesView) }
    }

    // MARK: Replies

    func send(_ bytes: some Sequence<UInt8>) async throws {
        try await output.write(ByteBuffer(bytes: bytes))
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
