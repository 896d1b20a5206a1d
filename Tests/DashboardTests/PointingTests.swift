import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// What the mouse does.
@Suite struct PointingTests {
    private static func point(_ event: Pointer.Event, _ stage: inout Stage, at text: String) {
        guard let y = stage.rows.firstIndex(where: { $0.contains(text) }) else {
            Issue.record("\(text) isn't on the screen")
            return
        }
        let x = stage.rows[y].prefix { $0 == " " }.count + 1
        stage.send(.pointer(Pointer(event, x: x, y: y)))
    }

    @Test func `a press goes to the pane under it`() {
        var stage = Scene.accepted.stage(Size(width: 120, height: 40))
        for (text, pane) in [
            ("1 Chain", DashboardProgram.Pane.chain), ("3 Verdict", .verdict), ("5 Task", .task),
            ("2 Attempts", .attempts),
        ] {
            Self.point(.press, &stage, at: text)
            #expect(stage.program.focus == pane)
        }
    }

    @Test func `a press selects the attempt under it`() {
        var stage = Scene.accepted.stage(.small)
        Self.point(.press, &stage, at: "#1")
        #expect(stage.program.focus == .attempts)
        #expect(stage.program.shownAttempt?.number == 1)
    }

    @Test func `a press selects the sample under it, and runs nothing`() {
        var stage = Stage(80, 24)
        Self.point(.press, &stage, at: "To the top")
        #expect(stage.program.sampleIndex == 3)
        #expect(stage.effects.isEmpty)
    }

    @Test func `the wheel scrolls the answer under it and leaves the focus where it is`() {
        var script = Scenes.streaming()
        script.write("\n\n" + (1...60).map { "- line \($0)\n" }.joined())
        var stage = Stage(80, 24)
        stage.play(script)
        stage.press("2")
        Self.point(.wheelUp, &stage, at: "line 60")
        #expect(stage.program.focus == .attempts)
        #expect(!stage.rows.contains { $0.contains("line 60") })
        #expect(stage.rows.contains { $0.contains("line 57") })
        Self.point(.wheelDown, &stage, at: "line 57")
        #expect(stage.program.answer.isFollowing)
    }

    @Test func `a press outside, or beside what lies over the panes, does nothing`() {
        var stage = Scene.accepted.stage(.small)
        stage.press("?")
        let rows = stage.rows
        stage.send(.pointer(Pointer(.press, x: 5, y: 5)))
        stage.send(.pointer(Pointer(.press, x: 500, y: 500)))
        #expect(stage.rows == rows)
    }
}
