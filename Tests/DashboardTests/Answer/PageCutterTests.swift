import RungTestSupport
import Testing

@testable import Dashboard

@Suite struct PageCutterTests {
    private func cuts(_ text: String, length: Int, opening: AnswerText.Opening = .prose) -> [PageCutter.Cut] {
        var cutter = PageCutter(length: length, opening: opening)
        cutter.read(text)
        return cutter.cuts
    }

    private func pages(_ text: String, length: Int, opening: AnswerText.Opening = .prose) -> [String] {
        let starts = cuts(text, length: length, opening: opening).map(\.start) + [text.utf8.count]
        let bytes = Array(text.utf8)
        return zip(starts, starts.dropFirst()).map { String(decoding: bytes[$0..<$1], as: UTF8.self) }
    }

    @Test func `cuts before a paragraph once the page is long enough`() {
        #expect(
            pages("One one.\n\nTwo.\n\nThree three.\n\nFour.\n", length: 12) == [
                "One one.\n\nTwo.\n\n", "Three three.\n\n", "Four.\n",
            ])
    }

    @Test func `leaves a list, a table and a quote whole`() {
        for block in [
            "- a\n\n- b\n\n- c\n\n", "1. a\n\n2. b\n\n3. c\n\n", "|a|\n|-|\n|b|\n|c|\n\n", "> a\n\n> b\n\n> c\n\n",
        ] {
            #expect(pages(block + "Text.\n", length: 8) == [block, "Text.\n"])
        }
    }

    @Test func `cuts before a fence and behind one, whatever stands there`() {
        #expect(
            pages("Some text\n```\ncode\n```\n- item\n", length: 8) == ["Some text\n", "```\ncode\n```\n", "- item\n"])
    }

    @Test func `cuts code between two lines, and remembers its language`() {
        let text = "```swift\nlet a = 1\nlet b = 2\n```\n"
        #expect(pages(text, length: 16) == ["```swift\nlet a = 1\n", "let b = 2\n```\n"])
        #expect(cuts(text, length: 16).last?.opening == .code(language: "swift", indent: 0))
        #expect(cuts(text, length: 16).last?.isJoined == true)
    }

    @Test(arguments: [
        ("python", "a = 1\n\"\"\"\nlong\ntext\n\"\"\"\n", "b = 2\n"), ("js", "/* a\nb\nc\nd\n*/\n", "let e\n"),
        ("js", "f(`a\nb\nc\nd\ne`)\n", "let e\n"), ("swift", "/**/ let b = \"\"\"\n  c\n  \"\"\"\n", "d()\n"),
    ])
    func `cuts code in no text and no comment that goes on`(language: String, first: String, second: String) {
        let fence = "```\(language)\n"
        let length = fence.utf8.count + 9
        #expect(pages(fence + first + second + "```\n", length: length) == [fence + first, second + "```\n"])
    }

    @Test func `cuts a text that goes on and on in the end`() {
        let text = "```python\n\"\"\"\n" + String(repeating: "word\n", count: 30)
        #expect(pages(text, length: 16).map(\.utf8.count) == [64, 65, 35])
    }

    @Test func `never leaves a code block behind that has no lines yet`() {
        #expect(
            pages("```averylonglanguage\nlet a\nlet b\n```\n", length: 8) == [
                "```averylonglanguage\nlet a\n", "let b\n```\n",
            ])
    }

    @Test func `cuts nothing between tildes`() {
        #expect(pages("~~~\na\n\nb\n\nc\n\nd\n~~~\n\nText.\n", length: 16).last == "Text.\n")
    }

    @Test func `cuts a block that goes on and on between two lines, at last also within them`() {
        let list = (0..<16).map { "- item \($0)\n" }.joined()
        #expect(pages(list, length: 16).map(\.utf8.count) == [72, 68, 10])
        let line = String(repeating: "word ", count: 40)
        #expect(pages(line, length: 16).map(\.utf8.count) == [95, 95, 10])
        let word = String(repeating: "界", count: 40)
        #expect(pages(word, length: 16).map(\.utf8.count) == [96, 24])
    }

    @Test func `cuts text that means nothing at any end of a line`() {
        #expect(pages("```\na\n\n- b\n~~~\n", length: 4, opening: .plain) == ["```\n", "a\n\n- b\n", "~~~\n"])
    }

    @Test(arguments: 0..<60)
    func `cuts in the same places whatever pieces the text comes in`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = RandomMarkdown.text(120, using: &generator)
        let length = Int.random(in: 8...60, using: &generator)
        var cutter = PageCutter(length: length, opening: seed.isMultiple(of: 5) ? .plain : .prose)
        let opening = cutter.cuts[0].opening
        var shown = ""
        for piece in RandomMarkdown.split(text, upTo: 12, using: &generator) {
            shown += piece
            cutter.read(shown)
            #expect(cutter.cuts == cuts(shown, length: length, opening: opening), "seed \(seed)")
        }
        for bytes in stride(from: 0, to: text.utf8.count, by: 7) {
            guard let index = text.utf8.index(text.startIndex, offsetBy: bytes).samePosition(in: text.unicodeScalars)
            else { continue }
            #expect(
                cutter.pages(ofFirst: bytes) == cuts(String(text[..<index]), length: length, opening: opening).count,
                "seed \(seed), byte \(bytes)")
        }
    }

    @Test(arguments: 0..<60)
    func `gives every page something, but never much more than asked for`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = RandomMarkdown.text(200, using: &generator)
        let length = Int.random(in: 8...60, using: &generator)
        let pages = pages(text, length: length)
        #expect(pages.joined() == text, "seed \(seed)")
        #expect(pages.allSatisfy { !$0.isEmpty && $0.utf8.count <= 7 * length }, "seed \(seed)")
    }
}
