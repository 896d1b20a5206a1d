import EscalationCore
import Testing

/// How long an executor takes to throw `CancellationError` when it is cancelled after that many reports.
func timeToCancel(_ executor: some Executor, afterReports count: Int = 1) async -> Duration {
    let (reports, reported) = AsyncStream.makeStream(of: Void.self)
    let clock = ContinuousClock()
    return await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            _ = try await executor.answer(to: Request(model: "m", taskPrompt: "")) { _ in reported.yield() }
        }
        var left = count
        for await _ in reports {
            left -= 1
            if left == 0 { break }
        }
        let start = clock.now
        group.cancelAll()
        await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        return clock.now - start
    }
}
