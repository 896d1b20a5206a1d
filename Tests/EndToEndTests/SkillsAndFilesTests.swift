import EscalationCore
import Foundation
import RungTestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `Skills and files on the command line` {
    /// Chains that give back the task.
    private func configure(_ rung: RungProgram) throws {
        try rung.configure(
            """
            backends: { echo: { kind: command, command: [cat] } }
            chains:
              default: { tiers: [{ model: m, backend: echo }], verify: none }
              other: { tiers: [{ model: m, backend: echo }], verify: none }
            """)
    }

    @Test func `rung skills lists them, broken ones too`() async throws {
        try await RungProgram.withHome { rung in
            let none = try await rung.run("skills")
            #expect(none.status == 0)
            #expect(none.output == "")
            #expect(none.errors.contains(".config/rung/skills/NAME/SKILL.md"), "\(none.errors)")
            let good = try rung.write(
                "---\nname: tests\ndescription: Writes tests.\nchain: other\n---\nx",
                to: ".config/rung/skills/tests/SKILL.md")
            let bad = try rung.write("---\nchian: a\n---\nx", to: ".config/rung/skills/bad/SKILL.md")
            #expect(
                try await rung.run("skills").output
                    == """
                    bad    (broken) line 2: key 'chian': unknown key. Did you mean 'chain'?  \(bad)
                    tests  Writes tests.  \(good)

                    """)
            #expect(
                try await rung.run("skills", "--json").lines == [
                    [
                        "name": "bad",
                        "problem": .string("\(bad):2: key 'chian': unknown key. Did you mean 'chain'?"),
                        "file": .string(bad),
                    ],
                    ["name": "tests", "description": "Writes tests.", "chain": "other", "file": .string(good)],
                ])
        }
    }

    @Test func `a skill brings its chain and its verifiers, and an explicit chain wins`() async throws {
        try await RungProgram.withHome { rung in
            try configure(rung)
            try rung.write(
                "---\nchain: other\nverify: [{ kind: pattern, must: good }]\n---\nx",
                to: ".config/rung/skills/strict/SKILL.md")
            let rejected = try await rung.run("run", "--json", "--skill", "strict", "bad")
            #expect(rejected.status == 1)
            #expect(try rejected.lines.first?["chain"] == "other")
            #expect(try rejected.lines.first?["verifiers"] == ["pattern"])
            let accepted = try await rung.run("run", "--json", "--skill", "strict", "--chain", "default", "good")
            #expect(accepted.status == 0)
            #expect(try accepted.lines.first?["chain"] == "default")
            try rung.write("---\nchain: othr\n---\nx", to: ".config/rung/skills/strict/SKILL.md")
            let wrong = try await rung.run("run", "--skill", "strict", "good")
            #expect(wrong.status == 78)
            #expect(wrong.errors.contains("SKILL.md:2: key 'chain': there is no chain 'othr'. Did you mean 'other'?"))
        }
    }

    @Test func `a file named in a task goes with it, and only where it was asked for`() async throws {
        try await RungProgram.withHome { rung in
            try configure(rung)
            let file = try rung.write("let a = 1\n", to: "a.swift")
            let task = "Review @\(file)."
            let sent = "\(task)\n\nFile \(file):\n```swift\nlet a = 1\n```"
            #expect(try await rung.run("run", task).output == sent)
            // What is recorded is what was sent.
            #expect(try await rung.run("show", "last", "--json").lines.first?["task"] == .string(sent))
            #expect(try await rung.run("run", "--verbatim", task).output == task)
            #expect(try await rung.run(["run", "-"], input: task).output == task)
            let missing = try await rung.run("run", "Review @no/such.swift.")
            #expect(missing.status == 66)
            #expect(missing.errors.contains("There is no file 'no/such.swift', which the task names with @."))
        }
    }

    @Test func `a file that is missing costs nothing that was typed in the dashboard`() async throws {
        try await RungProgram.withHome { rung in
            try configure(rung)
            let file = try rung.write("let a = 1\n", to: "a.swift")
            try await rung.onTerminal(size: (120, 30)) { terminal in
                try await terminal.waitUntil { $0.isAlternate && $0.contains("rung") }
                await terminal.send("ireview @no/such.swift\r")
                try await terminal.waitUntil {
                    $0.contains("There is no file 'no/such.swift'") && $0.contains("> review @no/such.swift")
                }
                await terminal.send("i")
                await terminal.send("\u{15}show @\(file)\r")
                try await terminal.waitUntil { $0.contains("let a = 1") }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }

    @Test func `a skill is chosen on the screen, and the session keeps it`() async throws {
        try await RungProgram.withHome { rung in
            try configure(rung)
            try rung.write(
                "---\ndescription: Writes tests.\n---\nWrite tests.", to: ".config/rung/skills/tests/SKILL.md")
            try await rung.onTerminal(size: (120, 30)) { terminal in
                try await terminal.waitUntil { $0.isAlternate && $0.contains("rung") }
                await terminal.send("s")
                try await terminal.waitUntil { $0.contains("Skill for new tasks") && $0.contains("Writes tests.") }
                await terminal.send("G\r")
                try await terminal.waitUntil { $0.contains("skill tests") }
                await terminal.send("igo\r")
                try await terminal.waitUntil { $0.contains("ACCEPTED") }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
            #expect(try await rung.run("show", "last", "--json").lines.first?["skill"] == "tests")
        }
    }
}
