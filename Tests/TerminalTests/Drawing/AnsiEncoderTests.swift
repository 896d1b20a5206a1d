import RungTestSupport
import Terminal
import Testing

struct AnsiEncoderTests {
    private let accent = StyleKey(rawValue: 1)
    private let sheet = StyleSheet([
        StyleKey(rawValue: 1): Style(foreground: .indexed(208), background: .palette16(.blue), attributes: .bold)
    ])

    @Test func `a frame is shown by a terminal as it is on the canvas`() {
        var canvas = Canvas(width: 20, height: 3)
        canvas.put("日本 e\u{301} 👍🏽 text", at: 1, 0)
        canvas.put("styled", at: 2, 2, style: accent)
        canvas.cursor = Canvas.Position(x: 4, y: 1)
        let screen = ParsedScreen(size: canvas.size)
        var encoder = AnsiEncoder()
        screen.write(encoder.encode(canvas, sheet).utf8)
        #expect(screen.rows == canvas.plainRows)
        #expect(screen.cursor == canvas.cursor)
        let cell = screen.cell(2, 2)
        #expect(cell.foreground == 0x1000000 + 208)
        #expect(cell.background == 0x1000000 + 4)
        #expect(cell.bold)
        #expect(screen.cell(1, 0).foreground == -1)
    }

    @Test func `only what has changed is written, and nothing if nothing has`() {
        var canvas = Canvas(width: 20, height: 2)
        canvas.put("some text", at: 0, 0)
        var encoder = AnsiEncoder()
        _ = encoder.encode(canvas, sheet)
        #expect(encoder.encode(canvas, sheet) == "")
        canvas.put("T", at: 5, 0)
        #expect(encoder.encode(canvas, sheet) == "\u{1B}[1;6H\u{1B}[0mT\u{1B}[0m")
    }

    @Test func `without colours there are none`() {
        var canvas = Canvas(width: 2, height: 1)
        canvas.put("x", at: 0, 0, style: accent)
        var encoder = AnsiEncoder(depth: .mono)
        #expect(encoder.encode(canvas, sheet) == "\u{1B}[0m\u{1B}[2J\u{1B}[1;1H\u{1B}[0;1mx\u{1B}[0m\u{1B}[?25l")
    }

    @Test func `after any frames the terminal shows the last one`() {
        var state: UInt64 = 11
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let texts = ["日本語", "plain", "👨‍👩‍👧|🇩🇪", "e\u{301}\u{1B}[2J", "█░", "  ", "a日"]
        let size = Size(width: 12, height: 4)
        let screen = ParsedScreen(size: size)
        var encoder = AnsiEncoder()
        var canvas = Canvas(size: size)
        for step in 0..<500 {
            let style = random(2) == 0 ? StyleKey.plain : accent
            canvas.put(texts[random(texts.count)], at: random(14) - 2, random(4), style: style)
            if random(20) == 0 { canvas.clear() }
            screen.write(encoder.encode(canvas, sheet).utf8)
            #expect(screen.rows == canvas.plainRows, "after step \(step)")
        }
    }

    @Test func `ends with the frame left as it was and the cursor in sight`() {
        let size = Size(width: 12, height: 4)
        let screen = ParsedScreen(size: size)
        var encoder = AnsiEncoder()
        #expect(encoder.end() == "")
        var canvas = Canvas(size: size)
        canvas.put("top", at: 0, 0, style: accent)
        canvas.put("bottom", at: 0, 3, style: accent)
        screen.write(encoder.encode(canvas, sheet).utf8)
        #expect(screen.cursor == nil)
        screen.write(encoder.end().utf8)
        #expect(screen.cursor == Canvas.Position(x: 0, y: 3))
        #expect(screen.rows == canvas.plainRows)
    }
}
