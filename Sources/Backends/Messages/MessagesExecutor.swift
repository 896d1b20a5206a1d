import AsyncHTTPClient
import EscalationCore
import Logging

/// Makes attempts by streamed messages (Anthropic's API, which llama-server, LiteLLM and others speak as well).
///
/// It has no timeout of its own but the one for connecting: how long a silence may last is the engine's to decide.
/// A server that ignores `stream` and sends the whole message as one object is understood too.
public struct MessagesExecutor: Executor {
    /// The version of the API that is spoken; servers need the header. There has been no later one since 2023.
    static let apiVersion = "2023-06-01"

    let backend: BackendEndpoint
    let client: HTTPClient
    let logger: Logger
    /// Measures how long a stream may take to end once its answer is complete.
    var clock: any Clock<Duration> = ContinuousClock()

    /// - Throws: `BackendError`, or `CancellationError` as soon as the task is cancelled; the connection is closed then.
    // Off every actor: reading a body from one costs ten times the time.
    @concurrent
    public func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer {
        let exchange = ReplyExchange<MessagesTranscript>(
            backend: backend, client: client, logger: logger, request: request, report: report, clock: clock)
        var message = backend.post(MessagesRequest(request).json, to: "/v1/messages", keyIn: .apiKey)
        // A version that the configuration names stays.
        if !message.headers.contains(name: "anthropic-version") {
            message.headers.add(name: "anthropic-version", value: Self.apiVersion)
        }
        return try await exchange.answer(to: message)
    }
}
