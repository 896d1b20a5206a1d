import EscalationCore
import Journal
import Testing

@Suite struct EventChunksTests {
    let folder: JournalFolder
    let events: [SessionEvent]

    /// Five events.
    init() throws {
        folder = try JournalFolder()
        var script = Script()
        script.start()
        for text in ["a", "b", "c"] { script.output(text) }
        script.finish()
        events = script.events
    }

    @Test(arguments: [
        (0, 2, [[1, 2], [3, 4], [5]]), (0, 5, [[1, 2, 3, 4, 5]]), (3, 500, [[4, 5]]), (5, 2, []), (9, 2, []),
    ])
    func `gives a session's events in chunks`(after sequence: Int, size: Int, expected: [[Int]]) async throws {
        let chunks = try await folder.withJournal { journal in
            for event in events { await journal.store(event) }
            var chunks: [[SessionEvent]] = []
            for try await chunk in journal.reader.eventChunks(of: events[0].session, after: sequence, size: size) {
                chunks.append(chunk)
            }
            return chunks
        }

        #expect(chunks == expected.map { $0.map { events[$0 - 1] } })
    }

    @Test func `gives what is stored while it is read`() async throws {
        let read = try await folder.withJournal { journal in
            await journal.store(events[0])
            var chunks = journal.reader.eventChunks(of: events[0].session).makeAsyncIterator()
            var read: [SessionEvent] = try await chunks.next() ?? []
            await journal.store(events[1])
            read += try await chunks.next() ?? []
            #expect(try await chunks.next() == nil)
            return read
        }

        #expect(read == Array(events[..<2]))
    }

    @Test func `has no events of a session that isn't there`() async throws {
        let read = try await folder.withJournal { try await $0.reader.events(of: events[0].session) }

        #expect(read == [])
    }
}
