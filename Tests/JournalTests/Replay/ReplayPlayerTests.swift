import EscalationCore
import Journal
import RungTestSupport
import Testing

@Suite struct ReplayPlayerTests {
    let clock = ManualClock()
    /// Four events: at 0, 10, 20 and 30 ms.
    let script = Script.hello

    private func player(of script: Script? = nil, speed: Double = 1, idleCap: Duration? = nil) async throws
        -> ReplayPlayer
    {
        let script = script ?? self.script
        return ReplayPlayer(
            try await SessionTape(of: script.session, from: script.source), speed: speed, idleCap: idleCap,
            clock: clock,
            stopwatch: clock.stopwatch)
    }

    /// Runs a replay while the viewer acts, stops it, and returns what it gave.
    private func run(
        _ player: ReplayPlayer, while viewer: (_ given: Mailbox) async throws -> Void
    ) async throws -> [ReplayPlayer.Step] {
        let mailbox = Mailbox()
        async let playing: Void = player.run { await mailbox.post($0) }
        try await viewer(mailbox)
        await player.stop()
        try await playing
        return await mailbox.steps
    }

    /// The session after so many events.
    private func state(after sequence: Int) -> SessionState {
        var state = SessionState(id: script.session)
        for event in script.events.prefix(sequence) { state.apply(event) }
        return state
    }

    private func jumps(_ sequences: Int...) -> [ReplayPlayer.Step] { sequences.map { .jumped(state(after: $0)) } }

    private var firstEvent: [ReplayPlayer.Step] { Array(everyEvent.prefix(1)) }

    private var everyEvent: [ReplayPlayer.Step] { script.events.map { .event($0) } }

    @Test func `a stop that comes while events are read ends it`() async throws {
        let (isMade, asked, answered) = (Collector<Void>(), Collector<Int>(), Collector<Void>())
        let tape = try await SessionTape(of: script.session) { [source = script.source] after, limit in
            if !isMade.all.isEmpty {
                asked.add(after)
                await answered.wait(for: 1)
            }
            return try await source(after, limit)
        }
        isMade.add(())
        let player = ReplayPlayer(tape, clock: clock, stopwatch: clock.stopwatch)
        await player.pause()
        async let playing: Void = player.run { _ in }
        await asked.wait(for: 1)
        await player.stop()
        answered.add(())
        try await playing
    }

    @Test func `gives each event at its own offset`() async throws {
        let given = try await run(player()) { mailbox in
            await clock.waitForSleepers()
            #expect(await mailbox.count == 1)
            clock.advance(by: .milliseconds(9))
            #expect(await mailbox.count == 1)
            clock.advance(by: .milliseconds(1))
            await mailbox.wait(for: 2)
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(20))
            await mailbox.wait(for: 4)
        }

