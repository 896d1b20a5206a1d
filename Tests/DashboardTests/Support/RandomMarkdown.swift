import RungTestSupport

/// Texts made of what answers are made of.
enum RandomMarkdown {
    /// So many pieces in a row, most of them with their lines' ends.
    static func text(_ count: Int, using generator: inout some RandomNumberGenerator) -> String {
        (0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined()
    }

    /// Paragraphs, lists, tables and code as they stand in answers, every block ended by a blank line.
    static func orderly(_ count: Int, using generator: inout some RandomNumberGenerator) -> String {
        (0..<count).map { _ in blocks.randomElement(using: &generator)! + "\n\n" }.joined()
    }

    /// The text in pieces of up to so many scalars, which may end within a character.
    static func split(
        _ text: String, upTo length: Int, using generator: inout some RandomNumberGenerator
    ) -> [String] {
        var pieces: [String] = []
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...length, using: &generator))
            pieces.append(String(piece))
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }

    private static let pieces = [
        "word ", "two words ", "\n", "\n\n", "\r\n", "```", "```swift\n", "\n```\n", "- item\n", "1. one\n",
        "> quote\n",
        "  ", "    ", "~~~\n", "`code` ", "**bold** ", "# Heading\n", "日本語 ", "e\u{301}", "\t", "\r", "\n\nNext ",
        "| a | b |\n|---|---|\n| 1 | 2 |\n", "👩‍👩‍👧 ", "<b>", "endless", "[a]: http://x\n", "[a][a] ",
    ]

    private static let blocks = [
        "A paragraph of some words that goes on for long enough to be wrapped.", "Short.", "# Heading",
        "- item\n- another\n  of two lines", "- item with\n\n  two paragraphs", "1. first\n2. second", "7. seventh",
        "> quoted\n> twice", "| a | b |\n|---|--:|\n| 1 | two |", "**Bold** beginning.", "* star", "日本語のテキスト。",
        "```swift\nlet a = 1\n\nlet b = 2\n```", "```\nplain code\n```", "~~~\ntildes\n\nwith a gap\n~~~", "---",
        "    indented code", "Text\n```\ncode at once\n```\nand text.", "12 monkeys", "<div>\nhtml\n</div>",
    ]
}
