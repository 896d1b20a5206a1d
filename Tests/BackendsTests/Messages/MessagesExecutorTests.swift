import EscalationCore
import Testing

@testable import Backends

/// The executor with a server on the loopback interface.
struct MessagesExecutorTests {
    private func ask(
        _ request: Request = Request(model: "claude-opus-4-6", taskPrompt: "hi"), apiKey: String? = nil,
        headers: [String: String] = [:], served handler: @escaping LoopbackServer.Handler
    ) async throws -> Asked {
        try await BackendsTests.ask(
            request, by: { $0.messagesExecutor(for: $1) }, apiKey: apiKey, headers: headers, served: handler)
    }

    @Test func `posts to the messages endpoint with the key, the API's version and JSON both ways`() async throws {
        let asked = try await ask(apiKey: " sk-ant-1\n", headers: ["anthropic-beta": "b"]) { exchange in
            #expect(exchange.method == "POST")
            #expect(exchange.path == "/v1/messages")
            #expect(exchange.headers["x-api-key"] == "sk-ant-1")
            #expect(exchange.headers["authorization"] == nil)
            #expect(exchange.headers["anthropic-version"] == "2023-06-01")
            #expect(exchange.headers["anthropic-beta"] == "b")
            #expect(exchange.headers["content-type"] == "application/json")
            #expect(exchange.json == MessagesRequest(Request(model: "claude-opus-4-6", taskPrompt: "hi")).json)
            try await exchange.stream(MessageStream.answer("yes", " indeed"))
            return .keepOpen
        }
        #expect(
            asked.answer
                == Answer(
                    "yes indeed", usage: Usage(promptTokens: 25, answerTokens: 15), finishReason: "end_turn",
                    servedModel: "claude-opus-4-6"))
        #expect(asked.phases == [.prompt, .answer])
    }

    @Test func `sends another version of the API where the configuration names one`() async throws {
        let asked = try await ask(headers: ["Anthropic-Version": "2030-01-01"]) { exchange in
            #expect(exchange.headers["anthropic-version"] == "2030-01-01")
            try await exchange.stream(MessageStream.answer("a"))
            return .keepOpen
        }
        #expect(asked.answer?.text == "a")
    }

    @Test func `understands a server that answers with one object`() async throws {
        let asked = try await ask { exchange in
            try await exchange.reply(
                200,
                """
                {"type":"message","role":"assistant","model":"m","content":[{"type":"thinking","thinking":"hm"},\
                {"type":"text","text":"a"},{"type":"tool_use","input":{}},{"type":"text","text":"b"}],\
                "stop_reason":"max_tokens","usage":{"input_tokens":3,"output_tokens":2}}
                """)
            return .keepOpen
        }
        #expect(
            asked.answer
                == Answer(
                    "ab", usage: Usage(promptTokens: 3, answerTokens: 2), finishReason: .length, servedModel: "m"))
        #expect(asked.text(on: .reasoning) == "hm")
    }

    @Test func `fails when the connection breaks off, with the tokens told before`() async throws {
        let asked = try await ask { exchange in
            try await exchange.startStream()
            try await exchange.chunk(MessageStream.start() + MessageStream.block("half"))
            return .hangUp
        }
        #expect(asked.error?.failure.kind == .cutOff)
        #expect(asked.error?.failure.usage == Usage(promptTokens: 25, answerTokens: 1))
        #expect(asked.text(on: .answer) == "half")
    }

    @Test func `takes an answer with its stop reason although the connection breaks off`() async throws {
        let asked = try await ask { exchange in
            try await exchange.startStream()
            try await exchange.chunk(
                MessageStream.start() + MessageStream.block("all") + MessageStream.delta(stopReason: "end_turn"))
            return .hangUp
        }
        #expect(asked.answer?.text == "all")
    }

    @Test func `says that the model declined, and what that used`() async throws {
        let asked = try await ask { exchange in
            try await exchange.stream(MessageStream.start() + MessageStream.delta(stopReason: "refusal"))
            return .keepOpen
        }
        let error = try #require(asked.error)
        #expect(
            error.failure
                == Failure(
                    .other,
                    "Backend 'local' at \(error.url) declined to answer (refusal). "
                        + "Rephrase the task, or let another tier answer.",
                    usage: Usage(promptTokens: 25, answerTokens: 15)))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var status: Int?
        var type: String
        var message: String
        var kind: Failure.Kind
        var testDescription: String { "\(status.map(String.init) ?? "in the stream"), \(type)" }
    }

    static let refusals: [Refusal] = [
        Refusal(status: 401, type: "authentication_error", message: "invalid x-api-key", kind: .refused),
        Refusal(status: 403, type: "permission_error", message: "not for this key", kind: .refused),
        Refusal(status: 400, type: "billing_error", message: "Your credit balance is too low", kind: .refused),
        Refusal(status: 404, type: "not_found_error", message: "model: claude-nope", kind: .unknownModel),
        Refusal(status: 413, type: "request_too_large", message: "Request exceeds the maximum", kind: .contextTooLong),
        Refusal(
            status: 400, type: "invalid_request_error",
            message: "prompt is too long: 250000 tokens > 200000 maximum", kind: .contextTooLong),
        Refusal(
            status: 400, type: "invalid_request_error",
            message: "input length and `max_tokens` exceed context limit: 190000 + 32000 > 200000",
            kind: .contextTooLong),
        Refusal(
            status: 400, type: "invalid_request_error", message: "max_tokens: 32000 > 8192, which is the maximum",
            kind: .server),
        Refusal(status: 429, type: "rate_limit_error", message: "slow down", kind: .rateLimited),
        Refusal(status: 529, type: "overloaded_error", message: "Overloaded", kind: .rateLimited),
        Refusal(status: 500, type: "api_error", message: "Internal server error", kind: .server),
        Refusal(status: nil, type: "overloaded_error", message: "Overloaded", kind: .rateLimited),
        Refusal(status: nil, type: "rate_limit_error", message: "slow down", kind: .rateLimited),
        Refusal(status: nil, type: "authentication_error", message: "key revoked", kind: .refused),
        Refusal(status: nil, type: "not_found_error", message: "model: claude-nope", kind: .unknownModel),
        Refusal(status: nil, type: "api_error", message: "Internal server error", kind: .server),
    ]

    @Test(arguments: refusals)
    func `tells what kind of failure a complaint is, and keeps the server's message`(_ refusal: Refusal) async throws {
        let asked = try await ask { exchange in
            if let status = refusal.status {
                try await exchange.reply(
                    status,
                    #"{"type":"error","error":{"type":"\#(refusal.type)","message":"\#(refusal.message)"},"request_id":"r"}"#
                )
            } else {
                try await exchange.stream(MessageStream.start() + MessageStream.error(refusal.type, refusal.message))
            }
            return .keepOpen
        }
        #expect(asked.answer == nil)
        #expect(asked.error?.code == refusal.kind)
        #expect(asked.error?.status == refusal.status)
        #expect(asked.error?.text == refusal.message)
        #expect(asked.error?.failure.text.hasSuffix(" It said: \(refusal.message)") == true)
    }

    @Test func `tells a judge's format that the model doesn't take from other bad requests`() async throws {
        let request = Request(model: "m", taskPrompt: "t", format: .jsonSchema(name: "v", schema: [:]))
        let asked = try await ask(request) { exchange in
            try await exchange.reply(
                400, #"{"error":{"type":"invalid_request_error","message":"output_config.format: not supported"}}"#)
            return .keepOpen
        }
        #expect(asked.error?.code == .formatRefused)
    }

    @Test func `tells how long the API asks to wait`() async throws {
        let asked = try await ask { exchange in
            try await exchange.reply(
                429, #"{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}"#,
                headers: "retry-after: 17")
            return .keepOpen
        }
        #expect(asked.error?.failure.retryAfter == .seconds(17))
        #expect(asked.error?.description.contains("Try again in 17 s") == true)
    }
}
