import EscalationCore
import Foundation
import RungTestSupport
import Terminal
import Testing

/// Keys and tokens of every place that a configuration has for them, at servers that repeat them wherever they can: none
/// leaves `rung` but to its own server.
@Suite struct `Secrets` {
    /// What was planted, by where it stands.
    private static let planted = [
        "openai key": "sk-planted-openai-0123456789abcdef", "anthropic key": "sk-ant-planted-0123456789abcdef",
        "header": "open-sesame-planted", "token": "plantedTokenValue",
    ]
    private static let environment = [
        "PLANTED_OPENAI": planted["openai key"]!, "PLANTED_ANTHROPIC": planted["anthropic key"]!,
    ]

    /// What the servers repeat: whatever they were sent but the header that says nothing of keys.
    private static let repeated = "\(planted["openai key"]!) and \(planted["token"]!)"

    /// Tiers that fail in every way in which a server can speak, and one that answers; a judge that can't.
    private static let script: ScriptedServer.Script = { request in
        switch request["model"]?.string {
        case "refused": return Reply.whole(401, complaint(repeated).text)
        case "claude-x": return Reply.whole(401, complaint(planted["anthropic key"]!).text)
        case "broken": return Reply.stream(Reply.piece("half an"), Reply.event(complaint(repeated)))
        case "garbled": return Reply.whole(200, "<p>\(repeated)</p>", type: "text/html")
        case "judge": return Reply.whole(500, repeated, type: "text/plain")
        default: return Reply.answer("an answer")
        }
    }

    private static func complaint(_ repeated: String) -> JSONValue {
        ["type": "error", "error": ["type": "authentication_error", "message": .string("who is \(repeated)?")]]
    }

    private static func configuration(port: Int) -> String {
        """
        backends:
          server:
            kind: openai
            url: "http://127.0.0.1:\(port)"
            api_key_env: PLANTED_OPENAI
            headers: { X-Greeting: \(planted["header"]!), X-Team-Token: \(planted["token"]!) }
          anthropic: { kind: anthropic, url: "http://127.0.0.1:\(port)", api_key_env: PLANTED_ANTHROPIC }
        chains:
          default:
            tiers:
              - refused
              - broken
              - garbled
              - { model: claude-x, backend: anthropic }
              - judged
              - { model: fine, verify: none }
            verify: [{ kind: judge, model: judge }]
        """
    }

    /// Runs a task up that chain, then the body.
    private func afterARun<Value: Sendable>(
        _ body: @Sendable (RungProgram, ProgramRun.Ending) async throws -> Value
    ) async throws -> Value {
        try await ScriptedServer.serving(Self.script) { server in
            try await RungProgram.withHome { rung in
                try rung.configure(Self.configuration(port: server.port))
                let run = try await rung.run(["run", "say hello", "--json"], environment: Self.environment)
                #expect(run.status == 0, "\(run.errors)")
                // Each has said its word.
                let asked = server.requests.compactMap { $0["model"]?.string }
                #expect(Set(asked) == ["refused", "broken", "garbled", "claude-x", "judged", "judge", "fine"])
                return try await body(rung, run)
            }
        }
    }

    private func expectNoSecret(in text: String, _ place: String, sourceLocation: SourceLocation = #_sourceLocation) {
        for (name, secret) in Self.planted {
            let isThere = text.contains(secret)
            #expect(!isThere, "the \(name) in \(place)", sourceLocation: sourceLocation)
        }
    }

    @Test func `are in no export, in nothing that is printed, and in no file`() async throws {
        try await afterARun { rung, run in
            expectNoSecret(in: run.output + run.errors, "rung run --json")
            // The complaints themselves came through, without them.
            let failures = try run.lines.filter { $0["event"] == "attempt_failed" }.map(\.text)
            #expect(failures.count == 4 && failures.allSatisfy { $0.contains("•••") }, "\(failures)")
            for format in ["jsonl", "markdown", "otlp", "asciicast"] {
                let exported = try await rung.run(
                    ["export", "last", "--format", format], environment: Self.environment)
                #expect(exported.status == 0 && !exported.output.isEmpty, "\(format)")
                expectNoSecret(in: exported.output + exported.errors, format)
            }
            for arguments in [
                ["show", "last"], ["show", "last", "--json"], ["report"], ["report", "--json"], ["stats"],
                ["stats", "--json"], ["sessions"], ["sessions", "--json"],
                ["replay", "last", "--plain", "--speed", "0"],
                ["status"], ["status", "--json"], ["check"], ["check", "--json"],
            ] {
                let ending = try await rung.run(arguments, environment: Self.environment)
                #expect(!ending.output.isEmpty, "\(arguments): \(ending.errors)")
                expectNoSecret(in: ending.output + ending.errors, arguments.joined(separator: " "))
            }
            // The journal, its write-ahead log and the program's log; the configuration is the user's own.
            let files = try #require(FileManager.default.enumerator(at: rung.home, includingPropertiesForKeys: nil))
            var names: [String] = []
            for case let file as URL in files.allObjects where file.lastPathComponent != "config.yaml" {
                guard let bytes = try? Data(contentsOf: file) else { continue }
                names.append(file.lastPathComponent)
                // Each byte as the character of that number, for a journal is no UTF-8.
                expectNoSecret(in: String(decoding: bytes, as: Unicode.ASCII.self), file.lastPathComponent)
            }
            #expect(names.contains("journal.sqlite"))
        }
    }

    @Test func `are on no screen of a recording`() async throws {
        try await afterARun { rung, _ in
            let cast = try await rung.run(
                ["export", "last", "--format", "asciicast", "--size", "200x60"], environment: Self.environment)
            let screen = ParsedScreen(size: Size(width: 200, height: 60))
            var complaints = 0
            for line in try cast.lines.dropFirst() {
                guard line.array?[1] == "o", let text = line.array?[2].string else { continue }
                screen.write(text.utf8)
                // Wherever it is wrapped.
                let shown = screen.rows.joined()
                expectNoSecret(in: shown.filter { !$0.isWhitespace }, "a screen")
                if shown.contains("•••") { complaints += 1 }
            }
            #expect(complaints > 0)
        }
    }
}
