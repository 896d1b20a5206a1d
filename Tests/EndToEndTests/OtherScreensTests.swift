import Foundation
import RungTestSupport
import Testing

/// The dashboard where it doesn't take the whole screen.
@Suite struct `The dashboard without a screen of its own` {
    @Test func `holds a conversation in plain lines, and sees what was begun to its end`() async throws {
        try await RungProgram.withHome { rung in
            let run = try await rung.run("demo", "--plain-ui", input: "2\n")
            #expect(run.status == 0)
            #expect(run.output.hasPrefix("rung "))
            #expect(run.output.contains("2. Accepted at once: "))
            #expect(run.output.contains("\n#1 accept\n"))
            #expect(run.output.contains("\nanswer:\n"))
            #expect(!run.output.contains("\u{1B}"))
            #expect(try await rung.run("sessions", "--json").lines.map { $0["outcome"] } == ["accepted"])
        }
    }

    @Test func `replays a past session`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            let first = try await rung.run("run", "a task")
            #expect(first.status == 0)
            // Chooses the past sessions, the newest of them, and its replay.
            let run = try await rung.run("--plain-ui", input: "3\n1\n1\n")
            #expect(run.status == 0)
            let lines = run.output.split(separator: "\n").map(String.init)
            let begun = try #require(lines.firstIndex { $0.hasPrefix("replay of ") })
            #expect(lines[..<begun].contains("1. Replay it, at its own pace"))
            let replayed = lines[begun...]
            #expect(replayed.contains("answer #1:"))
            #expect(replayed.contains("a task"))
            #expect(replayed.last == "the replay is over")
        }
    }

    @Test func `takes a task of several lines`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            let run = try await rung.run("--plain-ui", input: "1\none\n\ntwo\n.\n")
            #expect(run.status == 0)
            #expect(run.output.contains("answer:\none\n\ntwo\n"))
            #expect(try await rung.run("sessions", "--json").lines.map { $0["task"] } == ["one\n\ntwo"])
        }
    }

    @Test func `draws in some lines, and leaves them in the scrollback`() async throws {
        try await RungProgram.withHome { rung in
            try await withPseudoTerminal(
                "/bin/sh", ["-c", "echo before; '\(RungProgram.path)' demo --inline; echo after"],
                environment: ["HOME": rung.home.path]
            ) { terminal in
                try await terminal.waitUntil { $0.contains("before") && $0.contains("simulator") }
                await terminal.send("\r")
                try await terminal.waitUntil(timeout: .seconds(60)) { $0.contains("ACCEPTED") }
                #expect(await !terminal.screen.isAlternate)
                await terminal.send("Q")
                let last = try await terminal.waitUntil { $0.contains("after") }
                #expect(last.contains("before"))
                #expect(last.contains("ACCEPTED"))
                let written = String(decoding: await terminal.output, as: UTF8.self)
                #expect(!written.contains("\u{1B}[?1049h"))
                #expect(await terminal.settings == terminal.initialSettings)
            }
        }
    }

    @Test func `refuses both at once`() async throws {
        try await RungProgram.withHome { rung in
            let run = try await rung.run("demo", "--plain-ui", "--inline")
            #expect(run.status == 64)
            #expect(run.errors.contains("--plain-ui and --inline exclude each other."))
        }
    }
}
