import EscalationCore
import Foundation
import RungTestSupport
import Testing

@Suite struct `A run that goes on from another` {
    /// Tiers that fail, answer with the task, or hang.
    private func configuration(_ tiers: String, verify: String = "none") -> String {
        """
        backends:
          echo: { kind: command, command: [cat] }
          fail: { kind: command, command: ["false"] }
          hang: { kind: command, command: [sleep, "3600"] }
        chains:
          default: { tiers: [\(tiers)], verify: \(verify) }
          other: { tiers: [{ model: o, backend: echo }], verify: none }
        """
    }

    private let fail = "{ model: f, backend: fail }"
    private let hang = "{ model: h, backend: hang }"
    private let echo = "{ model: e, backend: echo }"

    @Test func `makes the attempt again that was broken off, and names its parent`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(configuration("\(fail), \(hang)"))
            try await rung.start("run", "--json", "say hello") { run in
                await run.waitForOutput { $0.contains("\"attempt\":2") }
                await run.kill()
            }
            let parent = try #require(try await rung.run("sessions", "--json").lines.first)
            #expect(parent["outcome"] == "interrupted")

            try rung.configure(configuration("\(fail), \(echo)"))
            let resumed = try await rung.run("run", "--json", "--resume", "last")
            #expect(resumed.status == 0, "\(resumed.errors)")
            let lines = try resumed.lines
            #expect(lines.first?["parent"] == parent["id"])
            #expect(lines.first?["task"] == "say hello")
            #expect(lines.filter { $0["event"] == "attempt_started" }.map { $0["tier_number"] } == [2])
            #expect(lines.last?["output"] == "say hello")
        }
    }

    @Test func `asks another chain, or the tier that is named, where every tier was asked`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(configuration("\(fail), \(fail)"))
            #expect(try await rung.run("run", "say hello").status == 1)
            let exhausted = try #require(try await rung.run("sessions", "--json").lines.first?["id"]?.string)

            let nothingLeft = try await rung.run("run", "--resume", exhausted)
            #expect(nothingLeft.status == 64)
            #expect(
                nothingLeft.errors.contains(
                    "has asked every tier of 'default'. Name another chain with --chain, or a tier"))
            let other = try await rung.run("run", "--resume", exhausted, "--chain", "other", "--quiet")
            #expect(other == .init(status: 0, output: "say hello", errors: "", endedBySignal: false))
            let again = try await rung.run("run", "--json", "--resume", exhausted, "--from-tier", "2")
            #expect(again.status == 1)
            let attempts = try again.lines.filter { $0["event"] == "attempt_started" }
            #expect(attempts.map { $0["tier_number"] } == [2])
        }
    }

    @Test func `is judged by the skill's verifiers again, and says so where the skill is gone`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(configuration("\(echo), \(echo)"))
            let skill = ".config/rung/skills/strict/SKILL.md"
            try rung.write(
                "---\nname: strict\nverify: [{ kind: pattern, must: 'again', feedback: Say again. }]\n---\nBe strict.",
                to: skill)
            #expect(try await rung.run("run", "hello", "--skill", "strict").status == 0)
            let first = try await rung.run("show", "last", "--json").lines
            #expect(
                first.filter { $0["event"] == "verifier_answered" }.map { $0["verdict"] } == ["escalate", "accept"])

            try rung.write(
                "---\nname: strict\nverify: [{ kind: pattern, must: 'never', feedback: No. }]\n---\nBe strict.",
                to: skill)
            #expect(try await rung.run("run", "hello", "--skill", "strict").status == 1)
            let resumed = try await rung.run("run", "--json", "--resume", "last", "--from-tier", "2")
            #expect(resumed.status == 1, "\(resumed.errors)")
            #expect(try resumed.lines.first?["skill_prompt"] == "Be strict.")
            #expect(
                try resumed.lines.filter { $0["event"] == "verifier_answered" }.map { $0["verdict"] } == ["escalate"])

            try FileManager.default.removeItem(at: rung.home.appending(path: ".config/rung/skills"))
            let gone = try await rung.run("run", "--resume", "last", "--from-tier", "2")
            #expect(gone.status == 66)
            #expect(gone.errors.contains("There is no skill 'strict'"), "\(gone.errors)")
        }
    }

    @Test func `says what it can't go on from`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(configuration(echo))
            #expect(try await rung.run("run", "say hello").status == 0)
            let accepted = try await rung.run("run", "--resume", "last")
            #expect(accepted.status == 66)
            #expect(accepted.errors.contains("was accepted: there is nothing left to try"))
            #expect(try await rung.run("run", "--resume", "0000").status == 66)

            for (arguments, words) in [
                (["--resume", "last", "a task"], "--resume takes task and skill from the session"),
                (["--from-tier", "2", "a task"], "--from-tier needs --resume"),
                (["--resume", "last", "--from-tier", "0"], "--from-tier is 1 or more"),
            ] {
                let ending = try await rung.run(["run"] + arguments)
                #expect(ending.status == 64)
                #expect(ending.errors.contains(words), "\(ending.errors)")
            }
            #expect(try await rung.run("run", "say hello", "--chain", "other").status == 0)
        }
    }
}
