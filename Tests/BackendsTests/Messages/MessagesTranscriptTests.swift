import EscalationCore
import Testing

@testable import Backends

/// What a streamed message says, read without a connection.
struct MessagesTranscriptTests {
    private typealias Stream = ReadStream<MessagesTranscript>

    /// Thoughts, a ping, a block of a kind not known yet, text beyond ASCII in two blocks, and totals at the end.
    static let full =
        MessageStream.start(
            usage:
                #"{"input_tokens":25,"cache_creation_input_tokens":40,"cache_read_input_tokens":100,"output_tokens":1}"#
        )
        + MessageStream.ping + MessageStream.block("First I ", "think 漢", type: "thinking")
        + MessageStream.event("content_block_start", #""index":1,"content_block":{"type":"novelty","novelty":"x"}"#)
        + MessageStream.event("content_block_delta", #""index":1,"delta":{"type":"signature_delta","signature":"x"}"#)
        + MessageStream.event("novelty", #""text":"not ours""#)
        + MessageStream.block("Grüße", " 👩‍💻\\n", index: 2) + MessageStream.block("Ende.", index: 3)
        + MessageStream.delta(stopReason: "end_turn") + MessageStream.stop

    private static let whole: Stream = {
        var stream = Stream(full)
        stream.reports = [
            .phase(.answer), .output(.reasoning, "First I think 漢"), .output(.answer, "Grüße 👩‍💻\nEnde."),
        ]
        stream.usage = Usage(promptTokens: 165, answerTokens: 15, cachedTokens: 100)
        stream.answer = Answer(
            "Grüße 👩‍💻\nEnde.", usage: stream.usage, finishReason: "end_turn", servedModel: "claude-opus-4-6")
        stream.fault = nil
        return stream
    }()

    @Test func `is the text of all blocks, with thoughts apart and the tokens of every part of the prompt`() {
        #expect(Stream(Self.full) == Self.whole)
    }

    @Test func `is the same wherever the network cuts it`() {
        let bytes = Array(Self.full.utf8)
        for cut in bytes.indices where Stream([Array(bytes[..<cut]), Array(bytes[cut...])]) != Self.whole {
            Issue.record("differs when cut at \(cut)")
        }
        #expect(Stream(bytes.map { [$0] }) == Self.whole)
    }

    @Test func `is cut off wherever it ends before the reason why it ended`() throws {
        let bytes = Array(Self.full.utf8)
        // From there on nothing is missing that an answer needs.
        let last = try #require(bytes.firstRange(of: Array(#""usage":{"output_tokens":15}}"#.utf8)))
        var reading = StreamReading<MessagesTranscript>()
        for (index, byte) in bytes.enumerated() {
            let read = reading.atEnd
            #expect(read.reports.isBeginning(of: Self.whole.reports), "ends at byte \(index)")
            if index >= last.upperBound {
                #expect(read == Self.whole, "ends at byte \(index)")
            } else {
                #expect(read.answer == nil, "ends at byte \(index)")
                #expect(read.fault == .cutOff("the stream ended without message_stop"), "ends at byte \(index)")
            }
            reading.take([byte])
        }
    }

    @Test func `is the same with a sign of life between any two events`() {
        let events = Self.full.split(separator: "\n\n", omittingEmptySubsequences: true).map { "\($0)\n\n" }
        for index in events.indices {
            let stream = (events[..<index] + [MessageStream.ping, ": comment\n\n"] + events[index...]).joined()
            #expect(Stream(stream) == Self.whole, "before event \(index)")
        }
    }

    @Test(arguments: [
        ("end_turn", "end_turn"), ("stop_sequence", "stop_sequence"), ("tool_use", "tool_use"),
        ("max_tokens", FinishReason.length), ("model_context_window_exceeded", .length),
    ])
    func `tells why the model stopped, and a limit as every server's`(_ word: String, _ reason: FinishReason) {
        let stream = Stream(
            MessageStream.start() + MessageStream.block("a") + MessageStream.delta(stopReason: word)
                + MessageStream.stop)
        #expect(
            stream.answer
                == Answer(
                    "a", usage: Usage(promptTokens: 25, answerTokens: 15), finishReason: reason,
                    servedModel: "claude-opus-4-6"))
    }

    @Test func `takes no refusal for an answer`() {
        let stream = Stream(
            MessageStream.start() + MessageStream.block("Well") + MessageStream.delta(stopReason: "refusal")
                + MessageStream.stop)
        #expect(stream.answer == nil)
        #expect(stream.fault == .declined("refusal"))
        #expect(stream.usage == Usage(promptTokens: 25, answerTokens: 15))
        #expect(stream.text(on: .answer) == "Well")
    }

    @Test func `keeps the figures that a later total leaves out`() {
        let stream = Stream(
            MessageStream.start(usage: #"{"input_tokens":7,"cache_read_input_tokens":3}"#)
                + MessageStream.delta(stopReason: nil, usage: #"{"output_tokens":4}"#)
                + MessageStream.delta(stopReason: "end_turn", usage: #"{"input_tokens":8,"output_tokens":9}"#)
                + MessageStream.stop)
        #expect(stream.usage == Usage(promptTokens: 11, answerTokens: 9, cachedTokens: 3))
    }

    @Test func `is over at message_stop, whatever follows`() {
        #expect(Stream(Self.full + "data: {broken\n\n").answer == Self.whole.answer)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var fault: ReplyFault
    }

    static let wrong: [Wrong] = [
        Wrong(testDescription: "nothing", text: "", fault: .cutOff("the stream ended without message_stop")),
        Wrong(
            testDescription: "half an answer", text: MessageStream.start() + MessageStream.block("a"),
            fault: .cutOff("the stream ended without message_stop")),
        Wrong(
            testDescription: "an error after some text",
            text: MessageStream.start() + MessageStream.error("overloaded_error", "Overloaded"),
            fault: .complaint(ServerComplaint(error: ["type": "overloaded_error", "message": "Overloaded"]))),
        Wrong(
            testDescription: "an error without its event's name",
            text: "data: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"x\"}}\n\n",
            fault: .complaint(ServerComplaint(error: ["type": "api_error", "message": "x"]))),
        Wrong(
            testDescription: "broken JSON", text: "data: {\"type\n\n",
            fault: .senseless(Array("{\"type".utf8), because: "not JSON: the text ends inside a string at byte 6")),
        Wrong(
            testDescription: "a chunk of chat completions", text: "data: {\"choices\":[]}\n\n",
            fault: .senseless(Array("{\"choices\":[]}".utf8))),
        Wrong(testDescription: "a page", text: "<html>\n", fault: .senseless(Array("<html>".utf8))),
        Wrong(
            testDescription: "an error as a bare line", text: "{\"error\":\"gone\"}\n",
            fault: .complaint(ServerComplaint(error: "gone"))),
    ]

    @Test(arguments: wrong)
    func `is no answer`(_ stream: Wrong) {
        let read = Stream(stream.text)
        #expect(read.answer == nil)
        #expect(read.fault == stream.fault)
    }

    // MARK: Recorded from llama-server

    private static let recorded = Answer(
        "A colour is a color.", usage: Usage(promptTokens: 21, answerTokens: 7, cachedTokens: 0),
        finishReason: "end_turn", servedModel: "smollm2")

    @Test func `reads llama-server's stream alike wherever it is cut, and with its lines in another order`() throws {
        let body = try Recording.only(in: "llama-server/messages.smollm2.txt").body
        let whole = Stream(body)
        #expect(whole.answer == Self.recorded)
        #expect(whole.reports == [.phase(.answer), .output(.answer, Self.recorded.text)])
        let bytes = Array(body.utf8)
        for cut in bytes.indices where Stream([Array(bytes[..<cut]), Array(bytes[cut...])]) != whole {
            Issue.record("differs when cut at \(cut)")
        }
        // The name of an event may follow its data.
        let turned = body.split(separator: "\n\n").map { event in
            event.split(separator: "\n").reversed().joined(separator: "\n") + "\n\n"
        }
        #expect(Stream(turned.joined()) == whole)
    }

    @Test func `takes llama-server's stream for an answer only from its stop reason on`() throws {
        let bytes = Array(try Recording.only(in: "llama-server/messages.smollm2.txt").body.utf8)
        let whole = Stream([bytes])
        let end = try #require(bytes.firstRange(of: Array(#""output_tokens":7}}"#.utf8))).upperBound
        var reading = StreamReading<MessagesTranscript>()
        for (index, byte) in bytes.enumerated() {
            let read = reading.atEnd
            #expect(read.reports.isBeginning(of: whole.reports), "ends at byte \(index)")
            #expect((read.answer == whole.answer) == (index >= end), "ends at byte \(index)")
            reading.take([byte])
        }
    }

    @Test func `reads llama-server's answer in one object, and no part of it`() throws {
        let bytes = Array(try Recording.only(in: "llama-server/messages.whole.json").body.utf8)
        var transcript = MessagesTranscript()
        try transcript.take(whole: bytes)
        var answer = Self.recorded
        answer.usage?.cachedTokens = 20
        #expect(transcript.answer == answer)
        for length in bytes.indices {
            var cut = MessagesTranscript()
            #expect(throws: ReplyFault.self) { try cut.take(whole: Array(bytes[..<length])) }
        }
    }

    @Test func `knows llama-server's word for a prompt that is too long`() throws {
        let complaint = ServerComplaint(
            body: Array(try Recording.only(in: "llama-server/messages.too-long.json").body.utf8))
        #expect(complaint.message.hasPrefix("request (431 tokens) exceeds the available context size (256 tokens)"))
        #expect(complaint.kind(httpStatus: 400, request: Request(model: "m", taskPrompt: "t")) == .contextTooLong)
    }
}
