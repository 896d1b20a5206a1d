import EscalationCore
import Testing

@testable import Backends

/// What servers may stream, and must not make of an attempt.
struct ChatStreamsTests {
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
            testDescription: "timings that nobody can mean",
            text: event(
                #"{"content":"a"}"#, finish: "stop",
                more: #","timings":{"prompt_n":9223372036854775807,"cache_n":1,"predicted_n":-1}"#) + done,
            answer: Answer("a", usage: Usage(cachedTokens: 1), finishReason: .stop, servedModel: "m")),
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
}
