import EscalationCore
import Foundation
import RungTestSupport

/// A server on a free port of 127.0.0.1 that answers each request for a completion or a message with bytes of a test's
/// choosing, then closes the connection, or leaves it open and says no more. It writes no HTTP by itself, so that it can be wrong in any way.
///
/// `@unchecked Sendable`: `asked` is only touched with `lock` held; the rest never changes.
final class ScriptedServer: @unchecked Sendable {
    /// The bytes for a request, given its body.
    typealias Script = @Sendable (JSONValue) -> [UInt8]

    let port: Int
    private let listener: Int32
    private let script: Script
    private let lists: (@Sendable (_ head: String) -> [UInt8])?
    private let staysOpen: Bool
    private let lock = NSLock()
    private var asked: [JSONValue] = []
    /// A word for each request that came and each whose client has left.
    private let visits = Collector<Visit>()

    private enum Visit { case came, left }

    /// The bodies of the requests so far, in order.
    var requests: [JSONValue] { lock.withLock { asked } }

    /// Returns once no client waits for an answer any more.
    func waitUntilLeft() async {
        await visits.wait { visits in
            visits.filter { $0 == .came }.count == visits.filter { $0 == .left }.count
        }
    }

    /// Serves while the body runs.
    ///
    /// - Parameters:
    ///   - staysOpen: whether connections stay open after the reply until the client leaves.
    ///   - lists: the bytes for a question about models, given its head; nil answers none.
    static func serving<Value: Sendable>(
        staysOpen: Bool = false, lists: (@Sendable (_ head: String) -> [UInt8])? = nil, _ script: @escaping Script,
        during body: @Sendable (ScriptedServer) async throws -> Value
    ) async throws -> Value {
        let server = try ScriptedServer(script, lists: lists, staysOpen: staysOpen)
        server.start()
        // The threads end with their connections, which the program under test closes as it ends.
        defer { shutdown(server.listener, Int32(SHUT_RDWR)) }
        return try await body(server)
    }

    /// A port that refuses every connection for as long as the body runs.
    static func refusing<Value: Sendable>(during body: @Sendable (Int) async throws -> Value) async throws -> Value {
        let (descriptor, port) = try boundSocket()
        defer { close(descriptor) }
        return try await body(port)
    }

    private init(
        _ script: @escaping Script, lists: (@Sendable (_ head: String) -> [UInt8])?, staysOpen: Bool
    ) throws {
        (listener, port) = try Self.boundSocket()
        self.script = script
        self.lists = lists
        self.staysOpen = staysOpen
        guard listen(listener, 64) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }

    private static func boundSocket() throws -> (descriptor: Int32, port: Int) {
        #if canImport(Glibc)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #else
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard result else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    // MARK: Serving

    private func start() {
        Thread.detachNewThread { [self] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                Thread.detachNewThread { [self] in
                    serve(connection)
                    close(connection)
                }
            }
            close(listener)
        }
    }

    private func serve(_ connection: Int32) {
        guard let (head, path, body) = Self.readRequest(connection) else { return }
        if let lists, head.hasPrefix("GET ") { return Self.send(lists(head), to: connection) }
        guard path.hasSuffix("/chat/completions") || path.hasSuffix("/messages"),
            let request = try? JSONValue(parsing: body)
        else {
            Self.send(Reply.whole(404, "not here"), to: connection)
            return
        }
        lock.withLock { asked.append(request) }
        visits.add(.came)
        defer { visits.add(.left) }
        Self.send(script(request), to: connection)
        if !staysOpen { shutdown(connection, Int32(SHUT_WR)) }
        // A connection closed with unread bytes is reset, and the reply may be lost with it.
        var rest = [UInt8](repeating: 0, count: 1_024)
        while read(connection, &rest, rest.count) > 0 {}
    }

    private static func readRequest(_ connection: Int32) -> (head: String, path: String, body: [UInt8])? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1_024)
        while true {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
            let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            let length = head.firstMatch(of: /(?i)content-length: *(\d+)/).flatMap { Int($0.1) } ?? 0
            guard bytes.count - end.upperBound >= length else { continue }
            return (head, String(head.split(separator: " ")[1]), Array(bytes[end.upperBound...]))
        }
    }

    private static func send(_ bytes: [UInt8], to connection: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(connection, $0.baseAddress, $0.count, noSignal) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    #if canImport(Glibc)
        private static let noSignal = Int32(MSG_NOSIGNAL)
    #else
        private static let noSignal: Int32 = 0
    #endif
}

/// Bytes to reply with.
enum Reply {
    /// A status line, headers and a body.
    static func whole(
        _ status: Int, _ body: String, type: String = "application/json", headers: String...
    ) -> [UInt8] {
        let lines =
            ["HTTP/1.1 \(status) Said", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)"] + headers
        return Array((lines + ["Connection: close", "", body]).joined(separator: "\r\n").utf8)
    }

    /// A stream of events, each with its own line end; the connection's end is its end.
    static func stream(_ events: String...) -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n".utf8)
            + events.flatMap { Array($0.utf8) }
    }

    /// A stream that promises more than comes.
    static func brokenStream(_ events: String...) -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 100000\r\n\r\n".utf8)
            + events.flatMap { Array($0.utf8) }
    }

    /// A piece of the answer.
    static func piece(_ text: String) -> String {
        event(["choices": [["index": 0, "delta": ["content": .string(text)]]]])
    }

    /// A stream of a message (Anthropic's API) with that answer.
    static func message(_ text: String) -> [UInt8] {
        stream(
            event(["type": "message_start", "message": ["model": "m", "usage": ["input_tokens": 5]]]),
            event(["type": "content_block_delta", "delta": ["type": "text_delta", "text": .string(text)]]),
            event(["type": "message_delta", "delta": ["stop_reason": "end_turn"], "usage": ["output_tokens": 2]]),
            event(["type": "message_stop"]))
    }

    /// What llama-swap says while it loads a model (`sendLoadingState`).
    static func loading(_ text: String) -> String {
        event(["choices": [["delta": ["reasoning_content": .string(text)]]]])
    }

    /// The last piece, with the reason why there are no more.
    static func finish(_ reason: String = "stop") -> String {
        event(["choices": [["index": 0, "delta": [:], "finish_reason": .string(reason)]]])
    }

    static func event(_ value: JSONValue) -> String { "data: \(value.text)\n\n" }

    static let done = "data: [DONE]\n\n"

    /// A whole answer.
    static func answer(_ text: String, finish reason: String = "stop") -> [UInt8] {
        stream(piece(text), finish(reason), done)
    }
}
