import AsyncHTTPClient
import EscalationCore
import NIOCore

/// Asks a server short questions.
struct ServerQuery: Sendable {
    struct Reply: Sendable {
        var status: Int
        var body: [UInt8]
        /// Nil where the body is no JSON.
        var json: JSONValue? { try? JSONValue(parsing: body) }

        /// Whether the path is served by nothing, or by something else than what was asked for.
        var isElsewhere: Bool { (300..<400).contains(status) || [200, 404, 405, 501].contains(status) }

        /// What llama-server says to all but a few paths while it loads its model.
        var isLlamaServerLoading: Bool {
            status == 503 && json?["error"]?["message"]?.string == "Loading model"
        }
    }

    /// Most bytes of a reply: thousands of models with all that llama-swap tells of each.
    static let longestReply = 8 << 20

    let backend: BackendEndpoint
    let client: HTTPClient

    /// - Throws: `BackendError` where no whole reply came, `CancellationError`. A reply with an error is a reply.
    func get(_ path: String, deadline: NIODeadline = .distantFuture) async throws -> Reply {
        try await reply(to: backend.request(for: path), deadline: deadline)
    }

    /// Throws as `get` does.
    ///
    /// - Parameter body: sent as JSON; nil for none.
    func post(_ path: String, _ body: JSONValue? = nil) async throws -> Reply {
        var request = backend.request(for: path)
        request.method = .POST
        if let body {
            // llama-swap looks for a model's name only in what calls itself JSON.
            request.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
            request.body = .bytes(Array(body.text.utf8))
        }
        return try await reply(to: request, deadline: .distantFuture)
    }

    @concurrent
    private func reply(to request: HTTPClientRequest, deadline: NIODeadline) async throws -> Reply {
        try Task.checkCancellation()
        var moment = BackendEndpoint.Moment.connecting
        do {
            let response = try await client.execute(request, deadline: deadline)
            moment = .reading
            let body = try await response.body.collect(upTo: Self.longestReply)
            return Reply(status: Int(response.status.code), body: Array(body.readableBytesView))
        } catch {
            throw backend.error(for: error, at: moment)
        }
    }

    /// Reads a stream that may stay silent for as long as it likes.
    ///
    /// - Parameters:
    ///   - accepting: the media type asked for.
    ///   - start: given the reply's head, before the first bytes; false leaves the stream unread.
    ///   - read: given the bytes as they come; false ends it.
    /// - Throws: `BackendError` where the server can't be reached or breaks off; `CancellationError`.
    @concurrent
    func stream(
        _ path: String, accepting type: String, deadline: NIODeadline = .distantFuture,
        start: (HTTPClientResponse) async throws -> Bool,
        read: ([UInt8]) async throws -> Bool
    ) async throws {
        try Task.checkCancellation()
        var request = backend.request(for: path)
        request.headers.replaceOrAdd(name: "Accept", value: type)
        var moment = BackendEndpoint.Moment.connecting
        do {
            let response = try await client.execute(request, deadline: deadline)
            moment = .reading
            guard try await start(response) else { return }
            for try await buffer in response.body {
                guard try await read(Array(buffer.readableBytesView)) else { return }
            }
            try Task.checkCancellation()
        } catch {
            throw backend.error(for: error, at: moment)
        }
    }

    /// What a reply that is no answer means.
    func failure(_ reply: Reply) -> BackendError {
        let complaint = ServerComplaint(body: Array(reply.body.prefix(ReplyReading.longestComplaint)))
        let code: Failure.Kind =
            switch reply.status {
            case 401, 403: .refused
            case 429: .rateLimited
            default: .server
            }
        return backend.error(code, status: reply.status, text: complaint.message)
    }
}
