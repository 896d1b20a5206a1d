import EscalationCore
import Testing

@testable import Backends

/// Replies that are no stream: errors in every form, and objects that are no completion.
struct ChatRefusalsTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        var status: Int
        var body: String
        var code: Failure.Kind
        var text: String
        var format: Request.AnswerFormat = .text
        var testDescription: String { "\(status) \(body.prefix(60)), \(format == .text ? "text" : "format")" }
    }

    static let refusals: [Refusal] = [
        Refusal(status: 401, body: #"{"error":{"message":"no"}}"#, code: .refused, text: "no"),
        Refusal(status: 403, body: "", code: .refused, text: ""),
        Refusal(status: 429, body: #"{"error":"later"}"#, code: .rateLimited, text: "later"),
        Refusal(
            status: 500, body: #"{"error":{"message":" line\nbreak \\back %s <xml/>"}}"#, code: .server,
            text: " line\nbreak \\back %s <xml/>"),
        Refusal(status: 502, body: "", code: .server, text: ""),
        Refusal(status: 404, body: "404 page not found\n", code: .server, text: "404 page not found"),
        Refusal(
            status: 404, body: #"{"object":"error","message":"The model `x` does not exist.","type":"NotFoundError"}"#,
            code: .unknownModel, text: "The model `x` does not exist."),
        Refusal(
            status: 404, body: #"{"error":"model 'x' not found, try pulling it first"}"#, code: .unknownModel,
            text: "model 'x' not found, try pulling it first"),
        Refusal(
            status: 400, body: #"{"error":{"message":"too long","type":"exceed_context_size_error","n_ctx":4096}}"#,
            code: .contextTooLong, text: "too long"),
        Refusal(
            status: 400, body: #"{"error":{"message":"This model's maximum context length is 8192 tokens."}}"#,
            code: .contextTooLong, text: "This model's maximum context length is 8192 tokens."),
        Refusal(
            status: 400, body: #"{"error":{"message":"response_format is not supported"}}"#, code: .formatRefused,
            text: "response_format is not supported", format: .jsonObject),
        Refusal(
            status: 400, body: #"{"error":{"message":"response_format is not supported"}}"#, code: .server,
            text: "response_format is not supported"),
        Refusal(
            status: 422, body: #"{"detail":[{"loc":["body","response_format"],"msg":"bad"}]}"#, code: .formatRefused,
            text: #"[{"loc":["body","response_format"],"msg":"bad"}]"#, format: .jsonObject),
        Refusal(
            status: 500, body: #"{"error":{"message":"failed to parse grammar"}}"#, code: .formatRefused,
            text: "failed to parse grammar", format: .jsonSchema(name: "v", schema: [:])),
        Refusal(
            status: 500, body: #"{"error":{"message":"guided by json"}}"#, code: .server, text: "guided by json",
            format: .jsonObject),
        Refusal(
            status: 503, body: #"{"error":{"message":"Loading model","code":503}}"#, code: .server,
            text: "Loading model"),
        Refusal(status: 200, body: #"{"error":{"message":"no luck"}}"#, code: .server, text: "no luck"),
    ]

    @Test(arguments: refusals)
    func `tells what kind of failure a reply is, and keeps the server's message`(_ refusal: Refusal) async throws {
        let request = Request(model: "x", taskPrompt: "hi", format: refusal.format)
        let asked = try await ask(request) { exchange in
            try await exchange.reply(refusal.status, refusal.body)
            return .keepOpen
        }
        #expect(asked.error?.code == refusal.code)
        #expect(asked.error?.text == refusal.text)
        #expect(asked.error?.failure.text.hasSuffix(refusal.text) == true)
    }

    @Test(arguments: ["{}", "[]", "{\"choices\":[]}", "{\"choices\":[{", "hello"])
    func `takes no other object for a completion`(_ body: String) async throws {
        let asked = try await ask { exchange in
            try await exchange.reply(200, body)
            return .keepOpen
        }
        #expect(asked.error?.code == .malformed)
        #expect(asked.error?.text.contains(body) == true)
    }

    @Test func `takes no empty reply for a completion`() async throws {
        let asked = try await ask { exchange in
            try await exchange.reply(200, "")
            return .keepOpen
        }
        #expect(asked.error?.code == .malformed)
        #expect(asked.error?.text == "It sent nothing.")
    }

    @Test func `follows no redirect, which would carry the key elsewhere`() async throws {
        let asked = try await ask(apiKey: "sk-1") { exchange in
            #expect(exchange.path == "/v1/chat/completions")
            try await exchange.reply(307, "", headers: "Location: /elsewhere")
            return .keepOpen
        }
        #expect(asked.error?.status == 307)
        #expect(asked.error?.text == "moved to /elsewhere")
    }

    @Test func `cuts a message that never ends`() async throws {
        let asked = try await ask { exchange in
            try await exchange.send("HTTP/1.1 500 Said\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<3 { try await exchange.chunk(String(repeating: "x", count: 32 << 10)) }
            await exchange.untilClientLeaves()
            return .hangUp
        }
        #expect(asked.error?.text == String(repeating: "x", count: 64 << 10))
    }

    @Test func `keeps a key that the server repeats to itself`() async throws {
        let asked = try await ask(apiKey: "sk-secret", headers: ["X-Api-Key": "other-secret", "X-Team": "blue"]) {
            exchange in
            try await exchange.reply(401, #"{"error":"sk-secret and other-secret of team blue are wrong"}"#)
            return .keepOpen
        }
        #expect(asked.error?.text == "••• and ••• of team blue are wrong")
    }

    @Test func `keeps a message whole that holds a placeholder for a key`() async throws {
        let asked = try await ask(apiKey: "ollama") { exchange in
            try await exchange.reply(500, #"{"error":"ollama is out of memory"}"#)
            return .keepOpen
        }
        #expect(asked.error?.text == "ollama is out of memory")
    }
}
