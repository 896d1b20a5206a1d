import EscalationCore
import Foundation
import GRDB
import Journal
import RungTestSupport
import Testing

/// What is derived from events is the same whether it was written with each or made of all of them later.
@Suite struct DerivedRowsTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    private static let tables = [
        "SELECT skill, attempts, answer_tokens, cost, outcome, duration_ms, indexed = texts FROM session",
        """
        SELECT number, tier, model, label, start, started_ms, queued_ms, load_ms, first_ms, ended_ms, judging_ms, verdict,
            judge, failure, overruled, prompt_tokens, answer_tokens, cost FROM attempt
        """,
        "SELECT attempt, verifier, verdict, duration_ms, prompt_tokens, answer_tokens, cost FROM judgement",
        "SELECT title, task, chain, answers, feedback FROM search",
    ]

    private func rows(of path: String) throws -> [[String]] {
        try DatabaseQueue(path: path).read { db in
            try Self.tables.map { sql in
                try Row.fetchAll(db, sql: sql).map { row in
                    row.databaseValues.map { $0.isNull ? "-" : "\($0.storage.value!)" }.joined(separator: " | ")
                }
            }
        }
    }

    /// Two attempts: one that queues, loads, is judged twice and rejected, and one that fails.
    private var events: [SessionEvent] {
        var script = Script(Session.ID(beginning: "abcd"))
        script.start()
        script.add(
            .attemptStarted(.init(attempt: 1, tier: 1, model: "small", label: .local, start: .cold, addedPrompt: "")))
        script.add(.phaseEntered(attempt: 1, phase: .queued, place: 2))
        script.add(.phaseEntered(attempt: 1, phase: .queued, place: 1))
        script.add(.phaseEntered(attempt: 1, phase: .loading, place: nil))
        script.add(.phaseEntered(attempt: 1, phase: .prompt, place: nil))
        script.add(.phaseEntered(attempt: 1, phase: .answer, place: nil))
        script.add(
            .outputReceived(attempt: 1, channel: .progress, pieces: [.init(offset: .milliseconds(61), text: "…")]))
        script.output("Hel")
        script.output("lo")
        script.add(
            .answerCompleted(
                .init(attempt: 1, usage: Usage(promptTokens: 7, answerTokens: 9), finishReason: .stop, cost: 0.5)))
        script.add(
            .verifierFailed(
                attempt: 1, verifier: "pattern", failure: Failure(.other, "x", cost: 0.25),
                duration: .milliseconds(3)))
        script.add(
            .verifierAnswered(
                .init(
                    attempt: 1, verifier: "judge", judgement: Judgement(.escalate(feedback: "no")),
                    duration: .milliseconds(4))))
        script.add(.verdictReached(attempt: 1, verdict: .escalate(feedback: "no"), by: .verifiers))
        script.add(.escalated(from: 1, to: 2))
        script.add(
            .attemptStarted(
                .init(attempt: 2, tier: 2, model: "large", label: .managed, start: .remote, addedPrompt: "n")))
        script.add(.phaseEntered(attempt: 2, phase: .loading, place: nil))
        script.add(.attemptFailed(attempt: 2, failure: Failure(.loadFailed, "no memory")))
        script.add(.overruled(attempt: 1, verdict: .accept))
        script.finish(.exhausted)
        return script.events
    }

    private let expected = [
        ["- | 2 | 9 | 0.75 | exhausted | 190 | 1"],
        [
            "1 | 1 | small | local | cold | 10 | 20 | 10 | 80 | 100 | 7 | escalate | verifiers | - | accept | 7 | 9 | 0.5",
            "2 | 2 | large | managed | remote | 150 | 0 | 10 | - | 170 | 0 | error | - | load_failed | - | - | - | -",
        ],
        ["1 | pattern | error | 3 | - | - | 0.25", "1 | judge | escalate | 4 | - | - | -"],
        [" | say hello | default | Hello | no\nno memory"],
    ]

    @Test func `rows follow the events`() async throws {
        try await folder.withJournal { journal in
            for event in events { await journal.store(event) }
            for event in events { await journal.store(event) }
        }

        let found = try rows(of: folder.path)
        #expect(found == expected)
    }

    @Test func `rows are the same where a session was taken in`() async throws {
        try await folder.withJournal { journal in
            try await journal.takeIn(SoundLines(events.map { Data($0.json.text.utf8) })) { _ in }
            try await journal.index()
        }

        let found = try rows(of: folder.path)
        #expect(found == expected)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `rows are the same for any session, stored or taken in`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let session = RandomSession(using: &generator)
        let other = try JournalFolder()
        try await folder.withJournal { journal in
            for event in session.events { await journal.store(event) }
            try await journal.index()
        }
        try await other.withJournal { journal in
            try await journal.takeIn(SoundLines(session.events.map { Data($0.json.text.utf8) })) { _ in }
            try await journal.index()
        }

        let (stored, taken) = (try rows(of: folder.path), try rows(of: other.path))
        #expect(taken == stored, "seed \(seed)")
    }

    @Test func `rows that are missing are made of the events`() async throws {
        try await folder.withJournal { journal in
            for event in events { await journal.store(event) }
        }
        let queue = try DatabaseQueue(path: folder.path)
        try await queue.write { db in
            try db.execute(
                sql: """
                    DELETE FROM attempt; DELETE FROM judgement; DELETE FROM search;
                    UPDATE session SET texts = 0, indexed = -1, answer_tokens = 0, cost = NULL;
                    """)
        }
        try queue.close()

        let waiting = try await JournalReader(opening: folder.path).countOfUnindexed()
        try await folder.withJournal { try await $0.index() }

        #expect(waiting == 1)
        let found = try rows(of: folder.path)
        #expect(found == expected)
    }

    @Test func `a session is found by its answer while it still runs`() async throws {
        let found = try await folder.withJournal { journal in
            for event in events.prefix(11) { await journal.store(event) }
            try await journal.index()
            return try await journal.reader.sessions(matching: SessionQuery("hello", now: 0)).map(\.state)
        }

        #expect(found == [.running])
    }

    @Test func `a session interrupted before its texts were taken up is found after the next start`() async throws {
        let crashed = try await folder.withJournal { journal in
            for event in events.prefix(11) { await journal.store(event) }
            return try folder.copyAsCrashed()
        }
        let queue = try DatabaseQueue(path: crashed.path)
        try await queue.write { try $0.execute(sql: "DELETE FROM search; UPDATE session SET indexed = 0") }
        try queue.close()

        let found = try await crashed.withJournal { journal in
            try await journal.index()
            return try await journal.reader.sessions(matching: SessionQuery("hello", now: 0)).map(\.state)
        }

        #expect(found == [.interrupted])
    }
}
