import EscalationCore
import Journal
import RungTestSupport
import Testing

@Suite struct ReplayTests {
    let clock = ManualClock()
    let events: [SessionEvent]

    /// Four events: at 0, 10, 20 and 30 ms.
    init() {
        var script = Script()
        script.start()
        script.output("Hel")
        script.output("lo")
        script.finish()
        events = script.events
    }

    private func replay(speed: Double = 1) -> Replay {
        Replay(of: events, speed: speed, clock: clock, stopwatch: clock.stopwatch)
    }

    /// Runs a replay while the viewer acts, and returns what it gave.
    private func run(
        _ replay: Replay, while viewer: (_ given: Mailbox) async -> Void
    ) async throws -> (Replay.Ending, [SessionEvent]) {
        let mailbox = Mailbox()
        async let ending = replay.run { await mailbox.post($0) }
        await viewer(mailbox)
        return (try await ending, await mailbox.events)
    }

    @Test func `gives each event at its own offset`() async throws {
        let (ending, given) = try await run(replay()) { mailbox in
            await clock.waitForSleepers()
            #expect(await mailbox.count == 1)
            clock.advance(by: .milliseconds(9))
            #expect(await mailbox.count == 1)
            clock.advance(by: .milliseconds(1))
            await mailbox.wait(for: 2)
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(20))
        }

        #expect(ending == .finished)
        #expect(given == events)
    }

    @Test func `goes as fast as it is asked to`() async throws {
        let (_, given) = try await run(replay(speed: 10)) { mailbox in
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(1))
            await mailbox.wait(for: 2)
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(2))
        }

        #expect(given == events)
    }

    @Test func `takes a new speed for a wait that has begun`() async throws {
        let replay = replay(speed: 0.25)

        let (_, given) = try await run(replay) { mailbox in
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(20))
            await replay.control.setSpeed(5)
            await clock.waitForSleepers()
            #expect(await mailbox.count == 1)
            clock.advance(by: .milliseconds(1))
            await mailbox.wait(for: 2)
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(4))
        }

        #expect(given == events)
    }

    @Test func `stands still while paused and goes on from there`() async throws {
        let replay = replay()

        let (_, given) = try await run(replay) { mailbox in
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(4))
            await replay.control.pause()
            clock.advance(by: .seconds(3_600))
            #expect(
                await replay.control.state
                    == .init(position: .milliseconds(4), end: .milliseconds(30), speed: 1, isPaused: true))
            await replay.control.resume()
            await clock.waitForSleepers()
            #expect(await mailbox.count == 1)
            clock.advance(by: .milliseconds(6))
            await mailbox.wait(for: 2)
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(20))
        }

        #expect(given == events)
    }

    @Test func `gives the rest at once when it is skipped, also while paused`() async throws {
        let replay = replay()

        let (ending, given) = try await run(replay) { _ in
            await clock.waitForSleepers()
            await replay.control.pause()
            await replay.control.skipToEnd()
        }

        #expect(ending == .finished)
        #expect(given == events)
    }

    @Test func `ends where it is when it is stopped`() async throws {
        let replay = replay()

        let (ending, given) = try await run(replay) { _ in
            await clock.waitForSleepers()
            await replay.control.stop()
        }

        #expect(ending == .stopped)
        #expect(given == [events[0]])
    }

    @Test func `stays after its last event until it is stopped`() async throws {
        let replay = replay()
        await replay.control.skipToEnd()
        #expect(try await replay.run { _ in } == .finished)

        async let stopped: Void = replay.control.waitForStop(on: clock)
        await replay.control.setSpeed(2)
        await replay.control.stop()

        try await stopped
    }

    @Test func `can be cancelled while paused`() async throws {
        let replay = replay()
        await replay.control.pause()
        let mailbox = Mailbox()

        await withThrowingTaskGroup { group in
            group.addTask { try await replay.run { await mailbox.post($0) } }
            await mailbox.wait(for: 1)
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }

        #expect(await mailbox.events == [events[0]])
    }

    @Test func `ends at once for a session without events`() async throws {
        let replay = Replay(of: [], clock: clock, stopwatch: clock.stopwatch)

        #expect(try await replay.run { _ in Issue.record("an event out of nowhere") } == .finished)
    }
}

/// What a replay gave.
private actor Mailbox {
    private(set) var events: [SessionEvent] = []
    private var watchers: [(count: Int, wake: CheckedContinuation<Void, Never>)] = []

    var count: Int { events.count }

    func post(_ event: SessionEvent) {
        events.append(event)
        for watcher in watchers where watcher.count <= events.count { watcher.wake.resume() }
        watchers.removeAll { $0.count <= events.count }
    }

    /// Returns once so many events were given.
    func wait(for count: Int) async {
        guard events.count < count else { return }
        await withCheckedContinuation { watchers.append((count, $0)) }
    }
}
