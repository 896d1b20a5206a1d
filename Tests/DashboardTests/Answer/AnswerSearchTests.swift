import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// Looking for a text in the answer.
@Suite struct AnswerSearchTests {
    /// A long answer of one item a line, the reader at its end.
    private static func stage() -> Stage {
        var script = Scenes.streaming()
        script.write("\n\n" + (1...60).map { "- line \($0)\n" }.joined())
        var stage = Stage(80, 24)
        stage.play(script)
        return stage
    }

    private static func heading(_ stage: Stage) -> String? { stage.rows.first { $0.contains("4 Answer #3") } }

    @Test func `brings the match into the window while the text is typed, and marks it`() {
        var stage = Self.stage()
        stage.press("4", "g", "/")
        stage.type("line 37")
        #expect(stage.rows.contains { $0.hasPrefix(" • line 37") })
        #expect(Self.heading(stage)?.contains("match 1 of 1") == true)
        let y = stage.rows.firstIndex { $0.hasPrefix(" • line 37") } ?? 0
        let marked = stage.canvas.row(y).filter { $0.style == Role.match.key }.map(\.glyph)
        #expect(String(marked) == "line 37")
    }

    @Test func `goes to the next match with n, to the one before with N, and round the ends`() {
        var stage = Self.stage()
        stage.press("4", "g", "/")
        stage.type("line 5")
        // 5, 50 to 59.
        #expect(Self.heading(stage)?.contains("match 1 of 11") == true)
        stage.press("enter", "n", "n")
        #expect(Self.heading(stage)?.contains("match 3 of 11") == true)
        stage.press("N")
        #expect(Self.heading(stage)?.contains("match 2 of 11") == true)
        stage.press("N", "N")
        #expect(Self.heading(stage)?.contains("match 11 of 11") == true)
        stage.press("n")
        #expect(Self.heading(stage)?.contains("match 1 of 11") == true)
    }

    @Test func `counts what came since`() {
        var script = Scenes.streaming()
        script.write("\n\nneedle\n")
        var stage = Stage(80, 24)
        stage.play(script)
        stage.press("/")
        stage.type("needle")
        stage.press("enter")
        script.write("\nneedle\n")
        stage.send(.event(script.events.last!))
        stage.press("n")
        #expect(Self.heading(stage)?.contains("match 2 of 2") == true)
    }

    @Test func `goes back to where the reader was, and forgets the text, with Esc`() {
        var stage = Self.stage()
        stage.press("4", "g")
        let rows = stage.rows
        stage.press("/")
        stage.type("line 37")
        stage.press("esc")
        #expect(stage.rows == rows)
        #expect(stage.press("n").isEmpty)
        #expect(stage.rows == rows)
    }

    @Test func `says that nothing matches`() {
        var stage = Self.stage()
        stage.press("/")
        stage.type("zebra")
        #expect(Self.heading(stage)?.contains("no match for 'zebra'") == true)
    }

    @Test(arguments: [
        ("a", "banana", [1..<2, 3..<4, 5..<6]), ("ana", "banana", [1..<4]), ("ÄRGER", "Ärger", []),
        ("ärger", "ÄRGER", [0..<5]), ("Na", "nana Na", [5..<7]), ("👍🏽b", "a👍🏽b", [1..<3]),
    ]) func `minds capitals only where some are typed`(query: String, line: String, places: [Range<Int>]) {
        #expect(TextSearch(query)?.ranges(in: line) == places)
    }
}
