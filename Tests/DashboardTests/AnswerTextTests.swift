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

    @Test func `has no line for an empty text`() {
        #expect(AnswerText(width: 10).lineCount == 0)
        #expect(lines("", width: 10).isEmpty)
        #expect(lines("\n\n", width: 10).isEmpty)
    }

    @Test(arguments: 0..<60)
    func `gives the same lines whatever pieces the text comes in`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = (0..<30).map { _ in Self.fragments.randomElement(using: &generator)! }.joined()
        let width = Int.random(in: 1...60, using: &generator)
        var pieces = AnswerText(width: width)
        var rest = text[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...9, using: &generator))
            pieces.append(piece)
            rest = rest.dropFirst(piece.count)
        }
        pieces.finish()
        #expect(pieces.plainLines == lines(text, width: width), "seed \(seed)")
    }

    @Test func `cuts a block that never ends, and loses nothing of it`() {
        let words = (0..<3_000).map { "word\($0)" }
        var text = AnswerText(width: 60)
        for part in stride(from: 0, to: words.count, by: 100) {
            text.append(words[part..<(part + 100)].map { $0 + " " }.joined())
        }
        #expect(text.hasCuts)
        #expect(text.plainLines.flatMap { $0.split(separator: " ").map(String.init) } == words)
    }

    @Test func `leaves a long block whole where it is told to`() {
        let rows = (0..<600).map { "\n| row \($0) | x |" }.joined()
        var text = AnswerText(width: 60, cutsLongBlocks: false)
        text.append("| a | b |\n|---|---|" + rows)
        text.finish()
        #expect(!text.hasCuts)
        #expect(text.lineCount == 602)
    }

    private static let fragments = [
        "word ", "two words ", "\n", "\n\n", "```", "```swift\n", "\n```\n", "- item\n", "1. one\n", "> quote\n", "  ",
        "`code` ",
        "**bold** ", "# Heading\n", "日本語 ", "e\u{301}", "\t", "| a | b |\n|---|---|\n| 1 | 2 |\n", "👩‍👩‍👧 ", "<b>",
    ]

    private func lines(_ text: String, width: Int) -> [String] {
        var set = AnswerText(width: width)
        set.append(text)
        set.finish()
        return set.plainLines
    }
}

extension AnswerText {
    /// Its lines without their looks, blanks at their ends trimmed.
    fileprivate var plainLines: [String] {
        (0..<lineCount).map { String(line($0).plainText.reversed().drop { $0 == " " }.reversed()) }
    }
}
