import RungTestSupport
import Terminal
import Testing

struct CursesKeysTests {
    @Test(arguments: [
        ("x", "x"), (" ", "Space"), ("é", "é"), ("日", "日"), ("\r", "Enter"), ("\n", "Ctrl-J"), ("\t", "Tab"),
        ("\u{7F}", "Backspace"), ("\u{3}", "Ctrl-C"), ("\u{1C}", "Ctrl-\\"), ("\u{13}", "Ctrl-S"),
        ("\u{1B}", "Esc"), ("\u{1B}b", "Alt-b"), ("\u{1B}[A", "↑"), ("\u{1B}OA", "↑"), ("\u{1B}[1;5C", "Ctrl-→"),
        ("\u{1B}[Z", "Shift-Tab"), ("\u{1B}[6~", "PgDn"), ("\u{1B}OP", "F1"), ("\u{1B}[24~", "F12"),
    ])
    func `reads a key as it is typed`(bytes: String, name: String) async throws {
        try await withFixture { terminal in
            await terminal.send(bytes)
            try await terminal.waitUntil { $0.rows[6] == "keys: \(name)" }
        }
    }

    @Test func `reads a paste as one key, with newlines for the returns that terminals send`() async throws {
        try await withFixture { terminal in
            await terminal.send("\u{1B}[200~one\rtwo\u{1B}[A\u{1B}[201~x")
            try await terminal.waitUntil { $0.rows[6] == #"keys: paste 10 "one\ntwo\u{1B}[A" x"# }
        }
    }

    @Test func `reads a pasted megabyte`() async throws {
        try await withFixture { terminal in
            let text = String(repeating: "0123456789abcde\r", count: 1 << 16)
            await terminal.send("\u{1B}[200~\(text)\u{1B}[201~")
            try await terminal.waitUntil { $0.rows[6] == #"keys: paste 1048576 "0123456789ab""# }
        }
    }

    @Test func `reports the wheel only when asked to`() async throws {
        try await withFixture(["wheel"]) { terminal in
            #expect(await terminal.screen.reportsMouse)
            await terminal.send("\u{1B}[<64;10;5M\u{1B}[<65;10;5M\u{1B}[<0;10;5M")
            try await terminal.waitUntil { $0.rows[6] == "keys: Wheel-Up Wheel-Down" }
            await terminal.send("q")
            _ = try await terminal.waitForEnd()
            #expect(await !terminal.screen.reportsMouse)
        }
    }

    @Test func `reports presses of the left button when asked to, and which cell it was`() async throws {
        try await withFixture(["mouse"]) { terminal in
            await terminal.send("\u{1B}[<0;10;5M\u{1B}[<0;10;5m\u{1B}[<2;1;1M")
            try await terminal.waitUntil { $0.rows[6] == "keys: Click" }
        }
    }

    @Test func `reports whether the window has the keyboard`() async throws {
        try await withFixture { terminal in
            await terminal.send("\u{1B}[O\u{1B}[I")
            try await terminal.waitUntil { $0.rows[6] == "keys: focus lost focus" }
        }
    }
}
