import EscalationCore
import Settings
import Testing

@Suite struct `A configuration` {
    /// The file of the documentation, every key used.
    private let text = """
        backends:
          llama-swap:
            kind: openai
            url: http://127.0.0.1:8080/v1/
            api_key_env: LLAMA_SWAP_KEY
            headers: { X-Team: tools }
            parallel: 1
          claude: { kind: claude-cli, directory: ~/work, environment: { LANG: C } }
          anthropic: { kind: anthropic, api_key_env: ANTHROPIC_API_KEY }
          plain: { kind: command, command: [my-model, --flag] }
        chains:
          default:
            tiers:
              - qwen3-4b
              - { model: qwen3-coder-30b, params: { temperature: 0.2, stop: ["x", '1'], n: 1 } }
              - { model: sonnet, backend: plain }
              - claude-haiku
              - { model: claude-sonnet-4-6, backend: anthropic }
            verify:
              - { kind: judge, model: qwen3-4b, params: { seed: 7 }, rubric: Be strict. }
          fast:
            tiers: [qwen3-4b]
            verify: none
        limits: { session_timeout: 10m, first_byte_timeout: 90s, idle_timeout: 5s }
        journal: ~/j.sqlite
        theme: dusk
        symbols: ascii
        color: never
        status_interval: 500ms
        keys: { cancel: [x, ctrl-x], quit: Q, help: [] }
        mouse: off
        """

    private func configuration(_ text: String) throws(ConfigurationError) -> Configuration {
        try Configuration(
            parsing: text, file: "/etc/rung/config.yaml",
            accepting: AcceptedNames(actions: ["cancel", "quit", "help"]),
            home: "/home/ada")
    }

