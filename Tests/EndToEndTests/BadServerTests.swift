import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// `rung run` against a server that does everything wrong: it ends with an error that says what happened, and loses nothing.
@Suite struct `A server that misbehaves` {
    /// What a server does, and what is to come of it.
    struct Misdeed: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var reply: [UInt8]
        /// Nil where the attempt is accepted.
        var failure: String?
        /// The answer, or what came of it.
        var answer = ""

        init(_ name: String, _ reply: [UInt8], failure: String? = nil, answer: String = "") {
            testDescription = name
            self.reply = reply
            self.failure = failure
            self.answer = answer
        }
    }

    private static let brokeOff = "broke off before the answer was complete"
    private static let senseless = "sent what can't be understood. Check that 'url' names a server of its 'kind'."

    private static let misdeeds: [Misdeed] = [
        Misdeed("hangs up at once", [], failure: "\(brokeOff) (the connection closed)"),
        Misdeed(
            "hangs up in mid-stream", Reply.brokenStream(Reply.piece("Half an ans")),
            failure: "\(brokeOff) (the connection closed)", answer: "Half an ans"),
        Misdeed(
            "hangs up within an event", Reply.brokenStream(Reply.piece("Half"), "data: {\"choices\":[{\"del"),
            failure: "\(brokeOff) (the connection closed)", answer: "Half"),
        Misdeed(
            "ends without [DONE] after a finish reason", Reply.stream(Reply.piece("All of it"), Reply.finish()),
            answer: "All of it"),
        Misdeed(
            "ends without [DONE] or a finish reason", Reply.stream(Reply.piece("Half an ans")),
            failure: "\(brokeOff) (the stream ended without [DONE])", answer: "Half an ans"),
        Misdeed(
            "ends a stream that said nothing", Reply.stream(),
            failure: "\(brokeOff) (the stream ended without [DONE])"),
        Misdeed(
            "sends broken JSON", Reply.stream(Reply.piece("Before"), "data: {\"choices\":[{\"delta\"\n\n", Reply.done),
            failure: "\(senseless) It sent: {\"choices\":[{\"delta\" (not JSON: expected ':' at byte 20)",
            answer: "Before"),
        Misdeed(
            "sends no JSON", Reply.stream("data: hello\n\n", Reply.done),
            failure: "\(senseless) It sent: hello (not JSON: unexpected character at byte 0)"),
        Misdeed(
            "sends bytes that are no UTF-8",
            Reply.stream("data: {\"choices\":[{\"delta\":{\"content\":\"bad ") + [0xFF, 0xFE]
                + Array(" bytes \"}}]}\n\n\(Reply.finish())\(Reply.done)".utf8),
            answer: "bad \u{FFFD}\u{FFFD} bytes "),
        Misdeed("sends a page", Reply.whole(200, "<p>log in</p>", type: "text/html"), failure: senseless),
        Misdeed("speaks no HTTP", Array("SSH-2.0-x\r\n".utf8), failure: "\(senseless) Its reply is not HTTP."),
        Misdeed(
            "fails with an object",
            Reply.whole(500, #"{"error":{"message":"Out of\nmemory\u001b[31m","type":"server_error"}}"#),
            failure: "failed (500). Look into the server's log. It said: Out of\nmemory\u{1B}[31m"),
        Misdeed(
            "fails with a string", Reply.whole(500, #"{"error":"two\nlines"}"#),
            failure: "failed (500). Look into the server's log. It said: two\nlines"),
        Misdeed(
            "fails with a text", Reply.whole(502, "Bad\r\nGateway\n", type: "text/plain"),
            failure: "failed (502). Look into the server's log. It said: Bad"),
        Misdeed("fails without a word", Reply.whole(503, ""), failure: "failed (503). Look into the server's log."),
        Misdeed(
            "fails in mid-stream",
            Reply.stream(Reply.piece("part"), Reply.event(["error": ["message": "GPU gone", "code": 500]])),
            failure: "failed (500). Look into the server's log. It said: GPU gone", answer: "part"),
        Misdeed(
            "answers with escape sequences", Reply.answer("\u{1B}[2J\u{9B}31m\u{7}\u{0}\u{202E}\r"),
            answer: "\u{1B}[2J\u{9B}31m\u{7}\u{0}\u{202E}\r"),
    ]

    @Test(arguments: misdeeds) func `leaves a session that says what happened, and the journal has every event`(
        _ misdeed: Misdeed
    ) async throws {
        try await ScriptedServer.serving { _ in
            misdeed.reply
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(port: server.port, chain: "{ tiers: [m], verify: none }")
                let ending = try await rung.run("run", "--json", "do it")
                #expect(ending.status == (misdeed.failure == nil ? 0 : 1))
                #expect(ending.errors == "")
                // Whatever came is a line of JSON that can be looked at on a terminal.
                #expect(!ending.output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x9B })

                let last = try #require(try ending.lines.last)
                #expect(last["event"] == "session_finished")
                let attempt = try #require(last["attempts"]?.array?.only)
                #expect(attempt["verdict"] == (misdeed.failure == nil ? "accept" : "error"))
                let feedback = try #require(attempt["feedback"]?.string)
                if let failure = misdeed.failure {
                    #expect(feedback.contains(failure), "\(feedback)")
                } else {
                    #expect(feedback == "")
                }
                #expect(last["output"]?.string == (misdeed.failure == nil ? misdeed.answer : ""))

                let pieces = try ending.lines.filter { $0["channel"] == "answer" }.flatMap { $0["pieces"]?.array ?? [] }
                #expect(pieces.compactMap { $0["text"]?.string }.joined() == misdeed.answer)
                #expect(try await rung.run("show", "last", "--json").output == ending.output)
            }
        }
    }

    @Test func `shows nothing raw to people`() async throws {
        let complaint = #"{"error":{"message":"Out of\nmemory\u001b[31m\u202e"}}"#
        try await ScriptedServer.serving { _ in
            Reply.whole(500, complaint)
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(port: server.port, chain: "{ tiers: [m], verify: none }")
                let ending = try await rung.run("run", "do it")
                #expect(ending.status == 1)
                #expect(ending.output == "")
                #expect(ending.errors.contains("It said: Out of\n    memory\u{241B}[31m\u{FFFD}\n"), "\(ending.errors)")
                let shown = try await rung.run("show", "last").output
                #expect(shown.contains("memory\u{241B}[31m\u{FFFD}"), "\(shown)")
            }
        }
    }

    @Test func `takes a line of 10 MB for what it is, and gives up one that doesn't end`() async throws {
        let text = String(repeating: "0123456789", count: 1_000_000)
        try await ScriptedServer.serving { request in
            request["model"] == "long"
                ? Reply.answer(text) : Reply.stream("data: ", String(repeating: "x", count: 20_000_000))
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(port: server.port, chain: "{ tiers: [endless, long], verify: none }")
                // Failed tiers are climbed past.
                let ending = try await rung.run("run", "do it")
                #expect(ending.status == 0)
                #expect(ending.output == text)
                #expect(ending.errors.contains("A line of its stream is longer than 16 MiB."), "\(ending.errors)")
            }
        }
    }

    @Test func `is told from one that isn't there`() async throws {
        try await ScriptedServer.refusing { port in
            try await RungProgram.withHome { rung in
                try rung.configure(port: port, chain: "{ tiers: [m, n], verify: none }")
                let ending = try await rung.run("run", "do it")
                #expect(ending.status == 69)
                let complaint = """
                    error: Can't reach backend 's' at http://127.0.0.1:\(port) (connection refused). \
                    Start the server or fix 'url' in the configuration.
                    """
                #expect(ending.errors.contains("#1 \(complaint)"), "\(ending.errors)")
                #expect(ending.errors.contains("#2 \(complaint)"))
                #expect(ending.errors.hasSuffix("all tiers exhausted after 2 attempt(s)\n"))
            }
        }
    }
}

extension RungProgram {
    /// A configuration for a server on that port, called `s`, with one chain.
    func configure(port: Int, chain: String) throws {
        try configure(
            "backends: { s: { kind: openai, url: \"http://127.0.0.1:\(port)\" } }\nchains: { default: \(chain) }")
    }
}

extension Collection {
    /// The element, where there is exactly one.
    var only: Element? { count == 1 ? first : nil }
}
