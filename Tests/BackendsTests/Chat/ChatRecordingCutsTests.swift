import EscalationCore
import Testing

@testable import Backends

/// A recorded reply to a request for a chat completion.
struct RecordedChat: Sendable, CustomTestStringConvertible {
    var recording: Recording
    var path: String
    /// Which of the file's replies it is, from 1.
    var number: Int
    var testDescription: String { "\(path), \(number)" }

    var bytes: [UInt8] { Array(recording.body.utf8) }
    var isStream: Bool { recording.headers["content-type"] == "text/event-stream" || recording.body.hasPrefix("data:") }

    private static let others = ["events", "router", "messages", "18-sigterm.", "truth-table"]

    /// Every such reply among the recordings.
    static let all: [RecordedChat] = Recording.paths(endingWith: ".txt", "schema.8101.json", "schema.8102.json")
        .filter { path in !others.contains { path.contains($0) } }
        .flatMap { path in
            let recordings = (try? Recording.all(in: path)) ?? []
            return recordings.filter(\.isChat).enumerated().map {
                RecordedChat(recording: $1, path: path, number: $0 + 1)
            }
        }

    static let streams = all.filter { $0.recording.status == 200 && $0.isStream }
    static let objects = all.filter { $0.recording.status == 200 && !$0.isStream }
    static let complaints = all.filter { $0.recording.status >= 400 }
}

extension Recording {
    /// Whether it answers a request for a chat completion: its title says so, or is in words, or there is none.
    var isChat: Bool {
        if title.hasPrefix("curl") { return title.contains("/v1/chat/completions") }
        return !title.contains("unload") && !title.contains("/upstream/")
    }
}

/// Recorded replies cut where a network may cut them, broken off where it may break them off, and varied as the format
/// allows: what comes of them doesn't depend on it.
struct ChatRecordingCutsTests {
    private typealias Stream = ReadStream<ChatTranscript>

    @Test func `are all of them`() {
        #expect(RecordedChat.streams.count == 26)
        #expect(RecordedChat.objects.count == 18)
        #expect(RecordedChat.complaints.count == 36)
    }

    @Test(arguments: RecordedChat.streams)
    func `reads a stream alike wherever it is cut`(_ chat: RecordedChat) {
        let whole = Stream([chat.bytes])
        #expect(whole.answer != nil || whole.fault != nil)
        var reading = StreamReading<ChatTranscript>()
        for (cut, byte) in chat.bytes.enumerated() {
            var rest = reading
            rest.take(Array(chat.bytes[cut...]))
            if rest.atEnd != whole { Issue.record("differs when cut at \(cut)") }
            reading.take([byte])
        }
        #expect(reading.atEnd == whole)
    }

    @Test(arguments: RecordedChat.streams)
    func `takes a stream that breaks off for no more than what had come of it`(_ chat: RecordedChat) {
        let whole = Stream([chat.bytes])
        var reading = StreamReading<ChatTranscript>()
        for (index, byte) in chat.bytes.enumerated() {
            let read = reading.atEnd
            #expect(read.reports.isBeginning(of: whole.reports), "ends at byte \(index)")
            if let answer = read.answer {
                // Only figures may be missing, which come after the answer's end.
                #expect(answer.text == whole.answer?.text, "ends at byte \(index)")
                #expect(answer.finishReason == whole.answer?.finishReason, "ends at byte \(index)")
            } else if whole.answer != nil {
                #expect(read.fault?.isCutOff == true, "ends at byte \(index): \(String(describing: read.fault))")
            }
            reading.take([byte])
        }
    }

    @Test(arguments: RecordedChat.streams)
    func `reads a stream alike with comments between its lines and with other line ends`(_ chat: RecordedChat) {
        let whole = Stream([chat.bytes])
        let lines = chat.recording.body.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(Stream(lines.joined(separator: "\n: still here\n")) == whole)
        #expect(Stream(lines.joined(separator: "\r\n")) == whole)
        #expect(Stream(lines.joined(separator: "\r")) == whole)
    }

    @Test func `reads llama-server's figures alike wherever their chunk stands before the end`() throws {
        let recording = try Recording.only(in: "llama-server/sse.smollm2.txt")
        var events = recording.body.split(separator: "\n\n").map { "\($0)\n\n" }
        let whole = Stream(events.joined())
        let figures = try #require(events.firstIndex { $0.contains("\"choices\":[]") })
        let chunk = events.remove(at: figures)
        for place in 0...figures {
            var moved = events
            moved.insert(chunk, at: place)
            #expect(Stream(moved.joined()) == whole, "before event \(place)")
        }
    }

    @Test(arguments: RecordedChat.objects)
    func `takes an object for a completion only when it is whole`(_ chat: RecordedChat) throws {
        var transcript = ChatTranscript()
        try transcript.take(whole: chat.bytes)
        #expect(transcript.answer.text != "")
        #expect(transcript.answer.finishReason != nil)
        let end = try #require(chat.bytes.lastIndex(of: UInt8(ascii: "}")))
        for length in 0...end {
            var cut = ChatTranscript()
            #expect(throws: ReplyFault.self) { try cut.take(whole: Array(chat.bytes[..<length])) }
        }
    }

    @Test(arguments: RecordedChat.complaints)
    func `keeps what there is of a complaint that breaks off`(_ chat: RecordedChat) {
        let whole = ServerComplaint(body: chat.bytes)
        #expect(whole.message != "")
        #expect(chat.recording.body.contains(whole.message))
        for length in chat.bytes.indices {
            let cut = ServerComplaint(body: Array(chat.bytes[..<length]))
            #expect(cut.message.isEmpty || chat.recording.body.contains(cut.message), "ends at byte \(length)")
        }
    }
}

extension ReplyFault {
    /// Whether the reply only lacks its end.
    fileprivate var isCutOff: Bool {
        switch self {
        case .cutOff: true
        // While the model was being loaded.
        case .loadFailed: true
        case .complaint, .senseless, .declined, .tooLong: false
        }
    }
}
