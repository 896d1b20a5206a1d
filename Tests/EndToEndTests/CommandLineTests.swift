import Foundation
import Testing

@Suite struct `The command line` {
    private static let server = "backends:\n  local: { kind: openai, url: \"http://127.0.0.1:9\" }\n"

    @Test func `has nobody to ask where a person is to judge`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(
                """
                backends: { echo: { kind: command, command: [cat] } }
                chains:
                  default:
                    tiers: [{ model: m, backend: echo }]
                    verify: [{ kind: pattern, must: t }, { kind: human }]
                """)
            let ending = try await rung.run("run", "t")
            #expect(ending.status == 78)
            #expect(ending.output == "")
            #expect(
                ending.errors.hasSuffix(
                    """
                    config.yaml:5: key 'chains.default.verify[1].kind': the chain 'default' asks a person, and \
                    'rung run' has no screen to ask on. Give the task to the dashboard (rung), or name a chain \
                    without kind: human.

                    """), "\(ending.errors)")
        }
    }

    @Test func `prints a ready configuration where there is none`() async throws {
        try await RungProgram.withHome { rung in
            let first = try await rung.run("run", "hello")
            #expect(first.status == 78)
            #expect(first.output.isEmpty)
            // What it prints works as it stands.
            let example = first.errors.split(separator: "\n").drop { !$0.hasPrefix("backends:") }
            #expect(example.count == 5)
            try rung.configure(example.joined(separator: "\n"))
            #expect(try await rung.run("status", "--json").status == 0)
        }
    }

    @Test(arguments: [
        (server + "chain: {}", "config.yaml:3: key 'chain': unknown key. Did you mean 'chains'?"),
        (server + "chains: { default: { tiers: [], verify: none } }", "key 'chains.default.tiers'"),
        (server + "chains: { default: { tiers: [m] } }", "verify: none"),
        (
            "backends: { s: { kind: openai, url: \"http://127.0.0.1:99999\" } }\nchains: { d: { tiers: [m], verify: none } }",
            "key 'backends.s.url': expected an address whose port is from 1 to 65535"
        ),
        ("backends: { local: { kind: opnai, url: x } }\nchains: { d: { tiers: [m] } }", "Did you mean 'openai'?"),
        (server + "chains: { d: { tiers: [{ model: m, backend: locl }], verify: none } }", "Did you mean 'local'?"),
        (server + "chains: { d: { tiers: [claude-x] } }", "claude-cli"),
        (
            server + "  cloud: { kind: anthropic }\nchains: { d: { tiers: [{ model: m, backend: cloud }] } }",
            "https://api.anthropic.com needs a key. Name the variable that holds it: api_key_env: ANTHROPIC_API_KEY"
        ),
    ]) func `names the line and the remedy of a mistake in the configuration`(
        _ yaml: String, _ complaint: String
    ) async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(yaml)
            let ending = try await rung.run("run", "hello")
            #expect(ending.status == 78)
            #expect(ending.errors.contains(complaint), "\(ending.errors)")
            #expect(ending.errors.contains("config.yaml:"))
        }
    }

    @Test func `ends with the exit code of the mistake`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(Self.server + "chains: { default: { tiers: [m, n], verify: none } }")
            #expect(try await rung.run("--version").output.hasPrefix("rung "))
            #expect(try await rung.run("run", "--no-such-option", "x").status == 64)
            #expect(try await rung.run("run", " ").status == 64)
            #expect(try await rung.run("run", "-", input: "").status == 64)
            #expect(try await rung.run("run", "--journal", "x", "--no-journal", "t").status == 64)
            #expect(try await rung.run("run", "--config", "/nowhere.yaml", "t").status == 66)
            #expect(try await rung.run("run", "--chain", "fast", "t").status == 78)
            #expect(try await rung.run("run", "t").status == 69)
            #expect(try await rung.run("show", "abcd").status == 66)
            #expect(try await rung.run("run", "--journal", "/proc/none/journal.sqlite", "t").status == 74)
            #expect(try await rung.run("sessions", "--json").status == 0)
        }
    }

    @Test func `refuses a cluster of letters with h in it, and takes such a task after two dashes`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(Self.server + "chains: { default: { tiers: [m], verify: none } }")
            let refused = try await rung.run("run", "-fix-the-path")
            #expect(refused.status == 64)
            #expect(refused.errors.contains("rung run -- -fix-the-path"))
            #expect(try await rung.run("run", "--", "-fix-the-path").status == 69)
            #expect(try await rung.run("sessions", "--json").lines.map { $0["task"]?.string } == ["-fix-the-path"])
        }
    }

    @Test func `says that the dashboard needs a terminal, without an escape sequence`() async throws {
        try await RungProgram.withHome { rung in
            for arguments in [["demo"], []] {
                let ending = try await ProgramRun(
                    RungProgram.path, arguments, environment: rung.environment, input: nil
                ).ending()
                #expect(ending.status == 64)
                #expect(ending.output.isEmpty)
                #expect(ending.errors.contains("needs a terminal"))
                #expect(!ending.errors.contains("\u{1B}"))
            }
            let dumb = try await rung.onTerminal("demo", environment: ["TERM": "dumb"]) { terminal in
                let ending = try await terminal.waitForEnd()
                return (ending, await terminal.output)
            }
            #expect(dumb.0 == .exited(64))
            #expect(!dumb.1.contains(0x1B))
        }
    }

    @Test func `sends a skill's text as system message, and keeps its name`() async throws {
        try await RungProgram.withHome { rung in
            // Gives back the file with the skill prompt.
            try rung.configure(
                """
                backends: { sh: { kind: command, command: [sh, -c, 'cat "$RUNG_SKILL_PROMPT_FILE"'] } }
                chains: { default: { tiers: [{ model: m, backend: sh }], verify: none } }
                """)
            try rung.write(
                "---\nname: brief\ndescription: short\n---\n\nBe brief.\n--- not a rule\n",
                to: ".config/rung/skills/brief/SKILL.md")
            try rung.write("---\nname: open", to: ".config/rung/skills/open/SKILL.md")
            let ending = try await rung.run("run", "--skill", "brief", "t")
            #expect(ending.output == "Be brief.\n--- not a rule", "\(ending.errors)")
            #expect(try await rung.run("show", "last", "--json").lines.first?["skill"] == "brief")

            let unknown = try await rung.run("run", "--skill", "breif", "t")
            #expect(unknown.status == 66)
            #expect(unknown.errors.contains("Did you mean 'brief'?"), "\(unknown.errors)")
            let unclosed = try await rung.run("run", "--skill", "open", "t")
            #expect(unclosed.status == 78)
            #expect(unclosed.errors.contains("SKILL.md:1: the front matter has no end"), "\(unclosed.errors)")
            #expect(try await rung.run("run", "--skill", "brief", "--skill-prompt", "x", "t").status == 64)
        }
    }

    @Test func `passes an answer on as it is, and takes a task of 1 MB`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(
                """
                backends: { echo: { kind: command, command: [cat] } }
                chains: { default: { tiers: [{ model: m, backend: echo }], verify: none } }
                """)
            let task = "\u{1B}[31m red \u{07}" + String(repeating: "0123456789abcde\n", count: 65_536)
            let ending = try await rung.run("run", "--quiet", "-", input: task)
            #expect(ending.status == 0)
            #expect(ending.output == task)
            #expect(ending.errors.isEmpty)
        }
    }
}
