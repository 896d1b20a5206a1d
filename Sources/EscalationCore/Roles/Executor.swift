/// Makes one attempt: a request in, an answer out.
///
/// Contract, held by a shared suite of tests:
/// - text is reported as it arrives, in order, before `answer` returns; the pieces of the answer channel joined are
///   `Answer.text`;
/// - an error's `Failure` holds the server's own text verbatim;
/// - it never retries by itself, and never answers with text that the model didn't write;
/// - cancelling the task ends the work and its connections or processes within 200 ms, with `CancellationError`.
public protocol Executor: Sendable {
    func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer
}

extension Executor {
    /// Answers without telling anybody how it goes.
    public func answer(to request: Request) async throws -> Answer {
        try await answer(to: request, report: { _ in })
    }
}

/// What an executor tells while it works.
public enum ExecutorReport: Sendable, Hashable {
    /// Waiting for a place at the backend: 1 is next.
    case queued(place: Int)
    case phase(Phase)
    case output(OutputChannel, String)
    /// The backend waits by itself, for example for a rate limit; until when, where it says.
    case waiting(reason: String, seconds: Double?)

    /// Takes a report, one at a time; it may suspend, which holds the executor back.
    public typealias Sink = @Sendable (ExecutorReport) async -> Void
}