        #expect(given == everyEvent)
    }

    @Test func `goes as fast as it is asked to`() async throws {
        let given = try await run(player(speed: 10)) { mailbox in
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(1))
            await mailbox.wait(for: 2)
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(2))
            await mailbox.wait(for: 4)
        }

        #expect(given == everyEvent)
    }

    @Test func `takes a new speed for a wait that has begun`() async throws {
        let player = try await player(speed: 0.25)

        let given = try await run(player) { mailbox in
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(20))
            await player.setSpeed(5)
            await clock.waitForSleeper(within: .milliseconds(1))
            #expect(await mailbox.count == 1)
            clock.advance(by: .milliseconds(1))
            await mailbox.wait(for: 2)
        }

        #expect(given == Array(everyEvent.prefix(2)))
    }

    @Test func `stands still while paused and goes on from there`() async throws {
        let player = try await player()

        let given = try await run(player) { mailbox in
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(4))
            await player.pause()
            clock.advance(by: .seconds(3_600))
            #expect(
                await player.state
                    == .init(
                        position: .milliseconds(4), end: .milliseconds(30), speed: 1, isPaused: true, idleCap: nil))
            await player.resume()
            await clock.waitForSleeper(within: .milliseconds(6))
            #expect(await mailbox.count == 1)
            clock.advance(by: .milliseconds(6))
            await mailbox.wait(for: 2)
        }

        #expect(given == Array(everyEvent.prefix(2)))
    }

    @Test func `goes to any moment and shows what had happened by then, forward and back`() async throws {
        let player = try await player()

        let given = try await run(player) { mailbox in
            await mailbox.wait(for: 1)
            await player.pause()
            await player.seek(to: .milliseconds(25))
            await mailbox.wait(for: 2)
            await player.seek(by: .milliseconds(-10))
            await mailbox.wait(for: 3)
            await player.seek(to: .seconds(9))
            await mailbox.wait(for: 4)
            #expect(await player.state.position == .milliseconds(30))
        }

        #expect(given == firstEvent + jumps(3, 2, 4))
    }

    @Test func `plays on from where it was taken`() async throws {
        let player = try await player()

        let given = try await run(player) { mailbox in
            await mailbox.wait(for: 1)
            await player.seek(to: .milliseconds(15))
            await mailbox.wait(for: 2)
            await clock.waitForSleeper(within: .milliseconds(5))
            clock.advance(by: .milliseconds(5))
            await mailbox.wait(for: 3)
        }

        #expect(given == [.event(script.events[0]), .jumped(state(after: 2)), .event(script.events[2])])
    }

    @Test func `steps by one event, and pauses there`() async throws {
        let player = try await player()

        let given = try await run(player) { mailbox in
            await mailbox.wait(for: 1)
            await player.step(by: 2)
            await mailbox.wait(for: 2)
            await player.step(by: -1)
            await mailbox.wait(for: 3)
            await player.step(by: -9)
            await mailbox.wait(for: 4)
            #expect(
                await player.state
                    == .init(position: .zero, end: .milliseconds(30), speed: 1, isPaused: true, idleCap: nil))
        }

        #expect(given == firstEvent + jumps(3, 2, 0))
    }

    @Test func `steps from one attempt to the next, and to the one before`() async throws {
        let events = Script.everyKind(Session.ID(beginning: "ee"))
        let tape = try await SessionTape(of: events[0].session) { Array(events.dropFirst($0).prefix($1)) }
        let player = ReplayPlayer(tape, clock: clock, stopwatch: clock.stopwatch)
        await player.pause()
        var visited: [Int] = []

        for direction in [ReplayPlayer.Direction.forward, .forward, .forward, .back, .back, .back] {
            await player.step(toAttempt: direction)
            visited.append(tape.sequence(at: await player.state.position))
        }

        #expect(visited == [3, 15, 19, 15, 3, 1])
    }

    @Test func `waits out no more of a rest than the cap allows`() async throws {
        var script = Script(Session.ID(beginning: "ff"))
        script.start()
        script.rest(.seconds(600))
        script.output("late")
        let player = try await player(of: script, idleCap: .seconds(2))

        let given = try await run(player) { mailbox in
            await clock.waitForSleeper(within: .seconds(2))
            clock.advance(by: .milliseconds(1_999))
            #expect(await mailbox.count == 1)
            clock.advance(by: .milliseconds(1))
            await mailbox.wait(for: 2)
            #expect(await player.state.position == script.events[1].offset)
        }

        #expect(given == script.events.map { .event($0) })
    }

    @Test func `takes another cap for a rest that has begun`() async throws {
        var script = Script(Session.ID(beginning: "ff"))
        script.start()
        script.rest(.seconds(600))
        script.output("late")
        let player = try await player(of: script)

        let given = try await run(player) { mailbox in
            await clock.waitForSleepers()
            clock.advance(by: .seconds(3))
            await player.setIdleCap(.seconds(5))
            await clock.waitForSleeper(within: .seconds(2))
            clock.advance(by: .seconds(2))
            await mailbox.wait(for: 2)
        }

        #expect(given == script.events.map { .event($0) })
    }

    @Test func `plays again from the start where it is asked to go on from the end`() async throws {
        let player = try await player()

        let given = try await run(player) { mailbox in
            await mailbox.wait(for: 1)
            await player.seek(to: .seconds(1))
            await mailbox.wait(for: 2)
            await player.resume()
            await mailbox.wait(for: 3)
        }

        #expect(given.dropFirst() == [.jumped(state(after: 4)), .jumped(state(after: 1))])
    }

    @Test func `pauses at the next event that matches, and stays where none does`() async throws {
        let player = try await player()
        let piece = try EventCondition(parsing: "kind=output_received text~lo")
        let start = try EventCondition(parsing: "kind=session_started")

        let given = try await run(player) { mailbox in
            await mailbox.wait(for: 1)
            let isThere = try await player.seek(.forward, to: piece)
            await mailbox.wait(for: 2)
            let wasThere = try await player.seek(.back, to: start)
            await mailbox.wait(for: 3)
            let wasThereBefore = try await player.seek(.back, to: start)
            #expect([isThere, wasThere, wasThereBefore] == [true, true, false])
            #expect(await player.state.isPaused)
        }

        #expect(given.dropFirst() == [.jumped(state(after: 3)), .jumped(state(after: 1))])
    }

    @Test func `ends by itself behind the last event where it isn't to stay`() async throws {
        let player = try await player()
        await player.seek(to: .seconds(1))
        let mailbox = Mailbox()

        try await player.run(staysAtEnd: false) { await mailbox.post($0) }

        #expect(await mailbox.steps == [.jumped(state(after: 4))])
    }

    @Test func `can be cancelled while paused`() async throws {
        let player = try await player()
        let mailbox = Mailbox()

        await withThrowingTaskGroup { group in
            group.addTask { try await player.run { await mailbox.post($0) } }
            await mailbox.wait(for: 1)
            await player.pause()
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }

        #expect(await mailbox.steps == firstEvent)
    }

    @Test func `shows nothing while paused, also between two events of one moment`() async throws {
        var script = Script(Session.ID(beginning: "ab"))
        script.start()
        script.rest(.milliseconds(-10))
        script.output("at once")
        let player = try await player(of: script)
        let mailbox = Mailbox()

        await player.pause()
        async let playing: Void = player.run { await mailbox.post($0) }
        await player.step(by: 1)
        await mailbox.wait(for: 1)
        await player.step(by: -1)
        await mailbox.wait(for: 2)
        await player.stop()
        try await playing

        var first = SessionState(id: script.session)
        first.apply(script.events[0])
        #expect(await mailbox.steps == [.jumped(first), .jumped(SessionState(id: script.session))])
    }
}

/// What a replay gave.
private actor Mailbox {
    private(set) var steps: [ReplayPlayer.Step] = []
    private var watchers: [(count: Int, wake: CheckedContinuation<Void, Never>)] = []

    var count: Int { steps.count }

    func post(_ step: ReplayPlayer.Step) {
        steps.append(step)
        for watcher in watchers where watcher.count <= steps.count { watcher.wake.resume() }
        watchers.removeAll { $0.count <= steps.count }
    }

    /// Returns once so many were given.
    func wait(for count: Int) async {
        guard steps.count < count else { return }
        await withCheckedContinuation { watchers.append((count, $0)) }
    }
}
