import EscalationCore

/// What has come of one reply so far, as the API it belongs to means it: the fold over its events.
///
/// It knows neither connection nor backend, so that a recorded reply can be read without either.
protocol ReplyTranscript {
    init()

    /// Takes the next event of a stream.
    ///
    /// - Returns: whether the answer is complete, so that nothing of use can follow.
    /// - Throws: `ReplyFault`. What was reported before it stays to be taken.
    mutating func take(_ item: EventStreamDecoder.Item) throws(ReplyFault) -> Bool

    /// Takes the reply of a server that doesn't stream: one object with all that it has to say.
    mutating func take(whole body: [UInt8]) throws(ReplyFault)

    /// What is new since the last call; neighbouring pieces of a channel come as one.
    mutating func takeReports() -> [ExecutorReport]

    /// The answer so far; its text is the answer channel alone.
    var answer: Answer { get }

    /// Whether the model came to an end, so that nothing is missing if the stream breaks off now.
    var isFinished: Bool { get }

    /// What it means that the stream ends here although the answer isn't finished.
    var prematureEnd: ReplyFault { get }
}

/// What is wrong with a reply.
enum ReplyFault: Error, Equatable {
    /// The server says so itself.
    case complaint(ServerComplaint)
    /// These bytes are no part of such a reply; and why not, where they don't show it themselves.
    case senseless([UInt8], because: String? = nil)
    /// It ended before its answer did; how.
    case cutOff(String)
    /// The model was never loaded; why.
    case loadFailed(String)
    /// The model ended its answer because it won't give one: in its server's word.
    case declined(String)
    /// It is longer than any answer can be; what of it.
    case tooLong(String)
}

extension ReplyFault {
    /// The answer, its reasoning and a proxy's messages are together longer than that.
    static let answerTooLong = ReplyFault.tooLong("Its answer is longer than 64 MiB.")
    static let lineTooLong = ReplyFault.tooLong("A line of its stream is longer than 16 MiB.")
    /// Most bytes of text that are taken of a reply: 64 MiB, far beyond any model's context.
    static let longestAnswer = 64 << 20
}

/// What is to be reported of a reply, gathered until it is taken: neighbouring pieces of a channel come as one.
struct ReportQueue {
    private var phase = Phase.prompt
    private var reports: [ExecutorReport] = []

    mutating func take() -> [ExecutorReport] {
        defer { reports = [] }
        return reports
    }

    mutating func enter(_ next: Phase) {
        guard next != phase else { return }
        phase = next
        reports.append(.phase(next))
    }

    /// The load is over: what follows is the model's own.
    mutating func leaveLoading() {
        if phase == .loading { enter(.prompt) }
    }

    mutating func append(_ text: String, to channel: OutputChannel) {
        guard !text.isEmpty else { return }
        if case .output(channel, let earlier) = reports.last {
            reports[reports.count - 1] = .output(channel, earlier + text)
        } else {
            reports.append(.output(channel, text))
        }
    }
}
