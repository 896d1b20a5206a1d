import Terminal
import Testing

@testable import Dashboard

/// Where the terminal's own cursor is left unseen: at what the user looks at, for screen readers and magnifiers.
@Suite struct `The canvas's focus` {
    /// The row that it is in, as it is drawn; nil where there is none.
    private func row(_ stage: Stage) -> String? { stage.canvas.focus.map { stage.rows[$0.y] } }

    @Test func `is in the selected row of a list`() {
        var stage = Scene.empty.stage(.small)
        #expect(row(stage)?.contains("Accepted at once") == true)
        stage.press("j")
        #expect(row(stage)?.contains("Feedback helps") == true)
        #expect(row(Scene.sessions.stage(.small))?.contains("▸") == true)
        #expect(row(Scene.chains.stage(.small))?.contains("fast") == true)
    }

    @Test(arguments: [Size(width: 80, height: 24), Size(width: 120, height: 40)])
    func `is in the pane that has the focus`(size: Size) {
        var stage = Scene.exhausted.stage(size)
        stage.press("1")
        #expect(row(stage)?.contains("claude-sonnet-4-6") == true)
        stage.press("2")
        #expect(row(stage)?.contains("#4 ") == true)
        stage.press("k")
        #expect(row(stage)?.contains("#3 ") == true)
        stage.press("3")
        #expect(row(stage)?.contains("3 Verdict") == true)
        stage.press("4")
        #expect(row(stage)?.contains("4 Answer") == true)
    }

    @Test func `gives way to the caret`() {
        let canvas = Scene.composing.stage(.small).canvas
        #expect(canvas.cursor != nil)
    }
}
