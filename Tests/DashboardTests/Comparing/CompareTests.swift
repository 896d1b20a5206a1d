import EscalationCore
import Terminal
import Testing

@testable import Dashboard

@Suite struct CompareTests {
    /// Another session than the exhausted one, of another id.
    private let accepted = Scenes.acceptedElsewhere().events

    /// The list of this run's two sessions, the accepted one first, which is on the screen.
    private func list(_ width: Int = 120, _ height: Int = 40) -> Stage {
        var stage = Stage(width, height)
        stage.play(Scenes.exhausted())
        for event in accepted { stage.send(.event(event)) }
        stage.press("b")
        return stage
    }

    @Test func `marks two sessions of the list and shows them side by side`() {
        var stage = list()
        #expect(stage.press("space", "down", "space", "=") == [.closeList])
        #expect(stage.rows.contains { $0.contains("7777 and 4444") })
        #expect(stage.rows.contains { $0.contains("accepted") && $0.contains("exhausted") })
        stage.press("end")
        #expect(stage.rows.contains { $0.contains("tier 4 was not asked") })
        stage.press("esc")
        #expect(stage.program.overlay == nil)
    }

    @Test func `compares the selected session with the one on the screen where none is marked`() {
        var stage = list()
        stage.press("down", "=")
        #expect(stage.rows.contains { $0.contains("4444 and 7777") })
        var alone = list()
        alone.press("=")
        #expect(alone.rows.last?.contains("mark two sessions with Space") == true)
    }

    @Test func `asks the journal for sessions that it doesn't know in full`() {
        var stage = list()
        stage.send(.listed(Scenes.past, query: ""))
        let past = Scenes.past.last!.id
        stage.press("space", "end", "space")
        #expect(stage.press("=") == [.compare(accepted[0].session, past)])
        var state = SessionState(id: past)
        state.apply(
            SessionEvent(
                session: past, sequence: 1, offset: .zero,
                kind: .sessionStarted(
                    .init(
                        task: TaskSpec("another"), chain: .ladder, verifiers: [], startedAt: 0, isSimulated: false,
                        version: ""))))
        stage.send(.compared(SessionState(id: accepted[0].session), state))
        #expect(stage.rows.contains { $0.contains("7777 and \(past.short)") })
        #expect(stage.rows.contains { $0.contains("accepted") }, "of this run's session what it knows by itself")
    }

    @Test func `pairs attempts by tier, and by how often it was asked`() {
        func session(_ digit: Character, tiers: [Int]) -> SessionState {
            var script = SessionScript(digit, "t")
            for tier in tiers {
                script.start(Chain.ladder.tiers[tier - 1], at: tier, .warm)
                script.write("answer \(tier)")
            }
            return script.state(after: script.events.count)
        }
        let comparison = SessionComparison(session("1", tiers: [1, 1, 3]), session("2", tiers: [1, 2, 3]))

        #expect(comparison.pairs.map(\.tier) == [1, 1, 2, 3])
        #expect(comparison.pairs.map { $0.old?.number } == [1, 2, nil, 3])
        #expect(comparison.pairs.map { $0.new?.number } == [1, nil, 2, 3])
        #expect(comparison.pairs.map(\.answer.isEmpty) == [true, false, false, true])
    }

    @Test func `scrolls, and draws at any size`() {
        var stage = list()
        stage.press("space", "down", "space", "=")
        for (width, height) in [(1, 1), (9, 3), (20, 5), (39, 9), (80, 24), (300, 100)] {
            stage.send(.resized(Size(width: width, height: height)))
            #expect(stage.rows.count == height)
            stage.press("end", "home", "pgdn")
            _ = stage.canvas
        }
    }
}
