import AsyncHTTPClient
import EscalationCore
import Logging

/// Makes attempts by streamed chat completions (OpenAI's API, as llama-swap, llama-server, vLLM, Ollama … speak it).
///
/// It has no timeout of its own but the one for connecting: how long a silence may last is the engine's to decide.
/// A server that ignores `stream` and sends the whole completion as one object is understood too. Bytes that aren't
/// UTF-8 become U+FFFD.
public struct ChatExecutor: Executor {
    let backend: BackendEndpoint
    let client: HTTPClient
    let logger: Logger
    /// Measures how long a stream may take to end once its answer is complete.
    var clock: any Clock<Duration> = ContinuousClock()

    /// - Throws: `BackendError`, or `CancellationError` as soon as the task is cancelled; the connection is closed then.
    // Off every actor: reading a body from one costs ten times the time.
    @concurrent
    public func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer {
        let exchange = ReplyExchange<ChatTranscript>(
            backend: backend, client: client, logger: logger, request: request, report: report, clock: clock)
        return try await exchange.answer(to: backend.post(ChatRequest(request).json, to: "/v1/chat/completions"))
    }
}
