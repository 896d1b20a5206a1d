import EscalationCore
import Foundation
import RungTestSupport
import Testing

@Suite struct `The dashboard on a terminal` {
    @Test func `takes a typed task, shows its climb, and the journal has it to list and replay`() async throws {
        try await RungProgram.withHome { rung in
            try await rung.onTerminal("demo") { terminal in
                try await terminal.waitUntil { $0.isAlternate && $0.contains("simulator") }
                await terminal.send("i")
                await terminal.send("name three uses of a ladder")
                try await terminal.waitUntil { $0.contains("> name three uses of a ladder") }
                await terminal.send("\r")
                try await terminal.waitUntil(timeout: .seconds(60)) { screen in
                    screen.rows.contains { $0.contains("#1") && $0.contains("escalate") }
                        && screen.contains("simulator") && screen.contains("name three uses of a ladder")
                }
                try await terminal.waitUntil(timeout: .seconds(60)) { screen in
                    screen.rows.contains { $0.contains("ACCEPTED") }
                }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
                let screen = await terminal.screen
                #expect(!screen.isAlternate)
                // libvterm gives back what it saved with the screen, so the cursor is looked for in the bytes.
                let written = String(decoding: await terminal.output, as: UTF8.self)
                let shown = try #require(written.ranges(of: "\u{1B}[?25h").last)
                let hidden = try #require(written.ranges(of: "\u{1B}[?25l").last)
                #expect(shown.lowerBound > hidden.upperBound)
                #expect(await terminal.settings == terminal.initialSettings)
            }
            let listed = try await rung.run("sessions", "ladder", "--json").lines
            #expect(listed.map { $0["outcome"] } == ["accepted"])
            #expect(listed.map { $0["simulated"] } == [true])

            try await rung.onTerminal("replay", "last", "--speed", "64") { terminal in
                try await terminal.waitUntil { $0.contains("replay") && $0.contains("simulator") }
                try await terminal.waitUntil(timeout: .seconds(60)) { screen in
                    screen.contains("ACCEPTED") && screen.rows.contains { $0.contains("#1") && $0.contains("escalate") }
                }
                // Back to its fifth part, from where it plays on to the end faster than the bar is told.
                await terminal.send("2")
                try await terminal.waitForSilence(.seconds(1))
                #expect(await terminal.screen.contains("●┤"))
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func `gives the terminal back on a signal and dies of it`(
        _ signal: Int32
    ) async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            try await rung.onTerminal("--chain", "hang") { terminal in
                try await terminal.waitUntil { $0.isAlternate && $0.contains("rung") }
                await terminal.send("ihang\r")
                try await terminal.waitUntil(timeout: .seconds(60)) { $0.contains("#1") }
                await terminal.signal(signal)
                #expect(try await terminal.waitForEnd() == .signalled(signal))
                #expect(await !terminal.screen.isAlternate)
                #expect(await terminal.settings == terminal.initialSettings)
            }
            // What ran is recorded as cancelled, not lost.
            #expect(try await rung.run("sessions", "--json").lines.map { $0["outcome"] } == ["cancelled"])
        }
    }

    @Test func `leaves the hidden cursor in the row the user is in, for screen readers`() async throws {
        try await RungProgram.withHome { rung in
            try await rung.onTerminal("demo") { terminal in
                let rows = try await terminal.waitUntil { $0.contains("▸ Accepted at once") }.rows
                let first = try #require(rows.firstIndex { $0.contains("▸ Accepted at once") })
                try await terminal.waitForCursor(inRow: first)
                await terminal.send("j")
                try await terminal.waitForCursor(inRow: first + 1)
                #expect(await terminal.screen.cursor == nil)
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }

    @Test func `draws at any size`() async throws {
        try await RungProgram.withHome { rung in
            try await rung.onTerminal("demo") { terminal in
                try await terminal.waitUntil { $0.contains("simulator") }
                await terminal.send("\r")
                try await terminal.waitUntil(timeout: .seconds(60)) { $0.contains("#1") }
                for (width, height) in [(120, 40), (1, 1), (20, 5), (300, 100), (40, 12), (80, 24)] {
                    await terminal.resize(to: .init(width: width, height: height))
                    try await terminal.waitForSilence(.milliseconds(60), timeout: .seconds(5))
                }
                try await terminal.waitUntil { $0.contains("simulator") }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }

    @Test func `keeps what is typed through a crash`() async throws {
        try await RungProgram.withHome { rung in
            try await rung.onTerminal("demo") { terminal in
                try await terminal.waitUntil { $0.contains("simulator") }
                await terminal.send("i")
                await terminal.send("half a thought")
                try await terminal.waitUntil { $0.contains("half a thought") }
                // The draft is written behind the screen.
                let draft = rung.home.appending(path: ".local/state/rung/draft").path
                try await terminal.waitUntil { _ in
                    (try? String(contentsOfFile: draft, encoding: .utf8)) == "half a thought"
                }
                await terminal.signal(SIGKILL)
                _ = try await terminal.waitForEnd()
            }
            try await rung.onTerminal("demo") { terminal in
                try await terminal.waitUntil { $0.contains("half a thought") }
                await terminal.send("Q")
            }
        }
    }
}
