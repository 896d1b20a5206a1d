import EscalationCore
import GRDB
import Journal
import Testing

@Suite struct DeletingTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    /// Stores a finished session of each id, a day apart, with a megabyte of output each where `isLarge`.
    private func store(_ ids: [String], isLarge: Bool = false) async throws {
        try await folder.withJournal { journal in
            for (index, digits) in ids.enumerated() {
                var script = Script(Session.ID(beginning: digits))
                script.start("task \(digits)", at: Int64(index) * 86_400_000)
                script.add(
                    .attemptStarted(
                        .init(attempt: 1, tier: 1, model: "m", label: .local, start: .warm, addedPrompt: "")))
                let text = String(repeating: "0123456789abcdef", count: 4_096)
                for _ in 0..<(isLarge ? 16 : 0) {
                    script.add(
                        .outputReceived(attempt: 1, channel: .progress, pieces: [.init(offset: .zero, text: text)]))
                }
                script.finish()
                for event in script.events { await journal.store(event) }
            }
        }
    }

    private func rest(_ journal: SessionJournal) async throws -> [String] {
        try await journal.reader.sessions().map(\.id.short)
    }

    @Test func `deletes a session with everything about it, and nothing else`() async throws {
        let events = Script.everyKind(Session.ID(beginning: "aaaa"))
        try await store(["bbbb"])
        try await folder.withJournal { journal in
            for event in events { await journal.store(event) }
            try await journal.tag(events[0].session, with: ["x"])
            try await journal.annotate(session: events[0].session, attempt: 1, verdict: .accept, at: 1)
            try await journal.index()
            try await journal.delete(events[0].session)
            let rest = try await rest(journal)
            #expect(rest == ["bbbb"])
        }

        let counts = try await DatabaseQueue(path: folder.path).read { db in
            try ["session", "event", "attempt", "judgement", "tag", "annotation", "search"].map {
                try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)")
            }
        }
        #expect(counts == [1, 3, 1, 0, 0, 0, 1])
    }

    @Test func `keeps a session that still runs`() async throws {
        var script = Script(Session.ID(beginning: "abcd"))
        let start = script.start()
        try await folder.withJournal { journal in
            await journal.store(start)
            let error = await #expect(throws: JournalError.self) { try await journal.delete(script.session) }
            let pruned = try await journal.prune(.before(.max))
            let rest = try await rest(journal)
            #expect(error?.code == .stillRunning)
            #expect(
                error?.description
                    == "Session abcd still runs, and was kept. Cancel it first, or wait for its end.")
            #expect(pruned == .init(sessions: 0, bytes: 0))
            #expect(rest == ["abcd"])
        }
    }

    @Test func `prunes by age, after a trial that changes nothing`() async throws {
        try await store(["aaaa", "bbbb", "cccc"])
        try await folder.withJournal { journal in
            let trial = try await journal.prune(.before(2 * 86_400_000), isTrial: true)
            let before = try await rest(journal)
            let pruned = try await journal.prune(.before(2 * 86_400_000))
            let after = try await rest(journal)
            #expect(trial.sessions == 2)
            #expect(trial.bytes > 0)
            #expect(before == ["cccc", "bbbb", "aaaa"])
            #expect(pruned.sessions == 2)
            #expect(after == ["cccc"])
        }
    }

    @Test func `prunes the oldest until the rest has room, and the file shrinks`() async throws {
        try await store(["aaaa", "bbbb", "cccc", "dddd"], isLarge: true)
        let before = try folder.bytes().count

        let limit = SessionJournal.PruneLimit.size(2_500_000)
        let (trial, pruned) = try await folder.withJournal { journal in
            let trial = try await journal.prune(limit, isTrial: true)
            let pruned = try await journal.prune(limit)
            let rest = try await rest(journal)
            #expect(rest == ["dddd", "cccc"])
            return (trial, pruned)
        }

        let after = try folder.bytes().count
        #expect(trial.sessions == 2)
        #expect(pruned.sessions == 2)
        #expect(after <= 2_500_000, "\(after)")
        #expect(pruned.bytes == before - after)
    }
}
