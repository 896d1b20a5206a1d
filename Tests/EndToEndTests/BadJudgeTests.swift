import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// A judge that fails accepts nothing: the climb goes on with an answer that nobody vouched for left behind.
@Suite struct `A judge that misbehaves` {
    private static let verdicts: [(reply: [UInt8], complaint: String)] = [
        (
            Reply.answer(#"{"accept": true, "feedback": "fi"#, finish: "length"),
            "The verdict of judge judge was cut off by its token limit. Raise 'max_tokens' in its 'params'."
        ),
        (Reply.answer("I think it is fine."), "The verdict of judge judge can't be read: not JSON"),
        (Reply.answer("[true]"), "The verdict of judge judge can't be read: no JSON object"),
        (Reply.answer(#"{"accept": "true"}"#), "The verdict of judge judge can't be read: no boolean 'accept'"),
        (Reply.answer(""), "The verdict of judge judge can't be read"),
        (Reply.whole(500, #"{"error":{"message":"ill"}}"#), "failed (500). Look into the server's log. It said: ill"),
        (
            Reply.stream(Reply.loading(#"{"accept": true, "feedback": ""}"#), Reply.loading("Done! (1.0s)\n")),
            "could not load model 'judge'"
        ),
        ([], "broke off before the answer was complete (the connection closed)"),
    ]

    @Test(arguments: verdicts) func `lets no answer pass, and says why`(
        _ reply: [UInt8], _ complaint: String
    ) async throws {
        try await ScriptedServer.serving { request in
            request["model"] == "judge" ? reply : Reply.answer("An answer.")
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(
                    port: server.port, chain: "{ tiers: [m], verify: [{ kind: judge, model: judge }] }")
                let ending = try await rung.run("run", "--json", "do it")
                #expect(ending.status == 1)
                let lines = try ending.lines
                let last = try #require(lines.last)
                #expect(last["outcome"] == "exhausted")
                #expect(last["output"] == "")
                let attempt = try #require(last["attempts"]?.array?.only)
                #expect(attempt["verdict"] == "escalate")
                let feedback = try #require(attempt["feedback"]?.string)
                #expect(feedback.hasPrefix("verifier error: ") && feedback.contains(complaint), "\(feedback)")
                let failed = lines.filter { $0["event"] == "verifier_failed" }
                #expect(
                    failed.compactMap { $0["failure"]?["text"]?.string }.map { "verifier error: " + $0 } == [feedback])
                #expect(try await rung.run("show", "last", "--json").output == ending.output)
            }
        }
    }

    @Test func `is told from one whose server tells of loading`() async throws {
        try await ScriptedServer.serving { request in
            request["model"] == "judge"
                ? Reply.stream(
                    Reply.loading(#"{"accept": false, "feedback": "not the judge's word"}"#),
                    Reply.piece(#"{"accept": true, "feedback": ""}"#), Reply.finish(), Reply.done)
                : Reply.answer("An answer.")
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(
                    port: server.port, chain: "{ tiers: [m], verify: [{ kind: judge, model: judge }] }")
                let ending = try await rung.run("run", "--json", "do it")
                #expect(ending.status == 0)
                #expect(try ending.lines.last?["output"] == "An answer.")
                #expect(!ending.output.contains("not the judge's word"))
            }
        }
    }

    @Test func `that knows no response format is asked without one`() async throws {
        try await ScriptedServer.serving { request in
            guard request["model"] == "judge" else { return Reply.answer("An answer.") }
            return request["response_format"] == nil
                ? Reply.answer(#"{"accept": true, "feedback": ""}"#)
                : Reply.whole(400, #"{"error":{"message":"response_format is not supported"}}"#)
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(
                    port: server.port, chain: "{ tiers: [m], verify: [{ kind: judge, model: judge }] }")
                let ending = try await rung.run("run", "do it")
                #expect(ending.status == 0)
                #expect(ending.output == "An answer.")
                let formats = server.requests.filter { $0["model"] == "judge" }.map { $0["response_format"] != nil }
                #expect(formats.first == true)
                #expect(formats.last == false)
            }
        }
    }
}
