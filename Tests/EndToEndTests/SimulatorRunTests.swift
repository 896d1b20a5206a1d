import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// `rung run` against `rung simulate`.
@Suite struct `A run against the simulator` {
    private static let scenario = """
        models:
          - { id: small, load_time: 0ms, tokens_per_second: 2000 }
          - { id: large, load_time: 50ms, tokens_per_second: 2000 }
          - { id: snail, group: slow, load_time: 0ms, tokens_per_second: 1 }
          - { id: judge, group: judges, ready: true, judge: true, tokens_per_second: 2000 }
        script:
          - { task: add, model: small, answer: "2 + 2 = 5", verdict: { accept: false, feedback: "Add again.\\nIt is not 5." } }
          - { task: add, model: large, reasoning: "Two and two.", answer: "2 + 2 = 4", verdict: { accept: true } }
          - { model: snail, answer: "ONE TWO \(minutesOfWords)" }
        """

    /// What a snail writes after two words: more than it gets done before a busy machine has sent it a signal.
    private static var minutesOfWords: String { Array(repeating: "MORE", count: 600).joined(separator: " ") }

    /// Serves the scenario on a free port while the body runs.
    private func withSimulator<Value: Sendable>(
        _ body: @Sendable (RungProgram) async throws -> Value
    ) async throws -> Value {
        try await RungProgram.withHome { rung in
            let scenario = try rung.write(Self.scenario, to: "scenario.yaml")
            return try await rung.start("simulate", "--scenario", scenario) { simulator in
                await simulator.waitForOutput { $0.contains("\n") }
                let line = await simulator.outputSoFar
                let port = try #require(line.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }, "\(line)")
                try rung.configure(port: port)
                return try await body(rung)
            }
        }
    }

    @Test func `the simulator ends at an interrupt, with nothing to say`() async throws {
        try await RungProgram.withHome { rung in
            try await rung.start("simulate") { simulator in
                await simulator.waitForOutput { $0.contains("\n") }
                await simulator.signal(SIGINT)
                let ending = await simulator.ending()
                #expect(ending.status == 130)
                #expect(ending.errors.isEmpty)
            }
        }
    }

    @Test func `prints the accepted answer alone, and progress beside it`() async throws {
        try await withSimulator { rung in
            let ending = try await rung.run("run", "please add 2 and 2")
            #expect(ending.status == 0)
            #expect(ending.output == "2 + 2 = 4")
            #expect(ending.errors.contains("#1 escalate: Add again.\n    It is not 5."))
            #expect(ending.errors.contains("accepted after 2 attempts"))
        }
    }

    @Test func `prints every event with its fields as JSON, and the journal gives the same lines`() async throws {
        try await withSimulator { rung in
            let ending = try await rung.run("run", "--json", "please add 2 and 2")
            #expect(ending.status == 0)
            let lines = try ending.lines
            #expect(lines.compactMap { $0["sequence"]?.int } == Array(1...lines.count))
            #expect(Set(lines.compactMap { $0["session"]?.string }).count == 1)
            #expect(lines.allSatisfy { $0["at_ms"]?.int != nil })

            func fields(of event: String) -> [[String]] {
                lines.filter { $0["event"]?.string == event }.map { line in
                    line.members!.map(\.name).filter { !["session", "sequence", "event", "at_ms"].contains($0) }
                }
            }
            #expect(
                fields(of: "session_started") == [
                    [
                        "task", "skill_prompt", "chain", "tiers", "limits", "verifiers", "started_at_ms", "simulated",
                        "version",
                    ]
                ])
            let attempt = ["attempt", "tier_number", "model", "tier", "start", "added_prompt"]
            #expect(fields(of: "attempt_started") == [attempt, attempt])
            #expect(fields(of: "output_received").allSatisfy { $0 == ["attempt", "channel", "pieces"] })
            #expect(Set(fields(of: "phase_entered")) == [["attempt", "phase"]])
            let completed = ["attempt", "usage", "finish_reason", "served_model"]
            #expect(fields(of: "answer_completed") == [completed, completed])
            let judged = ["attempt", "verifier", "verdict", "feedback", "usage", "duration_ms"]
            #expect(fields(of: "verifier_answered") == [judged, judged])
            let verdict = ["attempt", "verdict", "feedback", "by"]
            #expect(fields(of: "verdict_reached") == [verdict, verdict])
            #expect(fields(of: "escalated") == [["from", "to"]])
            let last = try #require(lines.last)
            #expect(
                last.members?.map(\.name) == [
                    "session", "sequence", "event", "at_ms", "outcome", "output", "error", "attempts",
                    "accepted_attempt",
                ])
            #expect(last["output"] == "2 + 2 = 4")
            #expect(last["attempts"]?.array?.map { $0["verdict"]?.string } == ["escalate", "accept"])

            #expect(try await rung.run("show", "last", "--json").output == ending.output)
            let listed = try await rung.run("sessions", "--json").lines
            #expect(listed.map { $0["outcome"] } == ["accepted"])
            #expect(listed.map { $0["attempts"] } == [2])
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func `ends a cancelled run with a last line`(
        _ signal: Int32
    ) async throws {
        try await withSimulator { rung in
            let ending = try await rung.start("run", "--chain", "slow", "--json", "slowly, please") { run in
                await run.waitForOutput { $0.contains("ONE") }
                await run.signal(signal)
                return await run.ending()
            }
            #expect(ending.status == 128 + signal)
            #expect(ending.endedBySignal == false)
            let last = try #require(try ending.lines.last)
            #expect(last["event"] == "session_finished")
            #expect(last["outcome"] == "cancelled")
            #expect(try await rung.run("sessions", "--json").lines.map { $0["outcome"] } == ["cancelled"])
        }
    }

    @Test func `loses nothing that was shown when it is killed in mid-stream`() async throws {
        try await withSimulator { rung in
            let shown = try await rung.start("run", "--chain", "slow", "--json", "slowly, please") { run in
                await run.waitForOutput { $0.contains("TWO") }
                await run.kill()
                return await run.ending().output
            }
            let recorded = try await rung.run("show", "last", "--json")
            // The program may have died between recording a line and printing it, never the other way round.
            let complete =
                shown.hasSuffix("\n") ? shown : String(shown[..<(shown.lastIndex(of: "\n") ?? shown.startIndex)])
            #expect(recorded.output.hasPrefix(complete))
            #expect(shown.contains("TWO"))
            #expect(try await rung.run("sessions", "--json").lines.map { $0["outcome"] } == ["interrupted"])
            let transcript = try await rung.run("show", "last").output
            #expect(transcript.contains("ONE TWO"))
            #expect(transcript.contains("interrupted"))
        }
    }

    @Test func `says which models are warm`() async throws {
        try await withSimulator { rung in
            let status = try #require(try await rung.run("status", "--json").lines.first)
            #expect(status["backends"]?.array?.map { $0["reachable"] } == [true])
            #expect(status["tiers"]?.array?.map { $0["state"] } == ["cold", "cold", "cold"])
            #expect(try await rung.run("run", "please add 2 and 2").status == 0)
            let after = try #require(try await rung.run("status", "--json").lines.first)
            #expect(after["tiers"]?.array?.map { $0["state"] } == ["cold", "warm", "cold"])
        }
    }
}
