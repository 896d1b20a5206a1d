import AsyncHTTPClient
import EscalationCore
import Logging

/// Sends one request and reads its reply, as both of the APIs do it.
struct ReplyExchange<Transcript: ReplyTranscript> {
    let backend: BackendEndpoint
    let client: HTTPClient
    let logger: Logger
    let request: Request
    let report: ExecutorReport.Sink
    let clock: any Clock<Duration>

    /// - Throws: `BackendError`, or `CancellationError` as soon as the task is cancelled; the connection is closed then.
    // Off every actor: reading a body from one costs ten times the time.
    @concurrent
    func answer(to message: HTTPClientRequest) async throws -> Answer {
        try Task.checkCancellation()
        let reply: HTTPClientResponse
        do {
            reply = try await client.execute(message, deadline: .distantFuture)
        } catch {
            throw backend.error(for: error, at: .connecting, model: request.model)
        }
        logger.debug("request", metadata: ["backend": "\(backend.name)", "status": "\(reply.status.code)"])
        let reader = ReplyReader<Transcript>(backend: backend, request: request, report: report, clock: clock)
        do {
            return try await reader.answer(from: reply)
        } catch {
            throw backend.error(for: error, at: .reading, model: request.model)
        }
    }
}
