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
    }

    /// Most bytes of a reply: thousands of models with all that llama-swap tells of each.
    static let longestReply = 8 << 20

    let backend: BackendEndpoint
    let client: HTTPClient

    /// - Throws: `BackendError` where no whole reply came, `CancellationError`. A reply with an error is a reply.
    @concurrent
    func get(_ path: String, deadline: NIODeadline = .distantFuture) async throws -> Reply {
        try Task.checkCancellation()
        var moment = BackendEndpoint.Moment.connecting
        do {
            let response = try await client.execute(backend.request(for: path), deadline: deadline)
            moment = .reading
            let body = try await response.body.collect(upTo: Self.longestReply)
            return Reply(status: Int(response.status.code), body: Array(body.readableBytesView))
        } catch {
            throw backend.error(for: error, at: moment)
        }
    }

    /// What a reply that is no answer means.
    func failure(_ reply: Reply) -> BackendError {
        let complaint = ServerComplaint(body: Array(reply.body.prefix(ChatReplyReader.longestComplaint)))
        let code: Failure.Kind =
            switch reply.status {
            case 401, 403: .refused
            case 429: .rateLimited
            default: .server
            }
        return backend.error(code, status: reply.status, text: complaint.message)
    }
}
