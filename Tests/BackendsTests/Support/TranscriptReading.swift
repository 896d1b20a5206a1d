import EscalationCore

@testable import Backends

/// What comes of a stream of one API when it is read without a connection.
struct ReadStream<Transcript: ReplyTranscript>: Equatable {
    /// Neighbouring pieces of a channel as one, for where a stream is cut decides nothing else.
    var reports: [ExecutorReport] = []
    /// Nil where the stream is no answer.
    var answer: Answer?
    var fault: ReplyFault?
    /// Tokens that were told before a fault.
    var usage: Usage?

    /// Reads the pieces, and then the end of the stream.
    init(_ pieces: some Sequence<[UInt8]>) {
        var reading = StreamReading<Transcript>()
        for piece in pieces where !reading.isOver { reading.take(piece) }
        self = reading.atEnd
    }

    init(_ text: String) { self.init([Array(text.utf8)]) }

    fileprivate init() {}

    /// Joins the text of one channel.
    func text(on channel: OutputChannel) -> String { reports.text(of: channel) }
}

/// A stream being read.
struct StreamReading<Transcript: ReplyTranscript> {
    private var stream = ReplyStream<Transcript>()
    private var read = ReadStream<Transcript>()
    /// Whether nothing that follows is read.
    private(set) var isOver = false

    mutating func take(_ bytes: [UInt8]) {
        guard !isOver else { return }
        let isDone = Result { () throws(ReplyFault) in try stream.take(bytes) }
        note(isDone.map { $0 ? () : nil })
    }

    /// What it is if it ends here.
    var atEnd: ReadStream<Transcript> {
        var ended = self
        if !isOver { ended.note(Result { () throws(ReplyFault) in try ended.stream.finish() }.map { .some(()) }) }
        return ended.read
    }

    /// - Parameter end: nil while the stream goes on.
    private mutating func note(_ end: Result<Void?, ReplyFault>) {
        read.reports = (read.reports + stream.takeReports()).joiningNeighbours
        read.usage = stream.answer.usage
        switch end {
        case .success(nil): return
        case .success: read.answer = stream.answer
        case .failure(let fault): read.fault = fault
        }
        isOver = true
    }
}

extension [ExecutorReport] {
    /// Neighbouring pieces of a channel as one.
    var joiningNeighbours: [ExecutorReport] {
        reduce(into: []) { all, next in
            if case .output(let channel, let text) = next, case .output(channel, let earlier) = all.last {
                all[all.count - 1] = .output(channel, earlier + text)
            } else {
                all.append(next)
            }
        }
    }

    /// Whether these reports could be the beginning of the others, the last piece of text cut anywhere.
    func isBeginning(of whole: [ExecutorReport]) -> Bool {
        guard count <= whole.count else { return false }
        guard case .output(let channel, let text) = last, case .output(channel, let all) = whole[count - 1] else {
            return self == Array(whole.prefix(count))
        }
        return dropLast() == whole.prefix(count - 1) && all.utf8.starts(with: text.utf8)
    }
}
