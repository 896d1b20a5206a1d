import RungTestSupport
import Subprocesses
import Testing

/// How a command and its descendants are ended. The scripts say `ready` once their traps and children are in place.
@Suite(.timeLimit(.minutes(10)))
struct CommandGroupTests {
    /// Starts the command, cancels it when it says that it is ready, and lets time pass where it asks for some.
    private func cancel(_ script: String, watch: GroupWatch, clock: ManualClock, advance: Duration?) async throws {
        let command = Command(["sh", "-c", "exec 9>\"$FIFO\"; " + script], environment: ["FIFO": watch.path])
        let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await command.run(clock: clock) { _ in isReady.finish() }
            }
            for await _ in ready {}
            group.cancelAll()
            if let advance {
                await clock.waitForSleepers()
                clock.advance(by: advance)
            }
            try await group.waitForAll()
        }
    }

    @Test func `asks the whole group to end when cancelled`() async throws {
        let watch = try GroupWatch()
        await #expect(throws: CancellationError.self) {
            try await cancel(
                "sleep 1000 & (sleep 1000 & sleep 1000) & echo ready; wait", watch: watch, clock: ManualClock(),
                advance: nil)
        }
        watch.waitUntilGone()
    }

    @Test func `kills the whole group after the grace when it ignores the request`() async throws {
        let watch = try GroupWatch()
        await #expect(throws: CancellationError.self) {
            try await cancel(
                "trap '' TERM; sleep 1000 & echo ready; while :; do sleep 1000; done", watch: watch,
                clock: ManualClock(), advance: Command.grace)
        }
        watch.waitUntilGone()
    }

    @Test func `kills descendants that ignore the request as soon as their leader is gone`() async throws {
        let watch = try GroupWatch()
        await #expect(throws: CancellationError.self) {
            try await cancel(
                "sh -c \"trap '' TERM; echo ready; while :; do sleep 1000; done\" & wait", watch: watch,
                clock: ManualClock(), advance: nil)
        }
        watch.waitUntilGone()
    }

    @Test func `kills descendants that a command leaves behind when it exits by itself`() async throws {
        let watch = try GroupWatch()
        let script = "exec 9>\"$FIFO\"; sleep 1000 & sh -c \"trap '' TERM; while :; do sleep 1000; done\" & exit 0"
        let ending = try await Command(["sh", "-c", script], environment: ["FIFO": watch.path]).run()
        #expect(ending == CommandEnding(status: .exited(0)))
        watch.waitUntilGone()
    }

    @Test func `ends the group when the output is refused, and passes the error on`() async throws {
        struct Refused: Error {}
        let watch = try GroupWatch()
        let script = "exec 9>\"$FIFO\"; sleep 1000 & echo ready; wait"
        await #expect(throws: Refused.self) {
            try await Command(["sh", "-c", script], environment: ["FIFO": watch.path]).run { _ in throw Refused() }
        }
        watch.waitUntilGone()
    }

    @Test func `doesn't start a command once cancelled`() async throws {
        let watch = try GroupWatch()
        let script = "trap '' TERM; echo started >\"$FIFO\""
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await Command(["sh", "-c", script], environment: ["FIFO": watch.path]).run()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(watch.waitUntilGone() == 0)
    }

    @Test func `leaves half of the 200 ms that a cancellation may take`() {
        #expect(Command.grace == .milliseconds(100))
    }
}

/// Descendants that moved to a session of their own, where no signal to the group reaches them.
@Suite(.timeLimit(.minutes(10)))
struct CommandStraysTests {
    private static let flight = """
        setsid sh -c "trap '' TERM HUP; while :; do sleep 1000; done" & (setsid sh -c 'sleep 1000 & sleep 1000' &) &
        """

    private func command(_ script: String, _ watch: GroupWatch) -> Command {
        Command(
            ["sh", "-c", "exec 9>\"$FIFO\"; " + script], environment: ["FIFO": watch.path], killsStrays: true)
    }

    #if os(Linux)
        @Test func `are killed with their command, however it ends`() async throws {
            let watch = try GroupWatch()
            let ending = try await command(Self.flight + " exit 3", watch).run()
            #expect(ending == CommandEnding(status: .exited(3)))
            watch.waitUntilGone()

            let other = try GroupWatch()
            let hanging = command(Self.flight + " echo ready; wait; sleep 1000", other)
            struct Refused: Error {}
            await #expect(throws: Refused.self) { try await hanging.run { _ in throw Refused() } }
            other.waitUntilGone()
        }
    #endif

    @Test func `are told from the processes of other commands`() async throws {
        struct Seen: Error {}
        let watch = try GroupWatch()
        let waiting = command("trap 'echo >&9; exit 0' TERM; echo ready; while :; do sleep 1000 & wait; done", watch)
        await #expect(throws: Seen.self) {
            try await waiting.run(clock: ManualClock()) { _ in
                _ = try await Command(["true"], killsStrays: true).run()
                throw Seen()
            }
        }
        // It was there to be asked to end.
        #expect(watch.waitUntilGone() == 1)
    }
}
