import EscalationCore
import Journal
import RungTestSupport
import Testing

@Suite struct FollowingTests {
    let folder: JournalFolder
    let clock = ManualClock()
    let events: [SessionEvent]

    /// Three events.
    init() throws {
        folder = try JournalFolder()
        var script = Script()
        script.start()
        script.output("Hello")
        script.finish()
        events = script.events
    }

    @Test func `gives events as another journal stores them, until the session's end`() async throws {
        let (given, state) = try await folder.withJournal { journal in
            await journal.store(events[0])
            let reader = try JournalReader(opening: folder.path)
            async let followed = collect(from: reader)
            for event in events[1...] {
                await clock.waitForSleepers()
                await journal.store(event)
                clock.advance(by: .milliseconds(100))
            }
            return try await followed
        }

        #expect(given == events)
        #expect(state == .ended(.accepted))
    }

    @Test func `ends where the process that ran the session did`() async throws {
        try await folder.withJournal { journal in
            await journal.store(events[0])
            await journal.store(events[1])
        }

        let (given, state) = try await collect(from: JournalReader(opening: folder.path), after: 1)

        #expect(given == [events[1]])
        #expect(state == .interrupted)
    }

    @Test func `ends at once for a session that isn't there`() async throws {
        try await folder.withJournal { _ in }

        let (given, state) = try await collect(from: JournalReader(opening: folder.path))

        #expect(given == [])
        #expect(state == nil)
    }

    private func collect(
        from reader: JournalReader, after sequence: Int = 0
    ) async throws -> ([SessionEvent], Session.Run?) {
        var given: [SessionEvent] = []
        let state = try await reader.follow(events[0].session, after: sequence, on: clock) { given.append($0) }
        return (given, state)
    }
}
