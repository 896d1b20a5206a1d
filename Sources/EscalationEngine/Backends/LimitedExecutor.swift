import EscalationCore

/// An executor behind its backend's queue, each request within its time limits.
struct LimitedExecutor: Executor {
    let backend: Backend
    let limits: Limits
    let clock: any Clock<Duration>
    let stopwatch: Stopwatch

    func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer {
        let watch = SilenceWatch(limits: limits, clock: clock, stopwatch: stopwatch)
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask { try await backend.answer(to: request, watchedBy: watch, report: report) }
            group.addTask { throw try await watch.waitForSilence() }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }
}

extension Backend {
    /// Waits for a place at the backend, saying which while it waits, then lets the executor answer.
    ///
    /// - Parameter phase: reported when a wait in the queue is over; nil reports nothing.
    func answer(
        to request: Request, watchedBy watch: SilenceWatch, phase: Phase? = nil,
        report: @escaping ExecutorReport.Sink
    ) async throws -> Answer {
        let hasQueued = Locked(false)
        return try await gate.pass {
            hasQueued.withLock { $0 = true }
            await report(.queued(place: $0))
        } _: {
            if let phase, hasQueued.withLock({ $0 }) { await report(.phase(phase)) }
            watch.begin()
            do {
                return priced(
                    try await executor.answer(to: request) { await watch.pass($0, to: report) }, of: request.model)
            } catch let error as any FailureDescribing {
                throw priced(error, of: request.model)
            }
        }
    }

    /// The answer with its cost: what the server says, else what the model's price makes of the tokens.
    private func priced(_ answer: Answer, of model: String) -> Answer {
        var answer = answer
        answer.cost = answer.cost ?? cost(of: answer.usage, model)
        return answer
    }

    /// The error, with the cost of the tokens that were used all the same.
    private func priced(_ error: any FailureDescribing, of model: String) -> any Error {
        var failure = error.failure
        guard failure.cost == nil, let cost = cost(of: failure.usage, model) else { return error }
        failure.cost = cost
        return failure
    }

    private func cost(of usage: Usage?, _ model: String) -> Double? {
        usage.flatMap { usage in prices[model]?.cost(of: usage) }
    }
}
