import EscalationCore

/// A streamed reply as it comes: bytes in, reports and an answer out, wherever the network cuts it.
struct ReplyStream<Transcript: ReplyTranscript> {
    private var decoder = EventStreamDecoder()
    private var transcript = Transcript()

    var answer: Answer { transcript.answer }
    var isFinished: Bool { transcript.isFinished }

    /// Takes the next bytes.
    ///
    /// - Returns: whether the answer is complete, so that nothing of use can follow.
    /// - Throws: `ReplyFault`. What was reported before it stays to be taken.
    mutating func take(_ bytes: [UInt8]) throws(ReplyFault) -> Bool {
        let items: [EventStreamDecoder.Item]
        do { items = try decoder.decode(bytes) } catch { throw .lineTooLong }
        for item in items where try transcript.take(item) { return true }
        return false
    }

    /// Takes the end of the stream.
    ///
    /// - Throws: `ReplyFault` where the answer is not finished. What was reported before it stays to be taken.
    mutating func finish() throws(ReplyFault) {
        let items: [EventStreamDecoder.Item]
        do { items = try decoder.finish() } catch { throw .lineTooLong }
        for item in items {
            do {
                if try transcript.take(item) { return }
            } catch {
                // The last thing sent makes no sense because its rest is missing.
                guard case .senseless = error, item.mayBeFragment else { throw error }
            }
        }
        guard isFinished else { throw transcript.prematureEnd }
    }

    mutating func takeReports() -> [ExecutorReport] { transcript.takeReports() }
}

extension EventStreamDecoder.Item {
    /// Whether what the end of a stream completed could have gone on: an event without its blank line, or the beginning
    /// of a field's name.
    fileprivate var mayBeFragment: Bool {
        switch self {
        case .event: true
        case .stray(let line): ["data", "event", "id", "retry"].contains { $0.utf8.starts(with: line) }
        }
    }
}
