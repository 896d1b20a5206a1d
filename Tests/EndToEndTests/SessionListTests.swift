import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// The list of sessions in the dashboard, on a real journal.
@Suite struct `The list in the dashboard` {
    @Test func `reads on page by page, counts, and finds what is typed`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            try await rung.fillJournal(sessions: 450)
            #expect(try await rung.run("run", "a needle in it").status == 0)
            let oldest = try #require(try await rung.run("sessions", "--json").lines.last?["id"]?.string?.prefix(4))
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.contains("write a task") }
                await terminal.send("b")
                try await terminal.waitUntil { $0.contains("451 sessions") && $0.contains("a needle in it") }
                // Pages of 200 follow as the end of what is known comes near.
                for _ in 0..<3 {
                    await terminal.send("G")
                    _ = try await terminal.waitForSilence(.milliseconds(150))
                }
                await terminal.send("G")
                try await terminal.waitUntil { screen in screen.rows.contains { $0.contains(" \(oldest)  ") } }
                await terminal.send("g")
                try await terminal.waitUntil { $0.contains("a needle in it") }
                await terminal.send("/")
                try await terminal.waitUntil { $0.contains("! inverts") }
                await terminal.send("need")
                try await terminal.waitUntil { $0.contains("1 of 451 sessions") && $0.contains("a needle in it") }
                await terminal.send("\u{1B}")
                try await terminal.waitUntil { $0.contains("━ 451 sessions") }
                await terminal.send("/outcom:x")
                try await terminal.waitUntil { $0.contains("There is no filter 'outcom:'") }
                await terminal.send("\u{1B}")
                try await terminal.waitUntil { $0.contains("a needle in it") }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }

    @Test func `shows what another process runs, follows it from its first event, and sees it end`() async throws {
        try await RungProgram.withHome { rung in
            let pipe = rung.home.path + "/answer"
            try rung.configureWaiting(for: pipe)
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.contains("write a task") }
                await terminal.send("b")
                try await terminal.waitUntil { $0.contains("No session yet") }
                try await rung.start("run", "elsewhere") { run in
                    try await terminal.waitUntil { screen in
                        screen.rows.contains { $0.contains("running") && $0.contains("elsewhere") }
                    }
                    await terminal.send("\r")
                    try await terminal.waitUntil { $0.contains("#1") && !$0.contains("━ Sessions") }
                    let answer = FileHandle(forWritingAtPath: pipe)
                    try answer?.write(contentsOf: Data("word by word\n".utf8))
                    try await terminal.waitUntil { $0.contains("word by word") }
                    try answer?.close()
                    #expect(await run.ending().status == 0)
                }
                try await terminal.waitUntil { $0.contains("ACCEPTED") }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }

    @Test func `tags, names and deletes`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            for task in ["first", "second"] { #expect(try await rung.run("run", task).status == 0) }
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.contains("write a task") }
                await terminal.send("b")
                try await terminal.waitUntil { $0.contains("second") && $0.contains("2 sessions") }
                await terminal.send("t")
                try await terminal.waitUntil { $0.contains("with:") }
                await terminal.send("good fast\r")
                try await terminal.waitUntil { $0.contains("#fast #good second") }
                await terminal.send("u")
                try await terminal.waitUntil { $0.contains("take from") }
                await terminal.send("\u{15}fast\r")
                try await terminal.waitUntil { $0.contains("  #good second") }
                await terminal.send("r")
                try await terminal.waitUntil { $0.contains("call ") }
                await terminal.send("the better one\r")
                try await terminal.waitUntil { $0.contains("#good the better one") }
                #expect(
                    try await rung.run("sessions", "tag:good", "better", "--json").lines.map { $0["task"] } == [
                        "second"
                    ])

                await terminal.send("d")
                try await terminal.waitUntil { $0.contains("for good?") }
                await terminal.send("n")
                try await terminal.waitUntil { !$0.contains("for good?") }
                await terminal.send("dy")
                try await terminal.waitUntil { $0.contains("was deleted") && !$0.contains("the better one") }
                #expect(try await rung.run("sessions", "--json").lines.map { $0["task"] } == ["first"])
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }

    @Test func `adds up what was done`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            #expect(try await rung.run("run", "first").status == 0)
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.contains("write a task") }
                await terminal.send("S")
                try await terminal.waitUntil { screen in
                    screen.contains("Tiers, in 1 session")
                        && screen.rows.contains { $0.hasPrefix(" m ") && $0.contains("100") }
                }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }
}
