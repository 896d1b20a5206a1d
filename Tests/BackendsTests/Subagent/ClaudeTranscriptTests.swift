import EscalationCore
import Testing

@testable import Backends

struct ClaudeTranscriptTests {
    /// Passes the pieces through a transcript.
    private func read(_ pieces: [UInt8]...) -> (reports: [ExecutorReport], transcript: ClaudeTranscript) {
        var transcript = ClaudeTranscript()
        let reports = pieces.flatMap { transcript.take($0) } + transcript.finish()
        return (reports, transcript)
    }

    private func read(_ lines: String) -> (reports: [ExecutorReport], transcript: ClaudeTranscript) {
        read(Array(lines.utf8))
    }

    private static let hello = ["Hello", " from", " the", " loopback", " server."]

    @Test func `streams the recorded answer`() throws {
        let (reports, transcript) = read(try ClaudeRecording.hello.bytes)
        #expect(
            reports == [.phase(.prompt), .phase(.answer)] + Self.hello.map { .output(.answer, $0) })
        #expect(transcript.result?.text == "Hello from the loopback server.")
        #expect(transcript.result?.isError == false)
        #expect(transcript.result?.usage == Usage(promptTokens: 12, answerTokens: 9, cachedTokens: 0))
        #expect(transcript.result?.cost == 0.000171)
        #expect(transcript.result?.stopReason == "end_turn")
        #expect(transcript.servedModel == "claude-sonnet-4-6")
    }

    @Test func `tells how long the recorded CLI waits before each retry`() throws {
        let (reports, transcript) = read(try ClaudeRecording.retrying.bytes)
        let delays = [0.595, 1.223, 2.195, 4.96, 8.175, 17.147, 36.522, 34.884]
        #expect(
            reports == [.phase(.prompt)]
                + delays.enumerated().map { index, delay in
                    .waiting(reason: "authentication_failed (401), retry \(index + 1) of 10", seconds: delay)
                })
        #expect(transcript.result == nil)
    }

    @Test func `takes no error message for an answer`() throws {
        let (reports, transcript) = read(try ClaudeRecording.modelNotFound.bytes)
        #expect(reports == [.phase(.prompt)])
        #expect(transcript.result?.isError == true)
        #expect(transcript.servedModel == nil)
    }

    @Test(arguments: ClaudeRecording.allCases, [1, 2, 3, 7, 64, 1_000])
    func `reads a recording alike in pieces of any size`(recording: ClaudeRecording, size: Int) throws {
        let bytes = try recording.bytes
        let whole = read(bytes)
        var transcript = ClaudeTranscript()
        var reports: [ExecutorReport] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            reports += transcript.take(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        reports += transcript.finish()
        #expect(reports == whole.reports)
        #expect(transcript.result == whole.transcript.result)
        #expect(transcript.servedModel == whole.transcript.servedModel)
    }

    /// A cut at every byte: the two parts of a line, each as one piece, come to what the whole line comes to, state
    /// included, and what follows depends on nothing else.
    @Test(arguments: ClaudeRecording.allCases)
    func `reads a recording alike wherever it is cut in two`(recording: ClaudeRecording) throws {
        let bytes = try recording.bytes
        var uncut = ClaudeTranscript()
        var reports: [ExecutorReport] = []
        for line in bytes.lines {
            let start = uncut
            let told = uncut.take(line)
            for cut in 1..<line.count {
                var transcript = start
                let parts = transcript.take(Array(line[..<cut])) + transcript.take(Array(line[cut...]))
                if parts != told || transcript != uncut { Issue.record("differs when cut at \(cut) of \(line.count)") }
            }
            reports += told
        }
        #expect(reports + uncut.finish() == read(bytes).reports)
    }

    @Test(arguments: ClaudeRecording.allCases)
    func `reads a recording alike with the members of its objects in another order`(recording: ClaudeRecording) throws {
        let turned = try recording.bytes.lines.map { line in
            let members = try JSONValue(parsing: line).members ?? []
            return JSONValue.object(members.reversed()).text + "\n"
        }
        let (reports, transcript) = read(turned.joined())
        let whole = read(try recording.bytes)
        #expect(reports == whole.reports)
        #expect(transcript.result == whole.transcript.result)
        #expect(transcript.complaint == whole.transcript.complaint)
    }

    @Test(arguments: ClaudeRecording.allCases)
    func `knows a recording that ends too soon from a whole one, at every byte`(recording: ClaudeRecording) throws {
        let bytes = try recording.bytes
        let whole = read(bytes)
        var reports: [ExecutorReport] = []
        var soFar = ClaudeTranscript()
        for (end, byte) in bytes.enumerated() {
            var cutOff = soFar
            let all = reports + cutOff.finish()
            #expect(all == Array(whole.reports.prefix(all.count)), "ends at byte \(end)")
            // Only the last line end may be missing from a whole recording.
            #expect(cutOff.result == (end == bytes.count - 1 ? whole.transcript.result : nil), "ends at byte \(end)")
            #expect(cutOff.stray.bytes.isEmpty, "ends at byte \(end)")
            reports += soFar.take([byte])
        }
        #expect(reports == whole.reports)
    }

    @Test func `keeps thoughts apart from the answer`() {
        let (reports, _) = read(
            """
            {"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"hm"}}}
            {"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"signature_delta","signature":"x"}}}
            {"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"4"}}}

            """)
        #expect(reports == [.phase(.answer), .output(.reasoning, "hm"), .output(.answer, "4")])
    }

    @Test func `leaves out what a subagent of the CLI says`() {
        let (reports, transcript) = read(
            """
            {"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"no"}},"parent_tool_use_id":"toolu_1"}
            {"type":"assistant","message":{"model":"claude-haiku"},"parent_tool_use_id":"toolu_1"}

            """)
        #expect(reports == [])
        #expect(transcript.servedModel == nil)
    }

    @Test func `ignores kinds of lines it doesn't know`() {
        let (reports, transcript) = read(
            """
            {"type":"rate_limit_event","info":{}}
            {"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"new_delta"}}}
            [1]
            {}

            """)
        #expect(reports == [])
        #expect(transcript.stray.text == "")
    }

    @Test func `reports what the result has beyond the streamed text`() {
        let (reports, _) = read(
            """
            {"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"one"}}}
            {"type":"result","subtype":"success","is_error":false,"result":"one two"}

            """)
        #expect(reports == [.phase(.answer), .output(.answer, "one"), .output(.answer, " two")])
    }

    @Test func `reports nothing more where the result differs from the streamed text`() {
        let (reports, transcript) = read(
            """
            {"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"Looking."}}}
            {"type":"result","subtype":"success","is_error":false,"result":"The answer."}

            """)
        #expect(reports == [.phase(.answer), .output(.answer, "Looking.")])
        #expect(transcript.result?.text == "The answer.")
    }

    @Test func `counts every part of the prompt`() {
        let (_, transcript) = read(
            """
            {"type":"result","subtype":"success","is_error":false,"result":"","usage":{"input_tokens":3,\
            "cache_creation_input_tokens":20,"cache_read_input_tokens":100,"output_tokens":7}}

            """)
        #expect(transcript.result?.usage == Usage(promptTokens: 123, answerTokens: 7, cachedTokens: 100))
    }
}