    @Test func `holds its backends in the order written, defaults filled in`() throws {
        let found = try configuration(text).backends
        #expect(
            found == [
                BackendSettings(
                    "llama-swap", kind: Located(.openai, line: 2, key: "backends.llama-swap.kind"),
                    url: Located("http://127.0.0.1:8080/v1", line: 4, key: "backends.llama-swap.url"),
                    keyVariable: Located("LLAMA_SWAP_KEY", line: 5, key: "backends.llama-swap.api_key_env"),
                    headers: ["X-Team": "tools"], parallel: 1),
                BackendSettings(
                    "claude", kind: Located(.claudeCLI, line: 8, key: "backends.claude.kind"), command: ["claude"],
                    environment: ["LANG": "C"], directory: "/home/ada/work"),
                BackendSettings(
                    "anthropic", kind: Located(.anthropic, line: 9, key: "backends.anthropic.kind"),
                    url: Located("https://api.anthropic.com", line: 0, key: "backends.anthropic.url"),
                    keyVariable: Located("ANTHROPIC_API_KEY", line: 9, key: "backends.anthropic.api_key_env")),
                BackendSettings(
                    "plain", kind: Located(.command, line: 10, key: "backends.plain.kind"),
                    command: ["my-model", "--flag"]),
            ])
    }

    @Test(arguments: StatusChoice.allCases)
    func `says how a server is asked which models are warm`(_ choice: StatusChoice) throws {
        let line = "parallel: 1\n    status: \(choice.rawValue)"
        #expect(try configuration(text.replacing("parallel: 1", with: line)).backends[0].status == choice)
        #expect(try configuration(text).backends[0].status == .auto)
    }

    @Test func `gives the Claude CLI the options and tools that are named, after its command`() throws {
        let backend = try Configuration(
            parsing: """
                backends:
                  c: { kind: claude-cli, command: [claude, --effort, low], arguments: [--add-dir, ../lib], tools: [Read, "Bash(git log:*)"] }
                chains: { only: { tiers: [claude-x] } }
                """, file: "c.yaml"
        ).backends[0]
        #expect(backend.command == ["claude", "--effort", "low", "--add-dir", "../lib"])
        #expect(backend.tools == ["Read", "Bash(git log:*)"])
    }

    @Test func `resolves every tier to a backend, a label and whether it is verified`() throws {
        let limits = Limits(
            sessionTimeout: .seconds(600), firstByteTimeout: .seconds(90), idleTimeout: .seconds(5))
        let found = try configuration(text).chains
        #expect(
            found == [
                ChainSettings(
                    Chain(
                        "default",
                        tiers: [
                            Tier("qwen3-4b", backend: "llama-swap", label: .local, isVerified: true),
                            Tier(
                                "qwen3-coder-30b", backend: "llama-swap", label: .local, isVerified: true,
                                parameters: [
                                    .init("temperature", 0.2), .init("stop", ["x", "1"]), .init("n", 1),
                                ]),
                            Tier("sonnet", backend: "plain", label: .local, isVerified: true),
                            Tier("claude-haiku", backend: "claude", label: .subagent, isVerified: false),
                            Tier("claude-sonnet-4-6", backend: "anthropic", label: .managed, isVerified: false),
                        ], limits: limits),
                    line: 12, tierLines: [14, 15, 16, 17, 18],
                    verifiers: [
                        .judge(
                            JudgeSettings(
                                model: Located("qwen3-4b", line: 20, key: "chains.default.verify[0].model"),
                                backend: "llama-swap", parameters: [.init("seed", 7)], rubric: "Be strict."))
                    ]),
                ChainSettings(
                    Chain(
                        "fast", tiers: [Tier("qwen3-4b", backend: "llama-swap", label: .local, isVerified: false)],
                        limits: limits),
                    line: 21, tierLines: [22], verifiers: []),
            ])
    }

    @Test func `holds the rest as written, home and its own folder filled in`() throws {
        let found = try configuration(text)
        var expected = Configuration(
            file: "/etc/rung/config.yaml", backends: found.backends, chains: found.chains, limits: found.limits)
        expected.journal = .file("/home/ada/j.sqlite")
        expected.theme = Located("dusk", line: 26, key: "theme")
        expected.symbols = .ascii
        expected.color = .never
        expected.statusInterval = .milliseconds(500)
        expected.keys = [
            .init(action: Located("cancel", line: 30, key: "keys.cancel"), keys: ["x", "ctrl-x"]),
            .init(action: Located("quit", line: 30, key: "keys.quit"), keys: ["Q"]),
            .init(action: Located("help", line: 30, key: "keys.help"), keys: []),
        ]
        #expect(found == expected)
        #expect(
            try configuration(text.replacing("~/j.sqlite", with: "j.sqlite")).journal == .file("/etc/rung/j.sqlite"))
        #expect(try configuration(text.replacing("~/j.sqlite", with: "off")).journal == .off)
    }

    @Test func `has defaults for all but backends and chains`() throws {
        let found = try configuration(ConfigurationSearch.example.replacing("theme: base\n", with: ""))
        #expect(found == Configuration(file: found.file, backends: found.backends, chains: found.chains))
    }

    @Test func `lets a tier say that it is taken as it comes, or verified`() throws {
        let found = try configuration(
            """
            backends:
              local: { kind: openai, url: "http://h" }
              claude: { kind: claude-cli }
            chains:
              default:
                tiers: [{ model: a, verify: none }, { model: claude-b, verify: true }]
                verify: [{ kind: judge, model: claude-j }]
            """)
        #expect(
            found.chains[0].chain.tiers == [
                Tier("a", backend: "local", label: .local, isVerified: false),
                Tier("claude-b", backend: "claude", label: .subagent, isVerified: true),
            ])
        #expect(
            found.chains[0].verifiers == [
                .judge(
                    JudgeSettings(
                        model: Located("claude-j", line: 7, key: "chains.default.verify[0].model"), backend: "claude"))
            ])
    }

    @Test func `needs no verifier where every tier is taken as it comes`() throws {
        let found = try configuration(
            "backends: { c: { kind: claude-cli } }\nchains: { only: { tiers: [claude-x] } }\n")
        #expect(found.chains[0].verifiers.isEmpty)
    }

    @Test func `finds a chain by name, the default, or the first`() throws {
        let found = try configuration(text)
        #expect(try found.chain().name == "default")
        #expect(try found.chain(named: "fast").name == "fast")
        #expect(try configuration(text.replacing("  default:", with: "  other:")).chain().name == "other")
        #expect(
            throws: ConfigurationError(
                file: found.file, key: "chains", reason: "there is no chain 'fats'", remedy: "Did you mean 'fast'?")
        ) { try found.chain(named: "fats") }
    }

    @Test func `points to a value that turns out wrong later`() throws {
        let found = try configuration(text)
        let variable = try #require(found.backends[0].keyVariable)
        #expect(
            found.error(about: variable, "LLAMA_SWAP_KEY is not set", remedy: "Export it.").description
                == "/etc/rung/config.yaml:5: key 'backends.llama-swap.api_key_env': LLAMA_SWAP_KEY is not set. Export it."
        )
    }
}
