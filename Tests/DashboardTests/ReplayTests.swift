import EscalationCore
import Journal
import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

@Suite struct ReplayTests {
    private let script = Scenes.exhausted()

    /// A replay of the exhausted session, at the end.
    private var stage: Stage {
        var stage = Stage(80, 24)
        var state = ReplayState(session: script.id, events: script.events)
        stage.send(.replay(.began(state)))
        state.position = state.length
        state.isPlaying = false
        stage.send(.replay(.jumped(state, script.state(after: script.events.count))))
        return stage
    }

    @Test func `goes on and back by every key`() {
        let expected: [(Key, ReplayControl)] = [
            ("left", .seekBy(.seconds(-5))), ("right", .seekBy(.seconds(5))),
            ("shift-left", .seekBy(.seconds(-1))), ("shift-right", .seekBy(.seconds(1))), (",", .step(-1)),
            (".", .step(1)), ("[", .stepAttempt(forward: false)), ("]", .stepAttempt(forward: true)),
            ("home", .seek(.zero)), ("end", .toEnd), ("0", .seek(.zero)),
            ("5", .seek(Scenes.exhausted().events.last!.offset / 2)), ("space", .play), (">", .speed(2)),
            ("<", .speed(0.5)), ("backspace", .speed(1)), ("i", .idleCap(.seconds(1))), ("q", .stop),
        ]
        for (key, control) in expected {
            var stage = stage
            #expect(stage.press(key) == [.replayControl(control)], "\(key)")
        }
    }

    @Test func `goes through the idle caps and back to none, and shows the one that holds`() {
        var stage = stage
        var state = stage.program.replay!.state
        for cap in [Duration.seconds(1), .seconds(2), .seconds(5), nil] {
            #expect(stage.press("i") == [.replayControl(.idleCap(cap))])
            state.idleCap = cap
            stage.send(.replay(.moved(state)))
            let bar = stage.rows.first { $0.contains("├") }
            #expect(bar?.contains("idle <= \(cap?.components.seconds ?? 0) s") == (cap != nil))
        }
    }

    @Test func `marks a moment by a letter and goes back to it`() {
        var stage = stage
        var state = stage.program.replay!.state
        state.position = .seconds(7)
        stage.send(.replay(.moved(state)))
        #expect(stage.press("m", "a").isEmpty)
        #expect(stage.rows.last?.contains("marked a at 0:07") == true)
        state.position = .seconds(20)
        stage.send(.replay(.moved(state)))

        #expect(stage.press("'", "a") == [.replayControl(.seek(.seconds(7)))])
        #expect(stage.press("'", "b").isEmpty)
        #expect(stage.rows.last?.contains("there is no mark b: m sets one") == true)
        #expect(stage.press("m", "esc").isEmpty, "anything but a letter is no mark")
        #expect(stage.press("a").isEmpty, "and the next key is a key like any other")
        #expect(stage.program.replay?.marks == ["a": .seconds(7)])
    }

    @Test(arguments: [
        ("verdict=escalate", "verdict=escalate", true), ("\u{7F}", "", true),
    ])
    func `looks for the event that is typed`(typed: String, condition: String, forward: Bool) {
        var stage = stage
        #expect(stage.press(":").isEmpty)
        stage.type(typed.replacing("\u{7F}", with: ""))
        #expect(stage.press("enter") == [.replayControl(.find(condition, forward: forward))])
        #expect(stage.program.overlay == nil)
    }

    @Test func `looks back for an event, and asks nothing where it is left`() {
        var stage = stage
        stage.press(":", "ctrl-u")
        stage.type("since outcome=exhausted")
        #expect(stage.press("enter") == [.replayControl(.find("outcome=exhausted", forward: false))])
        stage.press(":", "ctrl-u")
        stage.type("tier=2")
        #expect(stage.press("enter") == [.replayControl(.find("tier=2", forward: true))])
        #expect(stage.press(":", "esc").isEmpty)
        #expect(stage.program.overlay == nil)
    }

    @Test func `takes a jump of another replay for nothing`() {
        var stage = stage
        let rows = stage.rows
        let other = SessionScript("9", "another")
        stage.send(.replay(.jumped(ReplayState(session: other.id, events: other.events), other.state(after: 1))))
        #expect(stage.rows == rows)
    }

