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
            return try await executor.answer(to: request) { await watch.pass($0, to: report) }
        }
    }
}
