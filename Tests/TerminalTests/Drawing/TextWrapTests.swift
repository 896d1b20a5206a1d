import Terminal
import Testing

struct TextWrapTests {
    @Test(arguments: [
        ("", 10, [""]),
        ("one two three", 20, ["one two three"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("one  two", 4, ["one", "two"]),
        ("a\n\nb\n", 5, ["a", "", "b", ""]),
        ("a\r\nb\rc", 5, ["a", "b", "c"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("ab cdefghij", 4, ["ab", "cdef", "ghij"]),
        ("日本語テスト", 5, ["日本", "語テ", "スト"]),
        ("ab日本", 3, ["ab", "日", "本"]),
        ("日", 1, ["日"]),
        ("x", 0, ["x"]),
        ("ab", -3, ["a", "b"]),
        ("\tx", 10, ["    x"]),
        ("ab\tx", 10, ["ab  x"]),
        ("    indented code that is long", 12, ["    indented", "code that is", "long"]),
        ("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 4, ["👨‍👩‍👧👨‍👩‍👧", "👨‍👩‍👧"]),
        ("end ", 4, ["end "]),
        ("full ", 4, ["full"]),
    ])
    func `breaks at blanks, or where it must`(text: String, width: Int, lines: [String]) {
        #expect(TextWrap.wrap(text, width: width) == lines)
    }

    @Test func `indents all lines of a paragraph but the first`() {
        #expect(TextWrap.wrap("- one two\n- three", width: 6, indent: 2) == ["- one", "  two", "-", "  thre", "  e"])
        #expect(TextWrap.wrap("ab", width: 1, indent: 9) == ["a", "b"])
    }

    @Test func `keeps styles across breaks`() {
        let bold = StyleKey(rawValue: 1)
        let lines = TextWrap.wrap([TextRun("one "), TextRun("two three", style: bold), TextRun("!")], width: 7)
        #expect(
            lines == [
                StyledLine([TextRun("one "), TextRun("two", style: bold)]),
                StyledLine([TextRun("three", style: bold), TextRun("!")]),
            ])
    }

    @Test func `no line is wider than asked for, and no character is lost`() {
        let text = "Ein naïver Satz, 日本語のテスト und 👨‍👩‍👧 — averyveryverylongwordwithoutanyblank ende"
        for width in 2...40 {
            let lines = TextWrap.wrap(text, width: width)
            #expect(lines.allSatisfy { TextWidth.of($0) <= width })
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }

    @Test func `breaks words of ASCII, taken as a whole, where it breaks others`() {
        let text = "Some words, \tand  averyveryverylongone: a b  c\n\n   indented (twice)\tby tabs \n"
        for width in 1...40 {
            // The same columns, but each character by itself.
            let others = TextWrap.wrap(text.replacing("e", with: "é"), width: width)
            #expect(TextWrap.wrap(text, width: width) == others.map { $0.replacing("é", with: "e") }, "\(width)")
        }
    }

    @Test(arguments: [
        ("text", 4, "text"), ("text", 3, "te…"), ("text", 1, "…"), ("text", 0, ""), ("text", -1, ""),
        ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("日本語", 2, "…"), ("👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"), ("", 3, ""),
    ])
    func `cuts a text that doesn't fit`(text: String, width: Int, cut: String) {
        #expect(TextWrap.truncate(text, to: width) == cut)
    }

    @Test func `leaves out an ellipsis that doesn't fit itself`() {
        #expect(TextWrap.truncate("text", to: 2, ellipsis: "...") == "te")
    }
}
