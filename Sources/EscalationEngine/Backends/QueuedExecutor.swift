import EscalationCore

/// Waits for a place at the backend, says which place while it waits, then lets the executor answer.
struct QueuedExecutor: Executor {
    let executor: any Executor
    let gate: Gate

    func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer {
        try await gate.pass {
            await report(.queued(place: $0))
        } _: {
            try await executor.answer(to: request, report: report)
        }
    }
}
