import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

/// How an answer is set for reading, and that it does not matter in which pieces it came.
@Suite struct AnswerTextTests {
    @Test func `sets headings, lists, quotes, links and tables`() {
        let text = """
            # Guards
            A **short** answer with `code`,
            over [two lines](https://example.org/guards).

            - first
            - second, which is too long for one line
              1. nested

            > quoted

            | name | size |
            |------|-----:|
            | head |    1 |
            ---
            """
        #expect(
            lines(text, width: 32) == [
                "Guards",
                "",
                "A short answer with code,",
                "over two lines",
                "(https://example.org/guards).",
                "",
                "• first",
                "• second, which is too long for",
                "  one line",
                "  1. nested",
                "",
                "┃ quoted",
                "",
                "name │ size",
                "───────────",
                "head │    1",
                "",
                "────────────────────────────────",
            ])
    }

    @Test func `puts fenced code behind a gutter, blank lines and indents as they are`() {
        #expect(
            lines("Look:\n```swift\nlet a = 1\n\n    a\n```\n\nDone.", width: 30) == [
                "Look:", "", "│ let a = 1", "│", "│     a", "", "Done.",
            ])
    }

    @Test func `takes the fence's own indent off the code`() {
        #expect(lines("  ```\n  a\n    b\n  ```", width: 30) == ["│ a", "│   b"])
    }

    @Test func `shows an open fence as code, and backticks that are no fence as text`() {
        #expect(lines("```\nlet a", width: 30) == ["│ let a"])
        #expect(lines("`a` b", width: 30) == ["a b"])
    }

    @Test func `holds back a line that may become a fence until the end`() {
        var text = AnswerText(width: 30)
        text.append("Look:\n\n``")
        #expect(text.plainLines == ["Look:"])
        text.finish()
        #expect(text.plainLines == ["Look:", "", "``"])
    }

    @Test func `wraps text that means nothing as it is`() {
        var text = AnswerText(width: 8, opening: .plain)
        text.append("- a ```\n```\n# long line")
        #expect(text.plainLines == ["- a ```", "```", "# long", "line"])
    }

    @Test func `goes on in code where the text begins in it`() {
        var text = AnswerText(width: 30, opening: .code(language: "swift", indent: 2))
        text.append("    let a\n  ```\nDone.")
        #expect(text.plainLines == ["│   let a", "", "Done."])
        #expect(text.line(0).runs.contains(TextRun("let", style: Role.codeKeyword.key)))
    }

    @Test func `has no line for an empty text`() {
        #expect(AnswerText(width: 10).lineCount == 0)
        #expect(lines("", width: 10).isEmpty)
        #expect(lines("\n\n", width: 10).isEmpty)
    }

    @Test(arguments: 0..<60)
    func `gives the same lines whatever pieces the text comes in`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = RandomMarkdown.text(30, using: &generator)
        let width = Int.random(in: 1...60, using: &generator)
        var pieces = AnswerText(width: width)
        for piece in RandomMarkdown.split(text, upTo: 9, using: &generator) { pieces.append(piece) }
        pieces.finish()
        #expect(pieces.plainLines == lines(text, width: width), "seed \(seed)")
    }

    private func lines(_ text: String, width: Int) -> [String] {
        var set = AnswerText(width: width)
        set.append(text)
        set.finish()
        return set.plainLines
    }
}

extension AnswerText {
    /// Its lines without their looks, blanks at their ends trimmed.
    fileprivate var plainLines: [String] { (0..<lineCount).map { line($0).trimmedText } }
}
