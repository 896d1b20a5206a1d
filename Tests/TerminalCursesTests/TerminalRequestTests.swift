import Testing

@testable import TerminalCurses

/// What a terminal is asked for in bytes of its own.
@Suite struct TerminalRequestTests {
    @Test func `puts a text into the clipboard, whatever bytes it has`() {
        #expect(TerminalRequest.clipboard("é\u{1B}\n", environment: [:]) == "\u{1B}]52;c;w6kbCg==\u{7}")
    }

    @Test func `refuses a text that terminals would cut off`() {
        let most = TerminalRequest.longestClipboard / 4 * 3
        #expect(TerminalRequest.clipboard(String(repeating: "a", count: most), environment: [:]) != nil)
        #expect(TerminalRequest.clipboard(String(repeating: "a", count: most + 3), environment: [:]) == nil)
    }

    @Test func `passes through GNU screen in pieces that it can hold`() {
        let request = TerminalRequest.clipboard(String(repeating: "a", count: 300), environment: ["STY": "1.tty"])!
        let pieces = request.split(separator: "\u{1B}\\").map { $0.dropFirst(2) }
        #expect(request.hasPrefix("\u{1B}P\u{1B}]52;c;"))
        #expect(pieces.allSatisfy { $0.utf8.count <= 250 })
        #expect(pieces.joined() == TerminalRequest.clipboard(String(repeating: "a", count: 300), environment: [:])!)
    }

    @Test func `tells the user something, without control characters, and only outside a multiplexer`() {
        #expect(TerminalRequest.notification("a\u{7}\u{1B}b\u{9C}c", environment: [:]) == "\u{1B}]9;abc\u{7}")
        #expect(TerminalRequest.notification("a", environment: ["TMUX": "/tmp/t"]) == "")
    }
}
