import NIOCore
import NIOPosix
import Testing

@testable import Backends

/// Tasks, and their waits, on the thread of a connection.
@Suite(.timeLimit(.minutes(10))) struct `An event loop` {
    private let eventLoop = MultiThreadedEventLoopGroup.singleton.any()

    @Test func `runs a task and its children`() async {
        let executor = EventLoopExecutor(eventLoop)
        let areThere = await withTaskExecutorPreference(executor) { [eventLoop] in
            await withTaskGroup(of: Bool.self) { group in
                group.addTask { eventLoop.inEventLoop }
                return await [eventLoop.inEventLoop, group.next() ?? false]
            }
        }
        #expect(areThere == [true, true])
    }

    @Test func `a wait ends when its time has come, on the thread itself`() async throws {
        let clock = EventLoopClock(eventLoop: eventLoop)
        try await withTaskExecutorPreference(EventLoopExecutor(eventLoop)) { [eventLoop] in
            let deadline = ContinuousClock.now + .milliseconds(3)
            try await clock.sleep(until: deadline, tolerance: nil)
            #expect(ContinuousClock.now >= deadline)
            #expect(eventLoop.inEventLoop)
        }
    }

    @Test func `a wait for what is past, or for no time, is none`() async throws {
        let clock = EventLoopClock(eventLoop: eventLoop)
        try await clock.sleep(until: .now - .seconds(1), tolerance: nil)
        try await clock.sleep(for: .zero)
    }

    @Test(arguments: [Duration.seconds(60), .seconds(Int64.max / 4)])
    func `a wait ends when it is cancelled, however long it was to be`(duration: Duration) async {
        let clock = EventLoopClock(eventLoop: eventLoop)
        await withTaskGroup { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { try await clock.sleep(for: duration) }
            }
            group.cancelAll()
        }
        let wait = Task { try await clock.sleep(for: duration) }
        // The loop has taken the wait up by now, or will find it cancelled.
        try? await eventLoop.submit {}.get()
        wait.cancel()
        await #expect(throws: CancellationError.self) { try await wait.value }
    }
}
