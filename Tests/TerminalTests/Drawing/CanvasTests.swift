import Terminal
import Testing

struct CanvasTests {
    private let accent = StyleKey(rawValue: 1)
    private let mark = StyleKey(rawValue: 2)

    @Test func `puts text where it is told and says how many columns it took`() {
        var canvas = Canvas(width: 10, height: 2)
        let used = canvas.put("日本 ok", at: 1, 1, style: accent)
        #expect(used == 7)
        #expect(canvas.plainRows == ["", " 日本 ok"])
        #expect(canvas[1, 1].glyph == "日")
        #expect(canvas[1, 1].width == 2)
        #expect(canvas[2, 1].isContinuation)
        #expect(canvas[2, 1].style == accent)
        #expect(canvas[0, 1].style == .plain)
    }

    @Test(arguments: [
        (-100, 0), (100, 0), (0, -1), (0, 2), (Int.min, Int.min), (Int.max, Int.max), (9, 1), (-3, 0),
    ])
    func `no coordinate is too absurd`(x: Int, y: Int) {
        var canvas = Canvas(width: 10, height: 2)
        let used = canvas.put("wide 日本", at: x, y)
        #expect(used >= 0)
        canvas.fill(Rect(x: x, y: y, width: .max, height: .max), with: "x")
        canvas.apply(overlay: mark, to: Rect(x: x, y: y, width: 3, height: 3))
        canvas.horizontalLine(at: x, y, length: .max)
        canvas.verticalLine(at: x, y, length: .max)
        #expect(canvas.plainRows.count == 2)
        #expect(canvas[x, y] == canvas[x, y])
    }

    @Test func `nothing can be drawn on an empty canvas, and nothing breaks`() {
        var canvas = Canvas(width: 0, height: 0)
        #expect(canvas.put("text", at: 0, 0) == 0)
        canvas.fill(canvas.bounds, with: "x")
        #expect(canvas.plainRows == [])
        #expect(canvas.row(0).isEmpty)
        #expect(canvas[0, 0] == .blank)
    }

    @Test func `text left of the clip is counted but not shown`() {
        var canvas = Canvas(width: 10, height: 1)
        let used = canvas.put("abcdef", at: 0, 0, in: Rect(x: 2, y: 0, width: 3, height: 1))
        #expect(used == 5)
        #expect(canvas.plainRows == ["  cde"])
    }

    @Test func `a wide glyph across a border becomes a blank`() {
        var canvas = Canvas(width: 10, height: 3)
        canvas.fill(canvas.bounds, with: ".")
        let clip = Rect(x: 2, y: 0, width: 3, height: 3)
        canvas.put("日本日", at: 1, 0, in: clip)
        canvas.put("日", at: 9, 1)
        canvas.put("日", at: -1, 2)
        #expect(canvas.plainRows == [".. 本.....", ".........", " ........."])
    }

    @Test func `writing over half of a wide glyph blanks the other half`() {
        var canvas = Canvas(width: 6, height: 1)
        canvas.put("日本語", at: 0, 0)
        canvas.put("x", at: 1, 0)
        #expect(canvas.plainRows == [" x本語"])
        canvas.put("y", at: 4, 0)
        #expect(canvas.plainRows == [" x本y"])
        canvas.fill(Rect(x: 3, y: 0, width: 1, height: 1), with: "z")
        #expect(canvas.plainRows == [" x zy"])
    }

    @Test func `text is made harmless as it is drawn`() {
        var canvas = Canvas(width: 20, height: 1)
        canvas.put("\u{1B}[31m\u{202E}a\nb", at: 0, 0)
        #expect(canvas.plainRows == ["␛[31m\u{FFFD}a␊b"])
    }

