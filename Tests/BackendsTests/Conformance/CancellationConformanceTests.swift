import EscalationCore
import EscalationEngine
import RungTestSupport
import Testing

@testable import Backends

/// What the contract of `Executor` says of cancelling, held by every executor however far an attempt has come. How long
/// it takes is measured by the benchmark's figure `cancel`.
@Suite(.timeLimit(.minutes(10)))
struct CancellationConformanceTests {
    private static let request = Request(model: "m", skillPrompt: "Be brief.", taskPrompt: "t")

    @Test(arguments: Counterpart.allCases, Progress.allCases)
    func `ends the attempt, and leaves no connection and no process`(
        _ counterpart: Counterpart, _ progress: Progress
    ) async throws {
        try await ExecutorStage.with(counterpart, stoppedAt: progress) { stage in
            let reports = Collector<ExecutorReport>()
            let attempt = Task { try await stage.executor.answer(to: Self.request) { reports.add($0) } }
            await stage.hasBegun()
            if progress == .streaming { await reports.wait { $0.text(of: .answer) == "half" } }
            attempt.cancel()
            await stage.passGrace()
            await #expect(throws: CancellationError.self) { try await attempt.value }
            #expect(await stage.isGone() == 0)
        }
    }

    @Test(arguments: Counterpart.allCases)
    func `never begins an attempt that is cancelled while it waits for a place`(_ counterpart: Counterpart) async throws
    {
        try await ExecutorStage.with(counterpart, stoppedAt: .beforeTheFirstByte) { stage in
            let clock = ContinuousClock()
            let queue = Backend(name: "b", executor: stage.executor, parallel: 1)
                .limited(by: Limits(), clock: clock, stopwatch: .on(clock))
            let first = Task { try await queue.answer(to: Self.request) }
            await stage.hasBegun()
            let reports = Collector<ExecutorReport>()
            let second = Task { try await queue.answer(to: Self.request) { reports.add($0) } }
            await reports.wait { $0 == [.queued(place: 1)] }
            second.cancel()
            await #expect(throws: CancellationError.self) { try await second.value }
            first.cancel()
            await stage.passGrace()
            await #expect(throws: CancellationError.self) { try await first.value }
            #expect(await stage.isGone() == 0)
        }
    }

    @Test(arguments: Counterpart.allCases)
    func `never begins an attempt that is cancelled already`(_ counterpart: Counterpart) async throws {
        try await ExecutorStage.with(counterpart, stoppedAt: .streaming) { stage in
            let reports = Collector<ExecutorReport>()
            let attempt = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await stage.executor.answer(to: Self.request) { reports.add($0) }
            }
            await #expect(throws: CancellationError.self) { try await attempt.value }
            #expect(reports.all.text(of: .answer) == "")
            // Not even the first.
            #expect(await stage.isGone() <= 0)
        }
    }
}
