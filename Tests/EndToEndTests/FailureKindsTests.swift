import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// `rung run` tells every way to fail apart, whichever API the server speaks; the words for each are tested where they
/// are made.
@Suite struct `Each kind of failure` {
    /// What a server does, and what it is called.
    struct Way: Sendable, CustomTestStringConvertible {
        var kind: Failure.Kind
        var reply: [UInt8]
        var staysOpen = false
        /// Milliseconds that the server asks to wait.
        var retryAfter: Int?
        /// Tokens that it told before.
        var promptTokens: Int?
        var api = "openai"
        /// Only the limit that is to be passed is short: the machine may be busy.
        var limits: String {
            switch kind {
            case .noFirstByte: "{ first_byte_timeout: 300ms }"
            case .stalled: "{ idle_timeout: 300ms }"
            default: "{}"
            }
        }
        var testDescription: String { "\(kind.rawValue), \(api)" }
    }

    private static func complaint(_ status: Int, _ message: String, type: String = "x", headers: String...) -> [UInt8] {
        let body: JSONValue = ["error": ["type": .string(type), "message": .string(message)]]
        return Reply.whole(status, body.text, headers: headers.first ?? "X-None: 0")
    }

    private static let ways: [Way] = [
        Way(kind: .refused, reply: complaint(401, "no key")),
        Way(kind: .refused, reply: complaint(403, "not for you")),
        Way(kind: .unknownModel, reply: complaint(404, "no router for requested model")),
        Way(kind: .loadFailed, reply: complaint(500, "upstream command exited prematurely")),
        Way(
            kind: .rateLimited, reply: complaint(429, "Too many requests", headers: "Retry-After: 7"), retryAfter: 7_000
        ),
        Way(
            kind: .rateLimited,
            reply: complaint(
                429, "later",
                headers: "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:40 GMT"),
            retryAfter: 3_000),
        Way(kind: .contextTooLong, reply: complaint(400, "too long", type: "exceed_context_size_error")),
        Way(kind: .noFirstByte, reply: [], staysOpen: true),
        Way(kind: .noFirstByte, reply: Reply.stream(), staysOpen: true),
        // Loading counts, whatever the server says meanwhile.
        Way(kind: .noFirstByte, reply: Reply.stream(Reply.loading("Loading…\n")), staysOpen: true),
        Way(kind: .loadFailed, reply: Reply.stream(Reply.loading("Loading…\n"), Reply.loading("Done! (1.0s)\n"))),
        Way(kind: .stalled, reply: Reply.stream(Reply.piece("Once")), staysOpen: true),
        Way(
            kind: .cutOff,
            reply: Reply.stream(
                Reply.piece("Once"), Reply.event(["choices": [], "usage": ["prompt_tokens": 9]])), promptTokens: 9),
        Way(kind: .malformed, reply: Reply.whole(200, "hello")),
        Way(kind: .server, reply: complaint(500, "out of memory")),

        Way(kind: .refused, reply: complaint(401, "invalid x-api-key"), api: "anthropic"),
        Way(kind: .unknownModel, reply: complaint(404, "model: m"), api: "anthropic"),
        Way(
            kind: .rateLimited, reply: complaint(529, "Overloaded", headers: "retry-after: 2"), retryAfter: 2_000,
            api: "anthropic"),
        Way(kind: .contextTooLong, reply: complaint(400, "prompt is too long: 9 > 8"), api: "anthropic"),
        Way(kind: .noFirstByte, reply: [], staysOpen: true, api: "anthropic"),
        Way(
            kind: .stalled, reply: Array(Reply.message("Once").dropLast(50)), staysOpen: true, api: "anthropic"),
        Way(kind: .cutOff, reply: Array(Reply.message("Once").dropLast(50)), promptTokens: 5, api: "anthropic"),
        Way(kind: .malformed, reply: Reply.answer("Once"), api: "anthropic"),
        Way(kind: .server, reply: complaint(500, "Internal server error"), api: "anthropic"),
    ]