    @Test func `clusters terminals disagree on are drawn at a fixed width`() {
        var canvas = Canvas(width: 20, height: 1)
        let used = canvas.put("👨‍👩‍👧🇩🇪❤️1️⃣👍🏽|", at: 0, 0)
        #expect(used == 11)
        #expect(canvas.plainRows == ["👨DE❤ 1 👍|"])
        for cell in canvas.row(0) { #expect(cell.glyph.unicodeScalars.count == 1) }
    }

    @Test func `a cell holds at most four combining marks, and only joins what belongs together`() {
        var canvas = Canvas(width: 4, height: 1)
        canvas.put("e" + String(repeating: "\u{301}", count: 20) + "का", at: 0, 0)
        #expect(canvas[0, 0].glyph.unicodeScalars.count == 5)
        #expect(canvas[1, 0].glyph == "क")
        #expect(canvas[2, 0].glyph == "\u{93E}")
    }

    @Test func `a glyph keeps its scalars`() {
        for text in ["a", "é", "e\u{301}", "日", "👨", "\u{5D0}\u{5B0}\u{5B1}\u{5B2}\u{5B3}"] as [Character] {
            var canvas = Canvas(width: 2, height: 1)
            canvas.put(String(text), at: 0, 0)
            let cell = canvas[0, 0]
            #expect(Array(cell.glyph.unicodeScalars) == Array(text.unicodeScalars))
            #expect((0..<6).map { cell.scalars[$0] }.filter { $0 != 0 } == text.unicodeScalars.map(\.value))
        }
    }

    @Test func `plain text is drawn as any other: clipped, over halves of wide glyphs, with a mark at the border`() {
        // An invisible character before it has the same text drawn glyph by glyph.
        for text in ["abc", "", "abcdefghijklmnop", "ab\u{301}cdef", "abcde\u{301}", "abcdef\u{301}"] {
            for x in -3...8 {
                for clip in [nil, Rect(x: 1, y: 0, width: 5, height: 1)] {
                    var plain = Canvas(width: 7, height: 1)
                    for column in [0, 2, 4] { plain.put("日", at: column, 0) }
                    var any = plain
                    let columns = plain.put(text, at: x, 0, style: accent, overlay: mark, in: clip)
                    let expected = any.put("\u{200B}" + text, at: x, 0, style: accent, overlay: mark, in: clip)
                    #expect(plain == any, "'\(text)' at \(x)")
                    #expect(columns == expected, "'\(text)' at \(x)")
                }
            }
        }
    }

    @Test func `an overlay covers what is drawn, wide glyphs whole`() {
        var canvas = Canvas(width: 6, height: 1)
        canvas.put("a日本b", at: 0, 0, style: accent)
        canvas.apply(overlay: mark, to: Rect(x: 2, y: 0, width: 2, height: 1))
        #expect(canvas.row(0).map(\.overlay) == [nil, mark, mark, mark, mark, nil])
        #expect(canvas.row(0).allSatisfy { $0.style == accent })
        canvas.apply(overlay: nil, to: canvas.bounds)
        #expect(canvas.row(0).allSatisfy { $0.overlay == nil })
    }

    @Test func `in ASCII every glyph has one ASCII character for each of its columns`() {
        var canvas = Canvas(size: Size(width: 24, height: 2), symbols: .ascii)
        canvas.put("“naïve” – ✓ │─ 日本 👍🏽…", at: 0, 0)
        canvas.put("\u{1B}\u{202E}", at: 0, 1)
        #expect(canvas.plainRows == ["\"naive\" - + |- ? ?  ? .", "??"])
    }

    @Test func `lines and fills use glyphs of one column`() {
        var canvas = Canvas(width: 4, height: 3)
        canvas.horizontalLine(at: 1, 0, length: 9)
        canvas.verticalLine(at: 0, 0, length: 9)
        canvas.fill(Rect(x: 2, y: 1, width: 2, height: 2), with: "日")
        #expect(canvas.plainRows == ["│───", "│", "│"])
    }

    @Test func `clearing blanks the cells and hides the cursor`() {
        var canvas = Canvas(width: 4, height: 1)
        canvas.put("text", at: 0, 0, style: accent)
        canvas.cursor = Canvas.Position(x: 1, y: 0)
        canvas.clear()
        #expect(canvas == Canvas(width: 4, height: 1))
    }
}
