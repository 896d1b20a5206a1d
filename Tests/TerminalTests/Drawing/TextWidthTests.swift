import Terminal
import Testing

struct TextWidthTests {
    @Test(arguments: [
        ("a", 1), ("é", 1), ("e\u{301}", 1), ("ß", 1), ("→", 1), ("✓", 1), ("─", 1), ("…", 1), ("\u{2800}", 1),
        ("日", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("Ａ", 2), ("、", 2), ("𠀀", 2),
        ("😀", 2), ("✅", 2), ("⌚", 2), ("🦀", 2), ("🪿", 2),
        ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("🏳️‍🌈", 2), ("🇩🇪", 2), ("❤️", 2), ("1️⃣", 2), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2),
        ("❤", 1), ("1", 1), ("1\u{FE0F}", 1), ("🇩", 1), ("©", 1), ("©️", 2),
        ("\u{301}", 1), ("\u{200B}", 0), ("\u{FEFF}", 0), ("\u{AD}", 0), ("\u{FE0F}", 0),
        ("\u{1B}", 1), ("\u{7F}", 1), ("\u{9B}", 1), ("\u{202E}", 1), ("\n", 1), ("\t", 1),
        ("का", 2), ("กำ", 2), ("\u{3164}", 0), ("", 0),
    ])
    func `counts the columns of a character`(text: String, width: Int) {
        #expect(TextWidth.of(text) == width)
    }

    @Test func `counts the columns of a text`() {
        #expect(TextWidth.of("plain ASCII, any length") == 23)
        #expect(TextWidth.of("naïve 日本語 👍🏽!") == 16)
        #expect(TextWidth.of("a\r\nb") == 4)
    }

    @Test func `more combining marks than a cell holds take no more room`() {
        #expect(TextWidth.of("z" + String(repeating: "\u{334}", count: 50)) == 1)
    }
}
