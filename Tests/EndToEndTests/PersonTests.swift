import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// What a person decides with the keys of the dashboard, and what becomes of it.
///
/// Each tier gives its prompt back, so that an answer tells what the tier was told. The verifier before the person rejects
/// the first answer, which was told nothing, and accepts the others.
@Suite(.timeLimit(.minutes(10))) struct `A person at the dashboard` {
    private func atWork(_ body: @Sendable (RungProgram, PseudoTerminal) async throws -> Void) async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(
                """
                backends: { echo: { kind: command, command: [cat] } }
                chains:
                  default:
                    tiers: [{ model: a, backend: echo }, { model: b, backend: echo }, { model: c, backend: echo }]
                    verify: [{ kind: pattern, must: Prior, feedback: Say more. }, { kind: human }]
                """)
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.isAlternate && $0.contains("rung") }
                await terminal.send("ihello\r")
                try await waitForQuestion(1, on: terminal)
                try await body(rung, terminal)
            }
        }
    }

    private func waitForQuestion(_ attempt: Int, on terminal: PseudoTerminal) async throws {
        try await terminal.waitUntil { $0.contains("#\(attempt) waits for you") }
    }

    private func waitForEnd(_ word: String, on terminal: PseudoTerminal) async throws {
        try await terminal.waitUntil { $0.contains(word) && !$0.contains("WAITS FOR YOU") }
    }

    private func reject(
        _ attempt: Int, by key: String = "r", saying feedback: String, on terminal: PseudoTerminal
    ) async throws {
        try await waitForQuestion(attempt, on: terminal)
        await terminal.send(key)
        try await terminal.waitUntil { $0.contains("Reject #\(attempt)") }
        await terminal.send(feedback + "\r")
    }

    private func accept(_ attempt: Int, on terminal: PseudoTerminal) async throws {
        try await waitForQuestion(attempt, on: terminal)
        await terminal.send("a")
        try await waitForEnd("ACCEPTED", on: terminal)
    }

    private func quit(_ terminal: PseudoTerminal) async throws {
        await terminal.send("Q")
        #expect(try await terminal.waitForEnd() == .exited(0))
    }

    /// What persons and verifiers decided, in order, and what each attempt was told besides.
    private func decisions(_ rung: RungProgram) async throws -> (verdicts: [String], told: [String?]) {
        let lines = try await rung.run("show", "last", "--json").lines
        #expect(lines.map { $0["sequence"]?.int } == Array(1...lines.count))
        let verdicts = lines.filter { ["overruled", "verdict_reached"].contains($0["event"]?.string) }.map {
            "#\($0["attempt"]?.int ?? 0) \($0["event"]?.string ?? "") \($0["verdict"]?.string ?? "")"
                + ($0["by"]?.string.map { " by \($0)" } ?? "")
        }
        return (verdicts, lines.filter { $0["event"] == "attempt_started" }.map { $0["added_prompt"]?.string })
    }

    @Test(arguments: ["a", "o"]) func `accepts what the verifier rejected, and is the one who decided`(
        _ key: String
    ) async throws {
        try await atWork { rung, terminal in
            await terminal.send(key)
            try await waitForEnd("ACCEPTED", on: terminal)
            try await quit(terminal)
            let decided = try await decisions(rung)
            #expect(decided.verdicts == ["#1 overruled accept", "#1 verdict_reached accept by person"])
            #expect(try await rung.run("show", "last").output.contains("accept (a person overruled the verifiers)"))
        }
    }

    @Test func `rejects with words of their own, which the next tier is told in place of the verifier's`() async throws
    {
        try await atWork { rung, terminal in
            try await reject(1, saying: "make it rhyme", on: terminal)
            try await accept(2, on: terminal)
            try await quit(terminal)
            let decided = try await decisions(rung)
            #expect(decided.told == ["", "\n\nPrior attempt feedback: make it rhyme"])
            #expect(
                decided.verdicts == [
                    "#1 overruled escalate", "#1 verdict_reached escalate by person",
                    "#2 verdict_reached accept by person",
                ])
            #expect(
                try await rung.run("show", "last", "--json").lines.last?["output"]
                    == "hello\n\nPrior attempt feedback: make it rhyme")
        }
    }

    @Test func `edits what the verifier said before it goes on`() async throws {
        try await atWork { rung, terminal in
            await terminal.send("e")
            try await terminal.waitUntil { $0.contains("Reject #1") && $0.contains("Say more.") }
            await terminal.send(" Twice.\r")
            try await accept(2, on: terminal)
            try await quit(terminal)
            #expect(try await decisions(rung).told == ["", "\n\nPrior attempt feedback: Say more. Twice."])
        }
    }

    @Test func `rejects what the verifier accepted, to the end of the chain`() async throws {
        try await atWork { rung, terminal in
            for (attempt, key) in [(1, "r"), (2, "o"), (3, "o")] {
                try await reject(attempt, by: key, saying: "no", on: terminal)
            }
            try await waitForEnd("exhausted", on: terminal)
            try await quit(terminal)
            #expect(
                try await decisions(rung).verdicts == [
                    "#1 overruled escalate", "#1 verdict_reached escalate by person",
                    "#2 overruled escalate", "#2 verdict_reached escalate by person",
                    "#3 overruled escalate", "#3 verdict_reached escalate by person",
                ])
        }
    }

    @Test func `may leave while an answer waits: terminal and journal are in order`() async throws {
        try await atWork { rung, terminal in
            await terminal.send("q")
            try await terminal.waitUntil { $0.contains("Cancel it and quit?") }
            await terminal.send("y")
            #expect(try await terminal.waitForEnd() == .exited(0))
            #expect(await !terminal.screen.isAlternate)
            #expect(await terminal.settings == terminal.initialSettings)
            let lines = try await rung.run("show", "last", "--json").lines
            #expect(lines.map { $0["sequence"]?.int } == Array(1...lines.count))
            #expect(lines.last?["outcome"] == "cancelled")
            #expect(try await rung.run("sessions", "--json").lines.map { $0["outcome"] } == ["cancelled"])
            #expect(try await rung.run("show", "last").output.contains("hello"))
        }
    }

    @Test func `judges again after the end: by a remark, or by a session that goes on; the report counts both`()
        async throws
    {
        try await atWork { rung, terminal in
            try await reject(1, saying: "longer", on: terminal)
            try await accept(2, on: terminal)
            let first = try #require(try await rung.run("sessions", "--json").lines.first?["id"]?.string)
            // The first attempt was right after all.
            await terminal.send("2k")
            try await terminal.waitUntil { $0.contains("Answer #1") }
            await terminal.send("o")
            try await terminal.waitUntil { $0.rows.contains { $0.contains("#1") && $0.contains("✓you") } }
            #expect(try await rung.run("show", first).output.contains("accepted by a person, after the end"))
            #expect(try await agreement(rung) == [2, 1])

            // And the second wrong.
            await terminal.send("jo")
            try await terminal.waitUntil { $0.contains("Reject #2") }
            await terminal.send("not so\r")
            try await accept(1, on: terminal)
            try await quit(terminal)

            let second = try await rung.run("show", "last", "--json").lines
            #expect(second.first?["parent"]?.string == first)
            #expect(second.filter { $0["event"] == "attempt_started" }.map { $0["tier_number"] } == [3])
            #expect(
                second.last?["output"]
                    == "hello\n\nPrior attempt feedback: longer\n\nPrior attempt feedback: not so")
            #expect(
                try await rung.run("show", first).output.contains("rejected by a person, after the end\n    not so"))
            // The pattern has judged three answers, and only of the last one the person thinks the same.
            #expect(try await agreement(rung) == [3, 1])

            // Elsewhere it is told the same.
            let last = try await rung.run("show", first, "--json").lines.last
            #expect(last?["event"] == "session_finished")
            #expect(last?["annotations"]?.array?.map { $0["attempt"] } == [1, 2])
            #expect(last?["annotations"]?.array?.map { $0["feedback"] } == ["", "not so"])
            let file = try rung.write(
                try await rung.run("export", first, "--format", "jsonl").output, to: "first.jsonl")
            let journal = rung.home.path + "/other.sqlite"
            #expect(try await rung.run("import", file, "--journal", journal).status == 0)
            let told = try await rung.run("show", first)
            #expect(try await rung.run("show", first, "--journal", journal) == told)
        }
    }

    /// How many answers the pattern and a person judged, and how many alike.
    private func agreement(_ rung: RungProgram) async throws -> [Int?] {
        let report = try JSONValue(parsing: try await rung.run("report", "--json").output)
        let line = report["verifiers"]?.array?.first { $0["verifier"] == "pattern" }
        return [line?["judged_by_people"]?.int, line?["agreed_with_people"]?.int]
    }

    @Test func `sees the remark again in a replay and where the session is opened`() async throws {
        try await atWork { rung, terminal in
            try await reject(1, saying: "longer", on: terminal)
            try await accept(2, on: terminal)
            await terminal.send("2k")
            try await terminal.waitUntil { $0.contains("Answer #1") }
            await terminal.send("o")
            let isMarked: @Sendable (PseudoTerminal.Screen) -> Bool = { screen in
                screen.rows.contains { $0.contains("#1") && $0.contains("✓you") }
            }
            try await terminal.waitUntil(isMarked)
            try await quit(terminal)
            try await rung.onTerminal("replay", "last", "--speed", "64", size: (120, 40)) { terminal in
                try await terminal.waitUntil(isMarked)
                try await quit(terminal)
            }
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.isAlternate && $0.contains("rung") }
                await terminal.send("b")
                try await terminal.waitUntil { $0.contains("hello") }
                await terminal.send("\r")
                try await terminal.waitUntil(isMarked)
                try await quit(terminal)
            }
        }
    }
}
