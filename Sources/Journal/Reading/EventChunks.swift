import EscalationCore

/// A session's events, some at a time: nothing is read before it is asked for, so a long session needn't fit in memory.
public struct EventChunks: AsyncSequence, Sendable {
    public typealias Element = [SessionEvent]

    let reader: JournalReader
    let session: Session.ID
    let start: Int
    let size: Int

    public struct AsyncIterator: AsyncIteratorProtocol {
        let chunks: EventChunks
        var last: Int

        public mutating func next() async throws -> [SessionEvent]? {
            let events = try await chunks.reader.events(of: chunks.session, after: last, limit: chunks.size)
            guard let newest = events.last else { return nil }
            last = newest.sequence
            return events
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chunks: self, last: start) }
}

extension JournalReader {
    /// A session's events in order, in chunks that are never empty. It ends with what the journal holds when it gets
    /// there.
    ///
    /// - Parameters:
    ///   - sequence: only those after this one; 0 for all.
    ///   - size: most events in a chunk, 1 or more.
    public func eventChunks(of session: Session.ID, after sequence: Int = 0, size: Int = 500) -> EventChunks {
        EventChunks(reader: self, session: session, start: sequence, size: size)
    }
}
