import Terminal
import Testing

struct VisibleTextTests {
    @Test func `controls become their pictures`() {
        let controls = String(String.UnicodeScalarView((0..<0x20).compactMap(Unicode.Scalar.init)))
        #expect(VisibleText.escape(controls) == "␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟")
        #expect(VisibleText.escape("\u{7F}") == "␡")
    }

    @Test(arguments: [
        0x80, 0x85, 0x9B, 0x9F, 0x61C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069, 0x206F, 0xFFF9, 0xE0001, 0xE0041,
    ])
    func `what would command the terminal, or reorder or hide text, becomes a replacement`(value: Int) throws {
        let scalar = try #require(Unicode.Scalar(UInt32(value)))
        #expect(VisibleText.escape("a\(scalar)b") == "a\u{FFFD}b")
    }

    @Test func `newlines and tabs pass where asked for, a return before a newline goes`() {
        #expect(VisibleText.escape("a\r\nb\tc\rd", keepingNewlinesAndTabs: true) == "a\nb\tc␍d")
        #expect(VisibleText.escape("a\r\nb\tc") == "a␍␊b␉c")
    }

    @Test func `harmless text is returned as it is`() {
        let text = "naïve 日本 👨‍👩‍👧 ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 a\u{AD}b का"
        #expect(Array(VisibleText.escape(text).unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test func `replacements are question marks in ASCII`() {
        #expect(VisibleText.escape("\u{1B}[2J\u{202E}", asciiOnly: true) == "?[2J?")
    }
}
