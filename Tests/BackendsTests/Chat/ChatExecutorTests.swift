import EscalationCore
import Testing

@testable import Backends

/// What servers may send, and must not make of an attempt.
struct ChatExecutorTests {
    // MARK: The request

    @Test func `posts to the chat endpoint with the key, its headers and JSON both ways`() async throws {
        let asked = try await ask(apiKey: " sk-1\n", headers: ["X-Team": "blue"]) { exchange in
            #expect(exchange.method == "POST")
            #expect(exchange.path == "/v1/chat/completions")
            #expect(exchange.headers["authorization"] == "Bearer sk-1")
            #expect(exchange.headers["content-type"] == "application/json")
            #expect(exchange.headers["accept"] == "application/json")
            #expect(exchange.headers["x-team"] == "blue")
            #expect(exchange.json == ChatRequest(Request(model: "qwen3-4b", taskPrompt: "hi")).json)
            try await exchange.stream(event(#"{"content":"yes"}"#, finish: "stop") + done)
            return .keepOpen
        }
        #expect(asked.answer == Answer("yes", finishReason: .stop, servedModel: "m"))
    }

    // MARK: Streams that are answers

    struct Stream: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var answer: Answer
        var reasoning = ""
    }

    static let streams: [Stream] = [
        Stream(
            testDescription: "content that is null at first",
            text: event(#"{"role":"assistant","content":null}"#) + event(#"{"content":"a"}"#)
                + event("{}", finish: "stop") + done,
            answer: Answer("a", finishReason: .stop, servedModel: "m")),
        Stream(
            testDescription: "an empty answer", text: event("{}", finish: "stop") + done,
            answer: Answer("", finishReason: .stop, servedModel: "m")),
        Stream(
            testDescription: "no finish reason but [DONE]", text: event(#"{"content":"a"}"#) + done,
            answer: Answer("a", servedModel: "m")),
        Stream(
            testDescription: "a finish reason but no [DONE]", text: event(#"{"content":"a"}"#, finish: "length"),
            answer: Answer("a", finishReason: .length, servedModel: "m")),
        Stream(
            testDescription: "usage in a chunk without choices",
            text: event(#"{"content":"a"}"#, finish: "stop")
                + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}\n\n" + done,
            answer: Answer(
                "a", usage: Usage(promptTokens: 3, answerTokens: 1), finishReason: .stop, servedModel: "m")),
        Stream(
            testDescription: "null as usage until the last chunk",
            text: event(#"{"content":"a"}"#, more: #","usage":null"#)
                + event("{}", finish: "stop", more: #","usage":{"completion_tokens":1},"error":null"#) + done,
            answer: Answer("a", usage: Usage(answerTokens: 1), finishReason: .stop, servedModel: "m")),
        Stream(
            testDescription: "reasoning under either name",
            text: event(#"{"reasoning_content":"hm "}"#) + event(#"{"reasoning":"so"}"#)
                + event(#"{"content":"a"}"#, finish: "stop") + done,
            answer: Answer("a", finishReason: .stop, servedModel: "m"), reasoning: "hm so"),
        Stream(
            testDescription: "content in parts",
            text: event(#"{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#, finish: "stop") + done,
            answer: Answer("ab", finishReason: .stop, servedModel: "m")),
        Stream(
            testDescription: "a second choice, which nobody asked for",
            text:
                "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}},{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n"
                + done,
            answer: Answer("a")),
        Stream(
            testDescription: "escape sequences and controls, which are data",
            text: event(#"{"content":"\u001b[31mred\u0007\u0000\r\n"}"#, finish: "stop") + done,
            answer: Answer("\u{1b}[31mred\u{7}\u{0}\r\n", finishReason: .stop, servedModel: "m")),
        Stream(
            testDescription: "text that looks like the end of a stream",
            text: event(#"{"content":"data: [DONE]\n\n"}"#, finish: "stop") + done,
            answer: Answer("data: [DONE]\n\n", finishReason: .stop, servedModel: "m")),
        Stream(
            testDescription: "comments, and carriage returns as line ends",
            text: ": OPENROUTER PROCESSING\r\n\r\n"
                + (event(#"{"content":"a"}"#, finish: "stop") + done).replacing("\n", with: "\r\n"),
            answer: Answer("a", finishReason: .stop, servedModel: "m")),
        Stream(
            testDescription: "anything behind [DONE]",
            text: event(#"{"content":"a"}"#, finish: "stop") + done + "{broken\n",
            answer: Answer("a", finishReason: .stop, servedModel: "m")),
    ]

    @Test(arguments: streams)
    func `takes a stream as an answer`(_ stream: Stream) async throws {
        let asked = try await ask { exchange in
            try await exchange.stream(stream.text)
            return .keepOpen
        }
        #expect(asked.answer == stream.answer)
        #expect(asked.error == nil)
        #expect(asked.text(on: .reasoning) == stream.reasoning)
    }

    @Test func `replaces bytes that are not UTF-8`() async throws {
        let asked = try await ask { exchange in
            try await exchange.startStream()
            try await exchange.chunk(Array("data: {\"choices\":[{\"delta\":{\"content\":\"a".utf8) + [0xFF, 0xC3])
            try await exchange.chunk(Array("b\"},\"finish_reason\":\"stop\"}]}\n\n".utf8))
            try await exchange.endStream()
            return .keepOpen
        }
        #expect(asked.answer == Answer("a\u{FFFD}\u{FFFD}b", finishReason: .stop))
    }

    @Test func `puts a character together that the network cut`() async throws {
        let asked = try await ask { exchange in
            try await exchange.startStream()
            for byte in Array((event(#"{"content":"漢👩‍💻"}"#, finish: "stop") + done).utf8) {
                try await exchange.chunk([byte])
            }
            try await exchange.endStream()
            return .keepOpen
        }
        #expect(asked.answer?.text == "漢👩‍💻")
    }

    @Test func `takes a line of ten megabytes`() async throws {
        let text = String(repeating: "x", count: 10_000_000)
        let asked = try await ask { exchange in
            try await exchange.stream(event("{\"content\":\"\(text)\"}", finish: "stop") + done)
            return .keepOpen
        }
        #expect(asked.answer?.text.utf8.count == 10_000_000)
    }

    @Test func `answers at [DONE], even if the server keeps its stream open`() async throws {
        let asked = try await ask { exchange in
            try await exchange.startStream()
            try await exchange.chunk(event(#"{"content":"a"}"#, finish: "stop") + done)
            await exchange.untilClientLeaves()
            return .hangUp
        }
        #expect(asked.answer?.text == "a")
    }

    @Test func `takes an answer with its finish reason although the connection breaks off`() async throws {
        let asked = try await ask { exchange in
            try await exchange.startStream()
            try await exchange.chunk(event(#"{"content":"a"}"#, finish: "stop"))
            return .hangUp
        }
        #expect(asked.answer == Answer("a", finishReason: .stop, servedModel: "m"))
    }

    // MARK: Streams that are failures

    struct Failing: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var code: Failure.Kind
        /// Held by the failure's text.
        var says: String
        /// What had come of the answer.
        var shown = ""
    }

    static let failing: [Failing] = [
        Failing(testDescription: "nothing", text: "", code: .cutOff, says: "[DONE]"),
        Failing(testDescription: "[DONE] alone", text: done, code: .cutOff, says: "[DONE]"),
        Failing(
            testDescription: "no end", text: event(#"{"content":"half"}"#), code: .cutOff,
            says: "before the answer was complete",
            shown: "half"),
        Failing(
            testDescription: "\"Done!\" of a load and nothing after it",
            text: "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"Done! (0.1s)\\n\"}}]}\n\n",
            code: .loadFailed,
            says: "before the model's first word"),
        Failing(
            testDescription: "broken JSON", text: event(#"{"content":"a"}"#) + "data: {\"choices\":[{\n\n",
            code: .malformed,
            says: "{\"choices\":[{", shown: "a"),
        Failing(
            testDescription: "another object", text: "data: {\"type\":\"ping\"}\n\n", code: .malformed,
            says: "{\"type\":\"ping\"}"),
        Failing(testDescription: "a page", text: "<html>\n<h1>Hello</h1>\n", code: .malformed, says: "<html>"),
        Failing(
            testDescription: "an error as a chunk",
            text: event(#"{"content":"a"}"#) + "data: {\"error\":{\"message\":\"out of\\nmemory\",\"code\":500}}\n\n"
                + done,
            code: .server, says: "out of\nmemory", shown: "a"),
        Failing(
            testDescription: "an error as a string", text: "data: {\"error\":\" \\\"quoted\\\" %s \"}\n\n",
            code: .server,
            says: " \"quoted\" %s "),
        Failing(
            testDescription: "an event named error", text: "event: error\ndata: {\"message\":\"slot gone\"}\n\n",
            code: .server,
            says: "slot gone"),
        Failing(
            testDescription: "an error line of an old llama-server",
            text: "error: {\"code\":500,\"message\":\"slot gone\"}\n\n",
            code: .server, says: "slot gone"),
        Failing(
            testDescription: "a rate limit in the stream",
            text: "data: {\"error\":{\"message\":\"slow down\",\"code\":429}}\n\n", code: .rateLimited,
            says: "slow down"),
    ]

    @Test(arguments: failing)
    func `takes a stream as a failure, with what had come before it shown`(_ stream: Failing) async throws {
        let asked = try await ask { exchange in
            try await exchange.stream(stream.text)
            return .keepOpen
        }
        #expect(asked.answer == nil)
        #expect(asked.error?.code == stream.code)
        #expect(asked.error?.failure.text.contains(stream.says) == true, "\(asked.error?.description ?? "no error")")
        #expect(asked.text(on: .answer) == stream.shown)
    }

    @Test func `fails when the connection breaks off in the middle of an answer`() async throws {
        let asked = try await ask { exchange in
            try await exchange.startStream()
            try await exchange.chunk(event(#"{"content":"half"}"#))
            return .hangUp
        }
        #expect(asked.error?.code == .cutOff)
        #expect(asked.text(on: .answer) == "half")
    }

    @Test func `fails when the connection breaks off before an answer`() async throws {
        let asked = try await ask { _ in .hangUp }
        #expect(asked.error?.code == .cutOff)
        #expect(asked.reports == [])
    }

    @Test func `takes no line beyond sixteen mebibytes`() async throws {
        let asked = try await ask { exchange in
            try await exchange.startStream()
            let part = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<17 { try await exchange.chunk(part) }
            await exchange.untilClientLeaves()
            return .hangUp
        }
        #expect(asked.error?.code == .malformed)
        #expect(asked.error?.text == "A line of its stream is longer than 16 MiB.")
    }

    // MARK: Replies that are failures

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

    // MARK: No connection

    @Test func `says at once that nobody listens, and where`() async throws {
        let server = try await LoopbackServer.unbound()
        try await withClients { clients in
            let backend = BackendEndpoint(name: "local", url: server.url + "/v1")
            let start = ContinuousClock.now
            let asked = try await ask(Request(model: "m", taskPrompt: "t"), of: clients.chatExecutor(for: backend))
            // Not only when the 10 s for connecting are over.
            #expect(ContinuousClock.now - start < .seconds(8))
            #expect(
                asked.error?.failure
                    == Failure(
                        .unreachable,
                        "Can't reach backend 'local' at \(server.url) (connection refused). "
                            + "Start the server or fix 'url' in the configuration."))
            #expect(asked.reports == [])
        }
    }

    @Test(arguments: ["", "localhost:8080", "http://", "ftp://127.0.0.1", "http://no-such-host.invalid"])
    func `says that an address leads nowhere`(_ url: String) async throws {
        try await withClients { clients in
            let backend = BackendEndpoint(name: "local", url: url)
            let asked = try await ask(Request(model: "m", taskPrompt: "t"), of: clients.chatExecutor(for: backend))
            #expect(asked.error?.code == .unreachable)
        }
    }

    @Test func `keeps a key that is no header value out of the error`() async throws {
        let asked = try await ask(apiKey: "sk\nsecret") { _ in .hangUp }
        #expect(asked.error?.code == .other)
        #expect(asked.error?.description.contains("secret") == false)
    }
}
