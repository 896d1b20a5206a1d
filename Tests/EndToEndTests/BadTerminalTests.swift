import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// The dashboard where a terminal, its settings or its user are not what a program hopes for.
@Suite struct `A dashboard under stress` {
    @Test(arguments: [[:], ["LANG": "C"], ["LC_ALL": "POSIX"], ["LANG": "xx_YY.ISO-8859-1"]] as [[String: String]])
    func `draws its symbols without a UTF-8 locale`(_ locale: [String: String]) async throws {
        try await RungProgram.withHome { rung in
            try await rung.onTerminal("demo", environment: ["LANG": ""].merging(locale) { $1 }) { terminal in
                try await terminal.waitUntil { $0.contains("simulator") && $0.contains("───") && $0.contains("○") }
                await terminal.send("Q")
                let ending = try await terminal.waitForEnd()
                #expect(ending == .exited(0))
            }
        }
    }

    @Test func `writes no colour with NO_COLOR`() async throws {
        try await RungProgram.withHome { rung in
            for (setting, isColoured) in [("", true), ("1", false)] {
                try await rung.onTerminal("demo", environment: ["NO_COLOR": setting]) { terminal in
                    try await terminal.waitUntil { $0.contains("simulator") }
                    await terminal.send("\r")
                    try await terminal.waitUntil(timeout: .seconds(60)) { $0.contains("#1") }
                    await terminal.send("Q")
                    _ = try await terminal.waitForEnd()
                    let written = String(decoding: await terminal.output, as: UTF8.self)
                    let colours = written.matches(of: /\e\[(?:\d+;)*(?:3\d|4\d|9\d|10\d)(?:;\d+)*m/)
                    #expect(colours.isEmpty != isColoured, "\(colours.map(\.output))")
                }
            }
        }
    }

    @Test func `names a terminal that nobody knows, without an escape sequence`() async throws {
        try await RungProgram.withHome { rung in
            try await rung.onTerminal("demo", environment: ["TERM": "nonsense"]) { terminal in
                let ending = try await terminal.waitForEnd()
                #expect(ending == .exited(64))
                let written = String(decoding: await terminal.output, as: UTF8.self)
                #expect(
                    written.hasPrefix(
                        "rung: Can't open the screen: no usable terminal description for TERM='nonsense'."))
                #expect(!written.contains("\u{1B}"))
            }
        }
    }

    @Test(arguments: [SIGSEGV, SIGABRT, SIGQUIT]) func `gives the terminal back and ends by itself when it crashes`(
        _ signal: Int32
    ) async throws {
        try await RungProgram.withHome { rung in
            try await rung.onTerminal("demo") { terminal in
                try await terminal.waitUntil { $0.contains("simulator") }
                await terminal.signal(signal)
                // Swift's report takes its time; it waits for no key.
                let ending = try await terminal.waitForEnd(timeout: .seconds(25))
                #expect(ending == .signalled(signal))
                #expect(await !terminal.screen.isAlternate)
                #expect(await terminal.settings == terminal.initialSettings)
            }
        }
    }

    @Test func `comes back whole after Ctrl-Z, with what ran meanwhile`() async throws {
        try await RungProgram.withHome { rung in
            let environment = ["PS1": "$ ", "HOME": rung.home.path]
            try await withPseudoTerminal(
                "/bin/bash", ["--norc", "--noprofile", "-i"], environment: environment
            ) { terminal in
                try await terminal.waitUntil { $0.contains("$") }
                await terminal.send("'\(RungProgram.path)' demo\n")
                try await terminal.waitUntil { $0.isAlternate && $0.contains("simulator") }
                await terminal.send("\r")
                try await terminal.waitUntil { $0.contains("#1") }
                await terminal.send("\u{1A}")
                try await terminal.waitUntil { !$0.isAlternate && $0.contains("Stopped") }
                await terminal.send("fg\n")
                try await terminal.waitUntil { $0.isAlternate && $0.contains("#1") && $0.contains("simulator") }
                try await terminal.waitUntil(timeout: .seconds(60)) { $0.contains("ACCEPTED") }
                await terminal.send("Q")
                try await terminal.waitUntil { !$0.isAlternate }
            }
        }
    }

    @Test func `sends a pasted task of 1 MB as it is`() async throws {
        let text = String(repeating: "0123456789abcde\n", count: 65_536)
        try await RungProgram.withHome { rung in
            try await rung.onTerminal("demo") { terminal in
                try await terminal.waitUntil { $0.contains("simulator") }
                await terminal.send("i")
                // Terminals send a pasted line's end as Return does.
                await terminal.send("\u{1B}[200~\(text.replacing("\n", with: "\r"))\u{1B}[201~")
                try await terminal.waitUntil { $0.contains("pasted 65537 lines") }
                await terminal.send("\r")
                try await terminal.waitUntil(timeout: .seconds(60)) { $0.contains("#1") }
                await terminal.send("Q")
                let ending = try await terminal.waitForEnd()
                #expect(ending == .exited(0))
            }
            let task = try await rung.run("sessions", "--json").lines.only?["task"]?.string
            #expect(task == text)
        }
    }

    @Test func `shows that nothing is recorded, and says what was lost`() async throws {
        try await RungProgram.withHome { rung in
            try await rung.onTerminal("demo") { terminal in
                try await terminal.waitUntil { $0.contains("simulator") }
                // The byte of the write-ahead log's index that a writer locks.
                let lock = try FileRangeLock(rung.journal + "-shm", from: 120, length: 1)
                defer { lock.release() }
                // The last sample climbs longest.
                await terminal.send("G\r")
                try await terminal.waitUntil(timeout: .seconds(60)) { $0.contains("not recorded") && $0.contains("#1") }
                await terminal.send("Q")
                let ending = try await terminal.waitForEnd()
                #expect(ending == .exited(0))
                let written = String(decoding: await terminal.output, as: UTF8.self)
                let last = try #require(written.components(separatedBy: "\u{1B}[?1049l").last)
                #expect(last.contains("could not be recorded (another program keeps it locked)"), "\(last)")
            }
        }
    }
}
