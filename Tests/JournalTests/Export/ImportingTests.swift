import EscalationCore
import Foundation
import Journal
import RungTestSupport
import Testing

@Suite struct ImportingTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    private func lines(_ events: [SessionEvent]) -> [Data] { events.map { Data($0.json.text.utf8) } }

    /// Sessions one after the other, of so many events each.
    private func sessions(_ count: Int, events: Int = 20) -> [SessionEvent] {
        (0..<count).flatMap { number -> [SessionEvent] in
            var script = Script(Session.ID(beginning: String(format: "%08x", number)))
            script.start("task \(number)")
            while script.events.count < events - 1 { script.output("word ") }
            script.finish()
            return script.events
        }
    }

    @Test func `takes in whole sessions, findable and counted like those that ran here`() async throws {
        let events = sessions(3)
        let open = Script(Session.ID(beginning: "aaaa"))
        var script = open
        script.start("never ended")

        try await folder.withJournal { [events, script] journal in
            let imported = try await journal.takeIn(lines(events + script.events))
            #expect(imported.map(\.isNew) == [true, true, true, true])
            #expect(imported.map(\.session) == [0, 20, 40].map { events[$0].session } + [script.session])
            for id in imported.map(\.session) {
                let kept = try await journal.reader.events(of: id)
                #expect(kept == (events + script.events).filter { $0.session == id })
            }
            try await journal.index()
            let found = try await journal.reader.sessions(matching: SessionQuery("task outcome:accepted", now: 0))
            #expect(found.count == 3)
            #expect(try await journal.reader.session(script.session)?.state == .interrupted)
        }
    }

    @Test func `takes in nothing where line 1,000 is broken, and says which it is`() async throws {
        var lines = lines(sessions(100))
        lines[999] = Data("{\"session\":".utf8)

        try await folder.withJournal { [lines] journal in
            let error = await #expect(throws: EventLineReader.LineError.self) { try await journal.takeIn(lines) }
            #expect(error?.line == 1_000)
            #expect(error?.description.hasPrefix("line 1000: no event (") == true)
            let count = try await journal.reader.count()
            #expect(count == 0)
        }
    }

    @Test func `leaves a session that is there as it is, and takes none where one differs`() async throws {
        let events = sessions(3)
        try await folder.withJournal { journal in
            _ = try await journal.takeIn(lines(Array(events.prefix(20))))
            let again = try await journal.takeIn(lines(Array(events.prefix(40))))
            #expect(again.map(\.isNew) == [false, true])

            var differing = lines(events)
            differing[25] = Data(String(decoding: differing[25], as: UTF8.self).replacing("word", with: "other").utf8)
            let mixed = Array(differing.suffix(20)) + Array(differing.prefix(40))
            let error = await #expect(throws: ImportConflict.self) { try await journal.takeIn(mixed) }
            #expect(
                error?.description == """
                    The journal at \(folder.path) has another session 0000: event 6 differs. \
                    Import into another journal with --journal.
                    """)
            #expect(try await journal.reader.count() == 2)
        }
    }

    @Test func `takes none where the journal has only a part of one`() async throws {
        let events = sessions(1)
        try await folder.withJournal { journal in
            _ = try await journal.takeIn(lines(Array(events.prefix(5))))
            let error = await #expect(throws: ImportConflict.self) { try await journal.takeIn(lines(events)) }
            #expect(error?.description.contains("only up to event 5. Delete it there first") == true)
        }
    }
}
