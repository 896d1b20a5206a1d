import RungTestSupport
import Terminal
import Testing

/// Frames drawn where the cursor stands, seen through a terminal's own parser.
@Suite struct InlineEncoderTests {
    private let sheet = StyleSheet([StyleKey(rawValue: 1): Style(foreground: .palette16(.red), attributes: .bold)])

    private func canvas(_ rows: [String], width: Int = 20, cursor: Canvas.Position? = nil) -> Canvas {
        var canvas = Canvas(size: Size(width: width, height: rows.count))
        for (y, row) in rows.enumerated() { canvas.put(row, at: 0, y, style: StyleKey(rawValue: UInt8(y % 2))) }
        canvas.cursor = cursor
        return canvas
    }

    private func screen() -> ParsedScreen { ParsedScreen(size: Size(width: 20, height: 8)) }

    @Test func `draws below what is there, and over itself`() {
        let screen = screen()
        var encoder = InlineEncoder()
        screen.write("$ rung\r\n".utf8)
        screen.write(encoder.encode(canvas(["one", "two", "three"]), sheet).utf8)
        #expect(screen.rows.prefix(4) == ["$ rung", "one", "two", "three"])
        screen.write(encoder.encode(canvas(["one", "2", "three"], cursor: .init(x: 1, y: 0)), sheet).utf8)
        #expect(screen.rows.prefix(4) == ["$ rung", "one", "2", "three"])
        #expect(screen.cursor == .init(x: 1, y: 1))
        screen.write((encoder.leave() + "$ ").utf8)
        #expect(screen.rows == ["$ rung", "one", "2", "three", "$", "", "", ""])
        #expect(screen.cursor == .init(x: 2, y: 4))
    }

    @Test func `leaves the hidden cursor in the row the user is in`() {
        let screen = screen()
        var encoder = InlineEncoder()
        var frame = canvas(["one", "two", "three"])
        frame.focus = .init(x: 2, y: 1)
        screen.write(encoder.encode(frame, sheet).utf8)
        #expect(screen.cursor == nil)
        #expect(screen.cursorPlace == .init(x: 2, y: 1))
        screen.write((encoder.leave() + "$ ").utf8)
        #expect(screen.rows.prefix(4) == ["one", "two", "three", "$"])
    }

    @Test func `scrolls what is above out of sight where there is no room`() {
        let screen = screen()
        var encoder = InlineEncoder()
        screen.write("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n".utf8)
        for text in ["a", "b"] {
            screen.write(encoder.encode(canvas([text, "x", "y"]), sheet).utf8)
            #expect(screen.rows == ["3", "4", "5", "6", "7", text, "x", "y"])
        }
    }

    @Test func `takes the place of a frame of another size`() {
        let screen = screen()
        var encoder = InlineEncoder()
        screen.write("$ rung\r\n".utf8)
        screen.write(encoder.encode(canvas(["one", "two", "three"], cursor: .init(x: 0, y: 2)), sheet).utf8)
        screen.write(encoder.encode(canvas(["short"], width: 10), sheet).utf8)
        #expect(screen.rows.prefix(4) == ["$ rung", "short", "", ""])
    }

    @Test func `writes nothing for a frame that is there already, and only the rows that differ`() {
        var encoder = InlineEncoder()
        _ = encoder.encode(canvas(["one", "two", "three"]), sheet)
        #expect(encoder.encode(canvas(["one", "two", "three"]), sheet) == "")
        #expect(
            encoder.encode(canvas(["one", "two", "3"]), sheet) == "\u{1B}[?25l\r3\u{1B}[K")
        #expect(
            encoder.encode(canvas(["one", "t", "3"]), sheet) == "\u{1B}[?25l\u{1B}[1A\r\u{1B}[0;1;31mt\u{1B}[0m\u{1B}[K"
        )
    }
}
