import EscalationCore
import RungTestSupport
import Subprocesses
import Testing

/// Cancels an executor after that many reports, lets the grace pass, and expects `CancellationError`.
func cancel(_ executor: some Executor, afterReports count: Int, clock: ManualClock) async {
    let (reports, reported) = AsyncStream.makeStream(of: Void.self)
    await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            _ = try await executor.answer(to: Request(model: "m", taskPrompt: "")) { _ in reported.yield() }
        }
        var left = count
        for await _ in reports {
            left -= 1
            if left == 0 { break }
        }
        group.cancelAll()
        await clock.waitForSleepers()
        clock.advance(by: Command.grace)
        await #expect(throws: CancellationError.self) { try await group.waitForAll() }
    }
}