    @Test func `says that servers and clock are not live`() {
        var stage = stage
        stage.send(.resized(Size(width: 160, height: 40)))
        stage.send(.live(.allWarm))
        #expect(stage.rows[0].contains("servers and clock not live"))
        #expect(!stage.rows[0].contains("llama-swap"))
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `draws a moment the same whether it was played to, sought or watched`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let session = RandomSession(using: &generator, isOrderly: true)
        let source: SessionTape.Source = { Array(session.events.dropFirst($0).prefix($1)) }
        let tape = try await SessionTape(of: session.id, stride: 4, from: source)
        // One row is the replay's bar: watched, the same screen is a row lower. At these heights both have the same parts.
        let heights = (9...50).filter { ![10, 12, 14, 16].contains($0) }
        let size = Size(
            width: .random(in: 30...200, using: &generator), height: heights.randomElement(using: &generator)!)
        var sought = Stage(size.width, size.height)
        sought.send(.replay(.began(ReplayState(session: session.id, events: session.events))))

        for _ in 0..<12 {
            let sequence = Int.random(in: 1...session.events.count, using: &generator)
            let offset = session.events[sequence - 1].offset
            let position = tape.sequence(at: offset)
            var state = sought.program.replay!.state
            state.position = offset
            sought.send(.replay(.jumped(state, try await tape.state(at: offset))))
            var played = Stage(size.width, size.height)
            played.send(.replay(.began(ReplayState(session: session.id, events: session.events))))
            for event in session.events.prefix(position) { played.send(.event(event)) }
            played.send(.replay(.moved(state)))
            // Another process's session: what it had when it was opened, then event by event.
            var watched = Stage(size.width, size.height - 1)
            let opened = Int.random(in: 1...position, using: &generator)
            watched.send(.loaded(Array(session.events.prefix(opened))))
            watched.send(.following(session.id, true))
            for event in session.events[opened..<position] { watched.send(.followed(event)) }

            #expect(sought.program.shown == watched.program.shown, "seed \(seed), event \(position)")
            #expect(sought.rows == played.rows, "seed \(seed), event \(position)")
            #expect(sought.canvas == played.canvas, "seed \(seed), event \(position)")
            #expect(sought.program.answerLines == watched.program.answerLines, "seed \(seed), event \(position)")
            #expect(sought.panes == watched.panes, "seed \(seed), event \(position), \(size)")
            #expect(sought.standing == watched.standing, "seed \(seed), event \(position), \(size)")
        }
    }

    @Test func `goes back in a long answer to the lines that were there`() {
        var script = SessionScript("4", "write much")
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        for line in 0..<4_000 { script.write("Line \(line) of an answer that is long.\n\n") }
        let state = ReplayState(session: script.id, events: script.events)
        var stage = Stage(80, 24)
        stage.send(.replay(.began(state)))
        for count in [4_002, 3_000, 2_999, 10, 3_500, 1] {
            stage.send(.replay(.jumped(state, script.state(after: count))))
            var fresh = Stage(80, 24)
            fresh.send(.replay(.began(state)))
            fresh.send(.replay(.jumped(state, script.state(after: count))))
            #expect(stage.program.windowLines == fresh.program.windowLines, "after \(count)")
            stage.idle()
            fresh.idle()
            #expect(stage.rows == fresh.rows, "after \(count)")
            #expect(stage.program.answerLines == fresh.program.answerLines, "after \(count)")
        }
    }
}

extension Stage {
    /// What the panes show of the session, cell by cell with its style. The chain is left out: beside its tiers stands what
    /// the servers hold now, which a replay doesn't know.
    fileprivate var panes: [String: [[Cell]]] {
        let (canvas, layout) = (canvas, ScreenLayout(program))
        let rects = [
            "task": layout.task, "attempts": layout.attempts, "verdict": layout.verdict, "answer": layout.answer,
            "told": layout.told, "timeline": layout.timeline,
        ]
        return rects.mapValues { rect in
            (rect.y..<rect.endY).map { y in (rect.x..<rect.endX).map { canvas[$0, y] } }
        }
    }

    /// The parts of the first line but those that say of a replay that it is one, and those about servers.
    fileprivate var standing: [String] {
        let bar = StatusBar(program)
        let parts = (bar.left + bar.right).map { $0.line.runs.map(\.text).joined() }
        return parts.filter { $0 != "replay" && $0 != "servers and clock not live" }
    }
}

extension SessionScript {
    /// The session after so many events.
    func state(after count: Int) -> SessionState {
        var state = SessionState(id: id)
        for event in events.prefix(count) { state.apply(event) }
        return state
    }
}
