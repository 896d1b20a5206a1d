import EscalationCore
import Journal
import Testing

@Suite struct AnnotationTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    @Test func `keeps every remark on an attempt, oldest first, and leaves the events alone`() async throws {
        let events = Script.everyKind()
        let id = events[0].session

        let (annotations, after) = try await folder.withJournal { journal in
            for event in events { await journal.store(event) }
            try await journal.annotate(session: id, attempt: 1, verdict: .escalate(feedback: "no"), at: 5)
            try await journal.annotate(session: id, attempt: 1, verdict: .accept, at: 6)
            return (try await journal.reader.annotations(of: id), try await journal.reader.events(of: id))
        }

        #expect(
            annotations == [
                Annotation(attempt: 1, verdict: .escalate(feedback: "no"), madeAt: 5),
                Annotation(attempt: 1, verdict: .accept, madeAt: 6),
            ])
        #expect(annotations.latest == [1: .accept])
        #expect(after == events)
        #expect(try await JournalReader(opening: folder.path).annotations(of: id) == annotations)
    }

    @Test(arguments: [0, 3]) func `refuses an attempt that nobody made`(number: Int) async throws {
        let events = Script.everyKind(Session.ID(beginning: "abcd"))
        let path = folder.path

        try await folder.withJournal { journal in
            for event in events { await journal.store(event) }
            let error = await #expect(throws: JournalError.self) {
                try await journal.annotate(session: events[0].session, attempt: number, verdict: .accept, at: 5)
            }
            #expect(error?.code == .unknownSession)
            #expect(
                error?.description
                    == "Session abcd has no attempt #\(number) in the journal at \(path). Nothing was kept.")
            let kept = try await journal.reader.annotations(of: events[0].session)
            #expect(kept == [])
        }
    }

    @Test func `keeps the order in which they were made although the clock was set back`() async throws {
        let events = Script.everyKind()
        let id = events[0].session

        let annotations = try await folder.withJournal { journal in
            for event in events { await journal.store(event) }
            try await journal.annotate(session: id, attempt: 1, verdict: .accept, at: 9)
            try await journal.annotate(session: id, attempt: 1, verdict: .escalate(feedback: "no"), at: 6)
            return try await journal.reader.annotations(of: id)
        }

        #expect(annotations.map(\.madeAt) == [9, 9])
        #expect(annotations.latest == [1: .escalate(feedback: "no")])
    }
}
