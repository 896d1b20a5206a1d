import EscalationCore
import Foundation
import RungTestSupport
import Testing

@Suite struct `A killed process` {
    /// Moments at which three sessions are killed together. `RUNG_KILLS` sets another number of them.
    private static let kills = ProcessInfo.processInfo.environment["RUNG_KILLS"].flatMap { Int($0) } ?? 12
    /// Lines that a session prints before it ends by itself.
    private static let lines = 60

    /// Three sessions write one journal at once and are killed after so many of their events were seen.
    @Test func `leaves a journal with every event that was seen, without a gap, and its sessions interrupted`()
        async throws
    {
        var generator = SeededGenerator(seed: 2_026)
        let moments = (0..<Self.kills).map { _ in Int.random(in: 1...Self.lines, using: &generator) }
        try await RungProgram.withHome { rung in
            try rung.configure(
                """
                backends: { counts: { kind: command, command: [sh, -c, "for i in $(seq \(Self.lines)); do echo $i; sleep 0.01; done"] } }
                chains: { default: { tiers: [{ model: m, backend: counts }], verify: none } }
                """)
            for moment in moments {
                let seen = try await withThrowingTaskGroup(of: [JSONValue].self) { group in
                    for _ in 0..<3 { group.addTask { try await Self.linesUntilKilled(rung, after: moment) } }
                    return try await group.reduce(into: [[JSONValue]]()) { $0.append($1) }
                }
                for lines in seen { try await expectKept(lines, by: rung, killedAfter: moment) }
            }
        }
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["command", "claude-cli"])
    func `leaves nothing behind of what a backend ran`(_ kind: String) async throws {
        try await RungProgram.withHome { rung in
            let watch = try GroupWatch()
            let script = try rung.write("exec 9>'\(watch.path)'; sleep 1000 & echo >&9; wait\n", to: "model.sh")
            try rung.configure(
                """
                backends: { hangs: { kind: \(kind), command: [sh, \(script)] } }
                chains: { default: { tiers: [{ model: m, backend: hangs }], verify: none } }
                """)
            try await rung.start("run", "t") { run in
                await watch.waitForByte()
                await run.signal(SIGKILL)
                watch.waitUntilGone()
            }
        }
    }

    /// One dashboard runs three sessions, and is killed when the last one's output had come so far on the screen.
    @Test(arguments: [1, 7, 23, 40])
    func `leaves what its dashboard had shown of three sessions`(line: Int) async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(
                """
                backends: { counts: { kind: command, parallel: 3, command: [sh, -c, "for i in $(seq 60); do echo line $i.; sleep 0.03; done; sleep 60"] } }
                chains: { default: { tiers: [{ model: m, backend: counts }], verify: none } }
                """)
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.contains("write a task") }
                for task in ["first", "second", "third"] {
                    await terminal.send("i\(task)\r")
                    try await terminal.waitUntil { screen in
                        screen.contains("#1") && screen.rows.contains { $0.contains(task) && !$0.hasPrefix(">") }
                    }
                }
                // It may have scrolled away before it is looked for.
                try await terminal.waitUntil { screen in
                    screen.description.matches(of: /line (\d+)\./).contains { Int($0.1)! >= line }
                }
                await terminal.signal(SIGKILL)
                _ = try await terminal.waitForEnd()
            }
            let sessions = try await rung.run("sessions", "--json").lines
            #expect(sessions.map { $0["task"] } == ["third", "second", "first"])
            #expect(sessions.map { $0["outcome"] } == ["interrupted", "interrupted", "interrupted"])
            for session in sessions {
                let kept = try await rung.run("show", try #require(session["id"]?.string), "--json").lines
                #expect(kept.map { $0["sequence"]?.int } == Array(1...kept.count))
                guard session["task"] == "third" else { continue }
                let text = kept.flatMap { $0["pieces"]?.array ?? [] }.compactMap { $0["text"]?.string }.joined()
                #expect(text.hasPrefix((1...line).map { "line \($0).\n" }.joined()), "\(text)")
            }
        }
    }

    /// Runs a session, kills its process once so many events were printed, and gives the whole lines it printed.
    private static func linesUntilKilled(_ rung: RungProgram, after count: Int) async throws -> [JSONValue] {
        try await rung.start("run", "--json", "count") { run in
            await run.waitForOutput { $0.count { $0 == "\n" } >= count }
            await run.signal(SIGKILL)
            let output = await run.ending().output
            return try output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
                try JSONValue(parsing: String($0))
            }
        }
    }

    private func expectKept(_ seen: [JSONValue], by rung: RungProgram, killedAfter moment: Int) async throws {
        let id = try #require(seen.first?["session"]?.string)
        let kept = try await rung.run("show", id, "--json").lines
        let session = try #require(try await rung.run("sessions", "--json").lines.first { $0["id"]?.string == id })
        #expect(Array(kept.prefix(seen.count)) == seen, "killed after \(moment) events")
        #expect(kept.map { $0["sequence"]?.int } == Array(1...kept.count), "killed after \(moment) events")
        let hasEnd = kept.last?["event"] == "session_finished"
        #expect(session["outcome"] == (hasEnd ? "accepted" : "interrupted"), "killed after \(moment) events")
    }
}
