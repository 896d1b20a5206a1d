import EscalationCore
import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

/// Whatever a model writes, borders stay where they are: as a real terminal parser sees it.
@Suite struct HostileTextTests {
    static let texts: [(name: String, text: String)] = [
        (
            "escape sequences",
            "\u{1B}[2J\u{1B}[10;10Hgone\u{1B}]0;title\u{7}\u{1B}[31m red \u{1B}c\u{9B}5A\u{9D}x\u{9C}"
        ),
        ("backspaces and returns", "abc\u{8}\u{8}\u{8}\u{8}\rover\u{B}\u{C}\u{85}x\u{7F}\u{0}y"),
        ("bidirectional controls", "left \u{202E}right\u{202C} \u{2066}isolate\u{2069} \u{200F}mark שלום עולם مرحبا"),
        (
            "zero-width characters",
            "a\u{200B}b\u{200D}c\u{FEFF}d\u{2060}e\u{AD}f e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}"
        ),
        ("lone marks", "\u{301}\u{20DD}\u{489} Z\u{335}\u{335}a\u{335}l\u{335}g\u{335}o\u{335}"),
        ("wide characters", String(repeating: "漢字かなカナ한글！", count: 30)),
        ("emoji families", "👨‍👩‍👧‍👦👩🏽‍🚀🏳️‍🌈❤️1️⃣🇩🇪🇦☺︎🧑‍🤝‍🧑" + String(repeating: "👨‍👩‍👧‍👦", count: 60)),
        ("Indic and Hangul", "क्षि नमस्ते ক্ষ தமிழ் \u{1112}\u{1161}\u{11AB} ไทยกำ"),
        ("a line of 10,000 columns", String(repeating: "x", count: 10_000)),
        ("a wide line of 10,000 columns", String(repeating: "界", count: 5_000)),
        ("code of 10,000 columns", "```\n" + String(repeating: "界x", count: 3_400) + "\n```"),
        ("a table", "| a | b |\n|---|---|\n| \u{1B}[1m漢字👨‍👩‍👧‍👦 | \(String(repeating: "y", count: 500)) |"),
        ("private use and unassigned", "\u{E000}\u{F8FF}\u{10FFFF}\u{0378}\u{FFFF}"),
    ]

    @Test(
        arguments: texts.map(\.name),
        [Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 200, height: 60)])
    func `moves no border`(name: String, size: Size) throws {
        let text = try #require(Self.texts.first { $0.name == name }?.text)
        let hostile = Self.stage(text, size)
        let (hostileCanvas, tameCanvas) = (hostile.canvas, Self.stage("tame", size).canvas)
        let screen = ParsedScreen(size: size)
        var encoder = AnsiEncoder()
        screen.write(encoder.encode(hostileCanvas, hostile.program.styleSheet).utf8)
        let borders: Set<StyleKey> = [Role.border.key, Role.focusedBorder.key]
        var count = 0
        for y in 0..<size.height {
            for x in 0..<size.width where borders.contains(tameCanvas[x, y].style) && tameCanvas[x, y].glyph == "│" {
                count += 1
                #expect(screen.cell(x, y).scalars.0 == 0x2502, "\(name) at column \(x) of row \(y): \(screen.rows[y])")
            }
            // A row the text may not touch is the same to the last column.
            let isRule = tameCanvas.row(y).allSatisfy { borders.contains($0.style) || $0.style == Role.title.key }
            if isRule && hostileCanvas.row(y).elementsEqual(tameCanvas.row(y)) {
                count += 1
                #expect(
                    screen.cell(size.width - 1, y).scalars.0 == 0x2500
                        || screen.cell(size.width - 1, y).scalars.0 == 0x2501)
            }
        }
        #expect(count > 0)
        // Nothing but glyphs arrived, and each where the canvas has it.
        for y in 0..<size.height {
            for x in 0..<size.width where hostileCanvas[x, y].glyph != " " && !hostileCanvas[x, y].isContinuation {
                let expected = hostileCanvas[x, y].glyph.unicodeScalars.first?.value
                let cell = screen.cell(x, y)
                #expect(cell.scalars.0 == expected, "\(name) at column \(x) of row \(y): \(screen.rows[y])")
            }
        }
        #expect(screen.bells == 0 && !screen.isAlternate && !screen.reportsMouse)
        #expect(screen.takeAnswer().isEmpty)
    }

    /// A session whose task, model, answer, thoughts, feedback and error are all that text.
    private static func stage(_ text: String, _ size: Size) -> Stage {
        var script = SessionScript("4", text)
        script.start(Tier(text), at: 1, .warm, told: "\n\n" + text)
        script.write(text, on: .reasoning)
        script.write(text)
        script.complete(tokens: 10, speed: 5)
        script.judge(.escalate(feedback: text))
        script.start(Tier("m"), at: 2, .warm, told: "\n\n" + text)
        script.write(text)
        script.fail(.server, text)
        var stage = Stage(size.width, size.height)
        stage.play(script)
        return stage
    }
}
