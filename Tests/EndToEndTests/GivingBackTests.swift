import Foundation
import RungTestSupport
import Testing

/// Every mode that `rung` switches on is switched off again, whatever ends it.
@Suite struct `Giving the terminal back` {
    /// Bytes that switch a mode on and off: what was sent last is what the terminal is left in.
    private static let modes = [
        ("mouse reports", "\u{1B}[?1000h", "\u{1B}[?1000l"), ("mouse columns", "\u{1B}[?1006h", "\u{1B}[?1006l"),
        ("focus reports", "\u{1B}[?1004h", "\u{1B}[?1004l"), ("bracketed paste", "\u{1B}[?2004h", "\u{1B}[?2004l"),
        ("alternate screen", "\u{1B}[?1049h", "\u{1B}[?1049l"), ("hidden cursor", "\u{1B}[?25l", "\u{1B}[?25h"),
    ]

    /// The modes that were switched on and are still on.
    private static func left(in output: [UInt8]) -> [String] {
        let text = String(decoding: output, as: UTF8.self)
        return modes.compactMap { name, on, off in
            guard let switchedOn = text.ranges(of: on).last else { return "\(name) was never on" }
            guard let switchedOff = text.ranges(of: off).last, switchedOff.lowerBound > switchedOn.lowerBound else {
                return name
            }
            return nil
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP])
    func `after a signal, with all that it listened to`(_ signal: Int32) async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(
                """
                backends: { echo: { kind: command, command: [cat] } }
                chains: { default: { tiers: [{ model: m, backend: echo }], verify: none } }
                mouse: "on"
                """)
            try await rung.onTerminal(environment: ["SWIFT_BACKTRACE": "enable=no"]) { terminal in
                try await terminal.waitUntil { $0.isAlternate && $0.contains("READY") && $0.reportsMouse }
                await terminal.signal(signal)
                #expect(try await terminal.waitForEnd() == .signalled(signal))
                #expect(Self.left(in: await terminal.output) == [])
                #expect(await terminal.settings == terminal.initialSettings)
            }
        }
    }

    @Test func `to Ctrl-Z and fg, with the same screen`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            let environment = ["PS1": "$ ", "HOME": rung.home.path]
            try await withPseudoTerminal(
                "/bin/bash", ["--norc", "--noprofile", "-i"], environment: environment
            ) { terminal in
                try await terminal.waitUntil { $0.contains("$") }
                await terminal.send("'\(RungProgram.path)'\n")
                try await terminal.waitUntil { $0.isAlternate && $0.contains("READY") }
                await terminal.send("ihalf a thought")
                let before = try await terminal.waitUntil { $0.contains("> half a thought") }
                await terminal.send("\u{1A}")
                try await terminal.waitUntil { !$0.isAlternate && $0.contains("Stopped") }
                await terminal.send("fg\n")
                let after = try await terminal.waitUntil { $0.isAlternate && $0.contains("> half a thought") }
                #expect(after.rows == before.rows)
                #expect(after.cursor == before.cursor)
                await terminal.send("\u{1B}")
                try await terminal.waitUntil { $0.cursor == nil }
                await terminal.send("Q")
                try await terminal.waitUntil { !$0.isAlternate }
            }
        }
    }

    @Test func `a paste of 1 MB is drawn once`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            try await rung.onTerminal { terminal in
                try await terminal.waitUntil { $0.contains("READY") }
                await terminal.send("i")
                try await terminal.waitUntil { $0.cursor != nil }
                let before = try await terminal.waitForSilence(.milliseconds(50))
                let text = String(repeating: "0123456789abcde\r", count: 65_536)
                await terminal.send("\u{1B}[200~\(text)\u{1B}[201~")
                try await terminal.waitUntil { $0.contains("[pasted 65537 lines]") }
                let after = try await terminal.waitForSilence(.milliseconds(50))
                let drawn = String(decoding: await terminal.output[before..<after], as: UTF8.self)
                #expect(drawn.ranges(of: "[pasted").count == 1)
                #expect(drawn.utf8.count < 500, "\(drawn.debugDescription)")
            }
        }
    }
}
