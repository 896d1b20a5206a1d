import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// `rung check`: whether all that a task needs is there.
@Suite struct `A check` {
    private static let scenario = """
        models:
          - { id: small, load_time: 0ms }
          - { id: large, load_time: 0ms }
          - { id: judge, group: judges, ready: true, judge: true }
        """

    /// Serves the scenario while the body runs, which is given a configuration for it; `{}` in that is the address.
    private func withSimulator(
        _ more: String = "", configuration: String, _ body: @Sendable (RungProgram, String) async throws -> Void
    ) async throws {
        try await RungProgram.withHome { rung in
            let scenario = try rung.write("\(more)\n\(Self.scenario)", to: "scenario.yaml")
            try await rung.start("simulate", "--scenario", scenario) { simulator in
                await simulator.waitForOutput { $0.contains("\n") }
                let line = await simulator.outputSoFar
                let url = try #require(line.firstMatch(of: /http:\S+/).map { String($0.output) }, "\(line)")
                try rung.configure(configuration.replacing("{}", with: url))
                try await body(rung, url)
            }
        }
    }

    private static let plain = """
        backends:
          local: { kind: openai, url: "{}" }
        chains:
          default: { tiers: [small], verify: [{ kind: judge, model: small }] }
        """

    private func check(_ rung: RungProgram, _ arguments: String...) async throws -> ProgramRun.Ending {
        try await rung.run(["check"] + arguments, environment: ["TERM": "xterm-256color"])
    }

