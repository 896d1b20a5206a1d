import Foundation
import RungTestSupport
import Terminal
import Testing

struct CursesDisplayTests {
    @Test func `shows a frame on the alternate screen, clusters at fixed widths and commands as glyphs`() async throws {
        try await withFixture { terminal in
            let screen = await terminal.screen
            #expect(screen.isAlternate)
            #expect(screen.cursor == nil)
            #expect(!screen.reportsMouse)
            #expect(
                screen.rows.prefix(7) == [
                    "size 80x24 depth indexed256 unicode",
                    "accent 日本 é",
                    "selected            dark",
                    "|👨|DE|❤ |👍|1 |e\u{301}|",
                    "␛[31mred␇�31m�",
                    "",
                    "keys:",
                ])
        }
    }

    @Test(arguments: [
        ("xterm-256color", 0x1000000 + 208, 0x1000000 + 4, 0x1000000 + 16, 0x1000000 + 231),
        ("xterm", 0x1000000 + 3, 0x1000000 + 4, 0x1000000, 0x1000000 + 7),
        ("vt100", -1, -1, -1, -1),
    ])
    func `draws in the nearest colours the terminal has`(
        term: String, accent: Int, selection: Int, dark: Int, white: Int
    ) async throws {
        try await withFixture(environment: ["TERM": term]) { terminal in
            let first = await terminal.cell(0, 1)
            #expect(Int(first.foreground) == accent)
            #expect(first.background == -1)
            #expect(first.bold)
            let selected = await terminal.cell(0, 2)
            #expect(Int(selected.foreground) == accent)
            #expect(Int(selected.background) == selection)
            #expect(selected.bold && selected.underline)
            let last = await terminal.cell(20, 2)
            #expect(Int(last.foreground) == dark)
            #expect(Int(last.background) == white)
        }
    }

    // From the package ncurses-term, which a machine may lack; the parser understands this form of direct colours.
    private static let directTerm = "xterm-direct2"
    private static let hasDirectTerm = ["/usr/share/terminfo/x", "/lib/terminfo/x"].contains {
        FileManager.default.fileExists(atPath: "\($0)/\(directTerm)")
    }

    @Test(.enabled(if: hasDirectTerm))
    func `draws the very colours where the terminal takes them, the blackest blues as the next one`() async throws {
        try await withFixture(environment: ["TERM": Self.directTerm]) { terminal in
            #expect(await terminal.screen.rows[0] == "size 80x24 depth truecolor unicode")
            let first = await terminal.cell(0, 1)
            #expect(first.foreground == 0xFF8700)
            let selected = await terminal.cell(0, 2)
            #expect(selected.background == 0x1000000 + 4)
            let last = await terminal.cell(20, 2)
            #expect(last.foreground == 0x000008)
            #expect(last.background == 0xFFFFFF)
        }
    }

    @Test func `uses attributes only when colours are not wanted`() async throws {
        try await withFixture(["mono"]) { terminal in
            let cell = await terminal.cell(0, 2)
            #expect(cell.foreground == -1)
            #expect(cell.background == -1)
            #expect(cell.bold && cell.underline)
            let output = await terminal.output
            #expect(!String(decoding: output, as: UTF8.self).contains("\u{1B}[38"))
        }
    }

    @Test func `shows the cursor where the canvas has it`() async throws {
        try await withFixture { terminal in
            await terminal.send("\u{1B}[17~")
            try await terminal.waitUntil { $0.cursor == Canvas.Position(x: 3, y: 5) }
        }
    }

    @Test(arguments: [Size(width: 120, height: 40), Size(width: 30, height: 5), Size(width: 1, height: 1)])
    func `follows the size of the terminal, and back`(size: Size) async throws {
        try await withFixture { terminal in
            let before = await terminal.screen
            await terminal.resize(to: size)
            let first = String("size \(size.width)x\(size.height)".prefix(size.width))
            try await terminal.waitUntil { $0.rows.count == size.height && $0.rows[0].hasPrefix(first) }
            await terminal.send("a")
            await terminal.resize(to: Size(width: 80, height: 24))
            let after = try await terminal.waitUntil { $0.contains("keys: a") && $0.contains("size 80x24") }
            var expected = before
            expected.rows[6] = "keys: a"
            #expect(after == expected)
        }
    }

    @Test func `paints everything again where the terminal was smaller for a moment`() async throws {
        try await withFixture { terminal in
            try await terminal.waitForSilence(.milliseconds(50))
            let before = await terminal.screen
            await terminal.resizeUnseen(to: Size(width: 1, height: 1))
            try await terminal.waitUntil { $0 == before }
        }
    }

    @Test func `sends only what has changed`() async throws {
        try await withFixture { terminal in
            let before = try await terminal.waitForSilence(.milliseconds(50))
            await terminal.send("a")
            try await terminal.waitUntil { $0.contains("keys: a") }
            #expect(await terminal.output.count - before < 40)
        }
    }

    @Test func `writes nothing and doesn't wake up while nothing happens`() async throws {
        try await withFixture { terminal in
            let bytes = try await terminal.waitForSilence(.milliseconds(200))
            let before = try ThreadSwitches(of: terminal.processID)
            let start = ContinuousClock.now
            let bytesLater = try await terminal.waitForSilence(.milliseconds(500))
            let after = try ThreadSwitches(of: terminal.processID)
            let seconds = (ContinuousClock.now - start).components.seconds
            #expect(bytesLater == bytes)
            #expect(before.terminal > 0)
            #expect(after.terminal == before.terminal)
            // On Linux libdispatch looks after its threads once a second, whatever the program does.
            #expect(after.others - before.others <= 1 + Int(seconds))
        }
    }

    @Test func `rings the bell`() async throws {
        try await withFixture { terminal in
            await terminal.send("\u{1B}[13~")
            try await terminal.waitUntil { $0.bells == 1 }
        }
    }

    @Test(arguments: ["", "C", "POSIX", "de_DE.ISO-8859-1"])
    func `draws in UTF-8 where the locale is another`(locale: String) async throws {
        try await withFixture(environment: ["LANG": locale, "LC_ALL": locale]) { terminal in
            let screen = await terminal.screen
            #expect(screen.rows[0].hasSuffix("unicode"))
            #expect(screen.rows[1] == "accent 日本 é")
        }
    }

    @Test(arguments: [
        (["TERM": "dumb"], "TERM is 'dumb', a terminal without cursor movement"),
        (["TERM": ""], "TERM is not set"),
        (["TERM": "no-such-terminal"], "no usable terminal description for TERM='no-such-terminal'"),
    ])
    func `says why there can be no screen, without an escape sequence`(
        environment: [String: String], reason: String
    ) async throws {
        try await withPseudoTerminal(BuiltProduct.path("CursesFixture"), environment: environment) { terminal in
            let ending = try await terminal.waitForEnd()
            #expect(ending == .exited(64))
            let output = String(decoding: await terminal.output, as: UTF8.self)
            #expect(output.contains(reason))
            #expect(!output.contains("\u{1B}"))
        }
    }
}
