import EscalationCore
import Foundation
import RungTestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `Verifiers of a chain` {
    /// Two tiers that give back the task and a number, and these verifiers.
    private func configure(_ rung: RungProgram, _ verifiers: String) throws {
        try rung.configure(
            """
            backends:
              one: { kind: command, command: [sh, -c, "cat; echo ' 1'"] }
              two: { kind: command, command: [sh, -c, "cat; echo ' 2'"] }
            chains:
              default:
                tiers: [{ model: a, backend: one }, { model: b, backend: two }]
                verify:
                  \(verifiers.replacing("\n", with: "\n      "))

            """)
    }

    @Test func `are asked in order, and the first rejection decides`() async throws {
        try await RungProgram.withHome { rung in
            try configure(
                rung,
                """
                - { kind: pattern, must_not: ' 1$', feedback: Not one. }
                - { kind: command, command: [sh, -c, 'echo asked >> "$HOME/asked"; cat "$RUNG_ANSWER_FILE" | grep -q Not'] }
                - { kind: vote, of: [{ kind: pattern, must: '2$' }, { kind: command, command: ["true"] }] }
                """)
            let ending = try await rung.run("run", "--json", "t")
            #expect(ending.status == 0, "\(ending.errors)")
            #expect(try ending.lines.last?["output"] == "t\n\nPrior attempt feedback: Not one. 2\n")
            let asked = try ending.lines.filter { $0["event"] == "verifier_answered" }.map {
                "\($0["attempt"]?.int ?? 0) \($0["verifier"]?.string ?? "") \($0["verdict"]?.string ?? "")"
            }
            #expect(
                asked == [
                    "1 pattern escalate", "2 pattern accept", "2 command sh accept",
                    "2 vote of pattern, command true accept",
                ])
            #expect(try String(contentsOfFile: rung.home.path + "/asked", encoding: .utf8) == "asked\n")
        }
    }

    @Test func `read a schema's file beside the configuration, and say where it is wrong`() async throws {
        try await RungProgram.withHome { rung in
            try configure(rung, "- { kind: json, schema: answer.json }")
            let missing = try await rung.run("run", "t")
            #expect(missing.status == 78)
            #expect(
                missing.errors.contains("config.yaml:8: key 'chains.default.verify[0].schema': the schema "),
                "\(missing.errors)")
            try rung.write(#"{"type": "array"}"#, to: ".config/rung/answer.json")
            let rejected = try await rung.run("run", "--json", "--verbatim", "[")
            #expect(rejected.status == 1)
            #expect(try rejected.lines.last?["error"] == "all tiers exhausted after 2 attempt(s)")
            try rung.write(#"{"type": "array", "format": "x"}"#, to: ".config/rung/answer.json")
            let wrong = try await rung.run("run", "t")
            #expect(wrong.errors.contains("can't be used: the keyword 'format' isn't supported"), "\(wrong.errors)")
        }
    }

    @Test func `that can't be run leave the answer unaccepted, with the remedy`() async throws {
        try await RungProgram.withHome { rung in
            try configure(rung, "- { kind: command, command: [no-such-checker] }")
            let ending = try await rung.run("run", "--json", "t")
            #expect(ending.status == 1)
            let feedback =
                "verifier error: Can't run 'no-such-checker' (no such executable). Install it, or name it by its full path."
            #expect(try ending.lines.last?["attempts"]?.array?.map { $0["feedback"]?.string } == [feedback, feedback])
        }
    }

    @Test func `that kill the program lose nothing that was recorded, and the next run removes what they left`()
        async throws
    {
        try await RungProgram.withHome { rung in
            let temporary = ["TMPDIR": rung.home.path + "/tmp/"]
            try FileManager.default.createDirectory(atPath: rung.home.path + "/tmp", withIntermediateDirectories: true)
            func left() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: rung.home.path + "/tmp")
            }
            try configure(rung, "- { kind: command, command: [sh, -c, 'kill -9 $PPID'] }")
            let killed = try await rung.run(["run", "t"], environment: temporary)
            #expect(killed.status == 128 + SIGKILL)
            #expect(try left().count == 1)
            #expect(try await rung.run("sessions", "--json").lines.map { $0["outcome"] } == ["interrupted"])
            let shown = try await rung.run("show", "last", "--json").lines
            #expect(shown.last?["event"] == "answer_completed")

            try configure(rung, "- { kind: command, command: [sh, -c, 'exit 0'] }")
            #expect(try await rung.run(["run", "t"], environment: temporary).status == 0)
            #expect(try left() == [])
        }
    }

    /// `$PPID` of the verifier is the program: nobody is left who could end anything.
    @Test(
        arguments: [
            "kill -9 $PPID; sleep 1000",
            "(sleep 1000; sleep 1000) & trap '' TERM HUP; kill -9 $PPID; while :; do sleep 1000; done",
            "setsid sh -c 'sleep 1000; sleep 1000' & (setsid sleep 1000 &) & kill -9 $PPID; sleep 1000",
        ])
    func `that kill the program and go on are killed all the same, and the session is kept as interrupted`(
        _ script: String
    ) async throws {
        try await RungProgram.withHome { rung in
            let watch = try GroupWatch()
            let verifier = try rung.write("exec 9>'\(watch.path)'\n\(script)\n", to: "verifier.sh")
            try configure(rung, "- { kind: command, command: [sh, \(verifier)] }")
            #expect(try await rung.run("run", "t").status == 128 + SIGKILL)
            watch.waitUntilGone()
            #expect(try await rung.run("sessions", "--json").lines.map { $0["outcome"] } == ["interrupted"])
            let shown = try await rung.run("show", "last", "--json").lines
            #expect(shown.map { $0["sequence"]?.int } == Array(1...shown.count))
            #expect(shown.last?["event"] == "answer_completed")
            #expect(
                shown.compactMap { $0["pieces"]?.array }.joined().compactMap { $0["text"]?.string }.joined() == "t 1\n")
        }
    }
}