    @Test func `says line by line that all is well`() async throws {
        try await withSimulator(configuration: Self.plain) { rung, _ in
            let ending = try await check(rung)
            #expect(ending.status == 0)
            #expect(ending.errors == "")
            #expect(
                ending.output == """
                    ok      configuration: \(rung.home.path)/.config/rung/config.yaml, chain default
                    ok      backend local: reachable (llama-swap), 1 of 1 models known, 0 warm
                    ok      journal: \(rung.home.path)/.local/share/rung/journal.sqlite will be made by the first session
                    ok      terminal: xterm-256color, 256 colours, UTF-8

                    """)
        }
    }

    @Test func `says the same as JSON`() async throws {
        try await withSimulator(configuration: Self.plain) { rung, _ in
            let ending = try await check(rung, "--json")
            #expect(ending.status == 0)
            let report = try #require(ending.lines.first)
            #expect(report["ok"] == true)
            let findings = report["findings"]?.array ?? []
            #expect(
                findings.map { $0["subject"] } == ["configuration", "backend local", "journal", "terminal"])
            #expect(
                findings.dropFirst().first == [
                    "subject": "backend local", "level": "ok",
                    "text": "reachable (llama-swap), 1 of 1 models known, 0 warm",
                ])
        }
    }

    @Test func `warns of models that the server doesn't list, and of judges for which it swaps`() async throws {
        let configuration = """
            backends:
              local: { kind: openai, url: "{}" }
            chains:
              default: { tiers: [small, lage], verify: [{ kind: judge, model: judge }] }
            """
        try await withSimulator(configuration: configuration) { rung, _ in
            let ending = try await check(rung)
            #expect(ending.status == 0)
            #expect(
                ending.output.contains(
                    "ok      backend local: reachable (llama-swap), 2 of 3 models known, 1 warm\n"
                        + "warning backend local: doesn't list the model 'lage'. Add it there, or correct its name in the chain.\n"
                        + "warning judge judge of chain default: The judge 'judge' of chain 'default' runs on 'local' like 'small' and 'lage', which may make that server swap models twice an attempt. Judge on another backend or with the tier's own model, or put both into a llama-swap group with 'swap: false'.\n"
                ))
        }
    }

    @Test func `says that a key is refused, and that one is accepted`() async throws {
        let configuration = Self.plain.replacing("\"{}\"", with: "\"{}\", api_key_env: RUNG_TEST_KEY")
        try await withSimulator("api_key: sk-right-0001", configuration: configuration) { rung, url in
            func check(_ key: String?) async throws -> ProgramRun.Ending {
                try await rung.run(["check"], environment: key.map { ["RUNG_TEST_KEY": $0] } ?? [:])
            }
            let right = try await check("sk-right-0001")
            #expect(right.status == 0)
            #expect(right.output.contains("reachable (llama-swap), key accepted, 1 of 1 models known"))
            let wrong = try await check("sk-wrong-0002")
            #expect(wrong.status == 69)
            #expect(
                wrong.output.contains(
                    "error   backend local: Backend 'local' at \(url) refused the request (401). Name the variable with its key in 'api_key_env'. It said: unauthorized: invalid or missing API key\n"
                ))
            let status = try await rung.run(["status"], environment: ["RUNG_TEST_KEY": "sk-wrong-0002"])
            #expect(
                status.output.contains("local  \(url)  refused: Backend 'local' at \(url) refused the request (401)."))
            #expect(!status.output.contains("away"))
            let told = try await rung.run(["status", "--json"], environment: ["RUNG_TEST_KEY": "sk-wrong-0002"])
            let backend = try told.lines.first?["backends"]?.array?.first
            #expect(backend?["reachable"] == true)
            #expect(backend?["refused"] == true)
            let none = try await check(nil)
            #expect(none.status == 78)
            #expect(none.output.contains("the environment variable 'RUNG_TEST_KEY' is not set"))
        }
    }

    @Test func `ends with 69 where a server is away or a program is missing, and says the rest all the same`()
        async throws
    {
        try await RungProgram.withHome { rung in
            try rung.configure(
                """
                backends:
                  away: { kind: openai, url: "http://127.0.0.1:1" }
                  claude: { kind: claude-cli, command: [no-such-claude] }
                  echo: { kind: command, command: [cat] }
                  idle: { kind: command, command: [cat] }
                chains:
                  default: { tiers: [small, claude-x, { model: e, backend: echo }], verify: none }
                """)
            let ending = try await check(rung)
            #expect(ending.status == 69)
            let lines = ending.output.split(separator: "\n")
            #expect(lines.count == 7)
            #expect(
                lines.dropFirst().prefix(4) == [
                    "error   backend away: Can't reach backend 'away' at http://127.0.0.1:1 (connection refused). Start the server or fix 'url' in the configuration.",
                    "error   backend claude: there is no program 'no-such-claude' on the PATH. Install it, or correct 'command' in the configuration.",
                    "ok      backend echo: the program is \(lines[3].split(separator: " ").last ?? "")",
                    "ok      backend idle: no chain uses it",
                ])
        }
    }

    @Test func `ends with 78 where there is no configuration or a wrong one, and says where`() async throws {
        try await RungProgram.withHome { rung in
            let none = try await check(rung)
            #expect(none.status == 78)
            #expect(none.output.hasPrefix("error   configuration: "))
            #expect(none.output.split(separator: "\n").count == 3)
            try rung.configure("backends: {}\n")
            let wrong = try await check(rung, "--json")
            #expect(wrong.status == 78)
            let report = try #require(wrong.lines.first)
            #expect(report["ok"] == false)
            #expect(report["findings"]?.array?.first?["text"]?.string?.contains("config.yaml:1") == true)
        }
    }

    @Test func `says what keeps the journal from being written, and what the dashboard lacks`() async throws {
        try await withSimulator(configuration: Self.plain + "\njournal: config.yaml/j.sqlite") { rung, _ in
            let ending = try await rung.run(["check"], environment: ["TERM": "no-such-terminal"])
            let file = "\(rung.home.path)/.config/rung/config.yaml"
            #expect(ending.status == 78)
            #expect(
                ending.output.contains(
                    "error   journal: \(file)/j.sqlite isn't there, and can't be made in \(file)."))
            #expect(ending.output.contains("warning terminal: no description of 'no-such-terminal' is installed"))
        }
    }

    // MARK: A hosted API

    /// A key that is accepted, one that is refused, and none at all, where the server would want one.
    @Test(arguments: [("sk-right-0001", 0), ("sk-wrong-0002", 69), (nil, 69)] as [(String?, Int32)])
    func `says of the Messages API whether the key is accepted`(_ key: String?, _ status: Int32) async throws {
        let lists: @Sendable (String) -> [UInt8] = { head in
            guard head.contains("sk-right-0001"), head.lowercased().contains("anthropic-version: ") else {
                return Reply.whole(
                    401, #"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#)
            }
            return Reply.whole(200, #"{"data":[{"type":"model","id":"claude-a"}],"has_more":false}"#)
        }
        try await ScriptedServer.serving(lists: lists) { _ in
            Reply.whole(500, "not to be asked")
        } during: { server in
            try await RungProgram.withHome { rung in
                let variable = key == nil ? "" : ", api_key_env: RUNG_TEST_KEY"
                try rung.configure(
                    """
                    backends:
                      api: { kind: anthropic, url: "http://127.0.0.1:\(server.port)"\(variable) }
                    chains:
                      default: { tiers: [{ model: claude-a, backend: api }, { model: claude-b, backend: api }] }
                    """)
                let ending = try await rung.run(["check"], environment: key.map { ["RUNG_TEST_KEY": $0] } ?? [:])
                #expect(ending.status == status)
                let lines =
                    status == 0
                    ? """
                    ok      backend api: reachable, key accepted, 1 of 2 models known
                    warning backend api: doesn't list the model 'claude-b'. Correct its name in the chain.

                    """
                    : """
                    error   backend api: Backend 'api' at http://127.0.0.1:\(server.port) refused the request (401). \
                    Name the variable with its key in 'api_key_env'. It said: invalid x-api-key

                    """
                #expect(ending.output.contains(lines))
                #expect(!ending.output.contains("sk-"))
                #expect(server.requests == [])
            }
        }
    }

    // MARK: Chains

    private static let judgedByAPerson = """
        backends:
          local: { kind: openai, url: "http://127.0.0.1:1", status: none }
          far: { kind: openai, url: "http://models.invalid", api_key_env: RUNG_TEST_KEY, status: none }
          api: { kind: anthropic, url: "http://127.0.0.1:1" }
        chains:
          default:
            tiers: [small, { model: large, verify: [{ kind: human }] }, { model: claude-a, backend: api }]
            verify: [{ kind: judge, model: j, backend: far }, { kind: vote, of: { kind: judge, model: k, backend: far }, times: 3 }]
            limits: { dollars: 2 }
          free: { tiers: [{ model: claude-a, backend: api }] }
        prices:
          k: { input: 1, output: 2 }
        """

    @Test func `warns of answers that wait for a person, and of costs that a limit can't see`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(Self.judgedByAPerson)
            let ending = try await rung.run(["check"], environment: ["RUNG_TEST_KEY": "sk-any-0001"])
            #expect(
                ending.output.split(separator: "\n").dropFirst().prefix(3) == [
                    "warning chain default: a person judges the answers of 'large'. Send its tasks from the dashboard: 'rung run' has nobody to ask.",
                    "warning chain default: limits.dollars doesn't count 'claude-a' on 'api', which has no price and may report no cost. Write its price under 'prices'.",
                    "warning chain default: limits.dollars doesn't count 'j' on 'far', which has no price and may report no cost. Write its price under 'prices'.",
                ])
            let json = try await rung.run(["check", "--json"], environment: ["RUNG_TEST_KEY": "sk-any-0001"])
            let findings = try json.lines.first?["findings"]?.array ?? []
            #expect(
                findings.dropFirst().first == [
                    "subject": "chain default", "level": "warning",
                    "text": "a person judges the answers of 'large'",
                    "remedy": "Send its tasks from the dashboard: 'rung run' has nobody to ask.",
                ])
            #expect(findings.filter { $0["subject"] == "chain default" }.count == 3)
        }
    }
}