    @Test(arguments: ways) func `is told from the others`(_ way: Way) async throws {
        try await ScriptedServer.serving(staysOpen: way.staysOpen) { _ in
            way.reply
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(api: way.api, port: server.port, limits: way.limits)
                let ending = try await rung.run("run", "--json", "do it")
                #expect(ending.status == 1)
                let failed = try #require(try ending.lines.filter { $0["event"] == "attempt_failed" }.only)
                let failure = try #require(failed["failure"])
                #expect(failure["kind"]?.string == way.kind.rawValue, "\(failure)")
                #expect(failure["retry_after_ms"]?.int == way.retryAfter)
                #expect(failure["usage"]?["prompt_tokens"]?.int == way.promptTokens)
                #expect(try await rung.run("show", "last", "--json").output == ending.output)
            }
        }
    }

    @Test(arguments: ["openai", "anthropic"]) func `is unreachable where nobody listens`(_ api: String) async throws {
        try await ScriptedServer.refusing { port in
            try await RungProgram.withHome { rung in
                try rung.configure(api: api, port: port)
                let ending = try await rung.run("run", "--json", "do it")
                #expect(ending.status == 69)
                let kinds = try ending.lines.compactMap { $0["failure"]?["kind"]?.string }
                #expect(kinds == ["unreachable"])
            }
        }
    }

    @Test(arguments: ["openai", "anthropic"]) func `is cancelled where the user interrupts`(_ api: String) async throws
    {
        try await ScriptedServer.serving(staysOpen: true) { _ in
            []
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(api: api, port: server.port, limits: "{}")
                let ending = try await rung.start("run", "--json", "do it") { run in
                    await run.waitForOutput { $0.contains("phase_entered") }
                    await run.signal(SIGINT)
                    return await run.ending()
                }
                #expect(ending.status == 130)
                let kinds = try ending.lines.compactMap { $0["failure"]?["kind"]?.string }
                #expect(kinds == ["cancelled"])
                #expect(try ending.lines.last?["outcome"] == "cancelled")
            }
        }
    }

    @Test func `is none where a server tells of loading, which is no part of the answer`() async throws {
        try await ScriptedServer.serving { _ in
            Reply.stream(
                Reply.loading("llama-swap loading model: m\n"), Reply.loading("Done! (1.0s)\n"),
                Reply.piece("It is done."), Reply.finish(), Reply.done)
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(api: "openai", port: server.port)
                let ending = try await rung.run("run", "--json", "do it")
                #expect(ending.status == 0)
                #expect(try ending.lines.last?["output"] == "It is done.")
                let pieces = try ending.lines.filter { $0["event"] == "output_received" }.map { event in
                    let texts = event["pieces"]?.array?.compactMap { $0["text"]?.string } ?? []
                    return "\(event["channel"]?.string ?? ""): \(texts.joined())"
                }
                #expect(
                    pieces.joined(separator: "|").hasPrefix("progress: llama-swap loading model: m\n"), "\(pieces)")
                #expect(pieces.last == "answer: It is done.")
                #expect(!pieces.contains { $0.hasPrefix("reasoning") })
            }
        }
    }

    @Test func `is none where the Messages API answers`() async throws {
        try await ScriptedServer.serving { _ in
            Reply.message("It is done.")
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(api: "anthropic", port: server.port)
                let ending = try await rung.run("run", "--json", "do it")
                #expect(ending.status == 0)
                let last = try #require(try ending.lines.last)
                #expect(last["output"] == "It is done.")
                #expect(last["attempts"]?.array?.only?["tier"] == "managed")
                #expect(server.requests.map { $0["messages"] } == [[["role": "user", "content": "do it"]]])
            }
        }
    }
}

extension RungProgram {
    /// A configuration for a server that speaks that API, with one tier.
    fileprivate func configure(api: String, port: Int, limits: String = "{}") throws {
        try configure(
            """
            backends: { s: { kind: \(api), url: "http://127.0.0.1:\(port)" } }
            chains: { default: { tiers: [{ model: m, backend: s }], verify: none } }
            limits: \(limits)
            """)
    }
}
