import EscalationCore
import Foundation
import Journal
import RungTestSupport
import Synchronization
import Testing

@Suite struct ImportingTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    private func lines(_ events: [SessionEvent]) -> [Data] { events.map { Data($0.json.text.utf8) } }

    /// Takes lines into a journal.
    ///
    /// - Returns: what became of each session.
    @discardableResult
    private func takeIn(
        _ lines: [Data], into journal: SessionJournal, pace: SessionJournal.ImportPace = .init()
    ) async throws -> [SessionJournal.Imported] {
        var all: [SessionJournal.Imported] = []
        try await journal.takeIn(SoundLines(lines), pace: pace) { all += $0 }
        return all
    }

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
            let imported = try await takeIn(lines(events + script.events), into: journal)
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

    @Test func `takes nothing where line 1,000 is broken, and says which it is`() throws {
        var lines = lines(sessions(100))
        lines[999] = Data("{\"session\":".utf8)

        let error = #expect(throws: EventLineReader.LineError.self) { try SoundLines(lines) }
        #expect(error?.line == 1_000)
        #expect(error?.description.hasPrefix("line 1000: no event (") == true)
    }

    @Test func `leaves a session that is there as it is, and takes none where one differs`() async throws {
        let events = sessions(3)
        try await folder.withJournal { journal in
            try await takeIn(lines(Array(events.prefix(20))), into: journal)
            let again = try await takeIn(lines(Array(events.prefix(40))), into: journal)
            #expect(again.map(\.isNew) == [false, true])

            var differing = lines(events)
            differing[25] = Data(String(decoding: differing[25], as: UTF8.self).replacing("word", with: "other").utf8)
            let mixed = Array(differing.suffix(20)) + Array(differing.prefix(40))
            let error = await #expect(throws: ImportConflict.self) {
                try await takeIn(mixed, into: journal, pace: .init(events: 1))
            }
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
            try await takeIn(lines(Array(events.prefix(5))), into: journal)
            let error = await #expect(throws: ImportConflict.self) { try await takeIn(lines(events), into: journal) }
            #expect(error?.description.contains("only up to event 5. Delete it there first") == true)
        }
    }

    @Test func `keeps sessions whose lines are mixed, however little is written at a time`() async throws {
        let events = sessions(3)
        var mixed: [SessionEvent] = []
        for index in 0..<20 { mixed += [events[index], events[20 + index], events[40 + index]] }

        try await folder.withJournal { [mixed] journal in
            let imported = try await takeIn(lines(mixed), into: journal, pace: .init(events: 1, pause: .zero))
            #expect(imported.map(\.session) == mixed.prefix(3).map(\.session))
            for id in imported.map(\.session) {
                let kept = try await journal.reader.events(of: id)
                #expect(kept == mixed.filter { $0.session == id })
            }
        }
    }

    @Test func `others write between two sessions, and see each whole or not at all`() async throws {
        let events = sessions(3)
        let clock = ManualClock()
        var own = Script(Session.ID(beginning: "bbbb"))
        let fact = own.start("recorded meanwhile")
        let reports = Reports()

        try await folder.withJournal { journal in
            try await folder.withJournal { other in
                let sound = try SoundLines(lines(events))
                async let taking: Void = journal.takeIn(
                    sound, pace: .init(events: 20), on: clock, stopwatch: Stopwatch { .zero }
                ) { reports.add($0) }
                await clock.waitForSleepers()
                // The first is in, and nothing is locked.
                #expect(try await other.reader.count() == 1)
                await other.store(fact)
                #expect(other.status == .recording)
                clock.advance(by: .seconds(1))
                await clock.waitForSleepers()
                #expect(try await other.reader.events(of: events[20].session) == Array(events[20..<40]))
                clock.advance(by: .seconds(1))
                try await taking
                #expect(reports.all.map(\.count) == [1, 1, 1])
                #expect(try await other.reader.count() == 4)
            }
        }
    }

    @Test func `stays with whole sessions where it is cancelled, and goes on with the rest when asked again`()
        async throws
    {
        let events = sessions(3)
        let clock = ManualClock()
        let reports = Reports()
        try await folder.withJournal { journal in
            let sound = try SoundLines(lines(events))
            await #expect(throws: CancellationError.self) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await journal.takeIn(
                            sound, pace: .init(events: 20), on: clock, stopwatch: Stopwatch { .zero }
                        ) { reports.add($0) }
                    }
                    await clock.waitForSleepers()
                    group.cancelAll()
                    try await group.waitForAll()
                }
            }
            #expect(reports.all.map { $0.map(\.session) } == [[events[0].session]])
            #expect(try await journal.reader.count() == 1)

            let again = try await takeIn(lines(events), into: journal)
            #expect(again.map(\.isNew) == [false, true, true])
        }
    }

    @Test func `sees that another import was quicker, and takes that session for known or refuses it`() async throws {
        let events = sessions(2)
        let clock = ManualClock()
        for isSame in [true, false] {
            let folder = try JournalFolder()
            try await folder.withJournal { journal in
                let sound = try SoundLines(lines(events))
                let reports = Reports()
                async let taking: Void = journal.takeIn(
                    sound, pace: .init(events: 20), on: clock, stopwatch: Stopwatch { .zero }
                ) { reports.add($0) }
                await clock.waitForSleepers()
                var other = Array(events[20...])
                if !isSame { other[5].offset += .milliseconds(1) }
                try await takeIn(lines(other), into: journal)
                clock.advance(by: .seconds(1))
                if isSame {
                    try await taking
                    #expect(reports.all.last == [.init(session: events[20].session, isNew: false)])
                } else {
                    do {
                        try await taking
                        Issue.record("another session of that id was taken")
                    } catch let conflict as ImportConflict {
                        #expect(conflict.description.contains("event 6 differs"))
                    }
                    #expect(reports.all.count == 1)
                }
            }
        }
    }
}

/// What an import has told so far.
private final class Reports: Sendable {
    private let told = Mutex<[[SessionJournal.Imported]]>([])

    var all: [[SessionJournal.Imported]] { told.withLock { $0 } }

    func add(_ imported: [SessionJournal.Imported]) { told.withLock { $0.append(imported) } }
}
