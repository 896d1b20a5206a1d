import EscalationCore
import Foundation
import GRDB
import Journal
import RungTestSupport

/// Fills a journal with many sessions: some thousand are stored event by event, as the program does, and the rest are
/// copies of their rows with ids and times of their own.
struct JournalFiller {
    let path: String
    let sessions: Int
    private var generator: SeededGenerator
    private let words: [String]
    /// Running sums of the words' frequencies, which fall as those of a language do.
    private let frequencies: [Double]

    private static let originals = 2_000
    /// Events of a session beside those that are output.
    private static let facts = 12
    private static let newest: Int64 = 1_780_000_000_000

    init(path: String, sessions: Int) {
        self.path = path
        self.sessions = sessions
        var generator = SeededGenerator(seed: 5)
        let letters = Array("eeeeeetttttaaaaooooiiinnnnssshhhrrrdllcummwfgypbvk")
        var known: Set<String> = []
        while known.count < 30_000 {
            let length = Int.random(in: 2...10, using: &generator)
            known.insert(String((0..<length).map { _ in letters.randomElement(using: &generator)! }))
        }
        var (sums, sum) = ([Double](), 0.0)
        for rank in 0..<known.count {
            sum += 1 / Double(rank + 3)
            sums.append(sum)
        }
        // Sorted first, as a set has no order of its own; the frequent ones are any, not those that begin alike.
        words = known.sorted().shuffled(using: &generator)
        frequencies = sums
        self.generator = generator
    }

    /// A word, a frequent one more often than a rare one.
    mutating func word() -> String {
        let point = Double.random(in: 0..<frequencies.last!, using: &generator)
        var (low, high) = (0, frequencies.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if frequencies[middle] <= point { low = middle + 1 } else { high = middle }
        }
        return words[low]
    }

    private mutating func text(_ count: Int) -> String { (0..<count).map { _ in word() }.joined(separator: " ") }

    /// - Returns: how many events it holds then.
    mutating func fill(eventsPerSession: Int) async throws -> Int {
        let originals = min(sessions, Self.originals)
        try await withSessionJournal(at: path, logger: .init(label: "figures")) { journal in
            for number in 0..<originals {
                for event in session(number, events: eventsPerSession) { await journal.store(event) }
            }
            try await journal.index()
        }
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = OFF") }
        for copy in 1..<max(2, sessions / originals) where copy * originals < sessions {
            try await queue.write { try Self.copy(originals, by: copy * originals, in: $0) }
        }
        let events = try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM event") ?? 0 }
        try queue.close()
        return events
    }

    private static func copy(_ count: Int, by offset: Int, in db: Database) throws {
        for (table, columns) in [
            (
                "session",
                """
                number + ?1, lower(hex(randomblob(16))), started_at + ?1 * 300000, chain, task, simulated, parent, owner,
                attempts, duration_ms, outcome, skill, title, answer_tokens, cost, texts, indexed
                """
            ),
            ("event", "session + ?1, sequence, at_ms, kind, payload"),
            (
                "attempt",
                """
                session + ?1, number, tier, model, label, start, started_ms, phase, phase_ms, queued_ms, load_ms, first_ms,
                ended_ms, judging_ms, verdict, judge, failure, overruled, prompt_tokens, answer_tokens, cost
                """
            ),
            (
                "judgement",
                """
                session + ?1, sequence, attempt, verifier, verdict, duration_ms, prompt_tokens, answer_tokens, cost
                """
            ),
        ] {
            let number = table == "session" ? "number" : "session"
            try db.execute(
                sql: "INSERT INTO \(table) SELECT \(columns) FROM \(table) WHERE \(number) <= ?2",
                arguments: [offset, count])
        }
        try db.execute(
            sql: """
                INSERT INTO search (rowid, title, task, chain, answers, feedback)
                SELECT rowid + ?1, title, task, chain, answers, feedback FROM search WHERE rowid <= ?2
                """, arguments: [offset, count])
    }

    /// One or two attempts, the answers streamed in pieces.
    mutating func session(_ number: Int, events count: Int) -> [SessionEvent] {
        var events: [SessionEvent] = []
        let id = Session.ID.random(using: &generator)
        var now = 0
        func add(_ kind: SessionEvent.Kind, after milliseconds: Int = 50) {
            now += milliseconds
            events.append(
                SessionEvent(session: id, sequence: events.count + 1, offset: .milliseconds(now), kind: kind))
        }
        let models = ["qwen3-1.7b", "qwen3-8b", "qwen3-32b", "claude-sonnet-4-6"]
        let climbs = number % 3 != 0
        add(
            .sessionStarted(
                .init(
                    task: TaskSpec(text(12), skillName: number % 5 == 0 ? "terse" : nil),
                    chain: Chain(number % 7 == 0 ? "deep" : "default", tiers: models.map { Tier($0) }),
                    verifiers: ["judge qwen3-1.7b"], startedAt: Self.newest - 63_000_000_000 + Int64(number) * 300_000,
                    isSimulated: number % 50 == 0, version: "1.0")))
        let pieces = max(2, (count - Self.facts) / (climbs ? 2 : 1))
        for attempt in 1...(climbs ? 2 : 1) {
            let model = models[(number + attempt) % models.count]
            add(
                .attemptStarted(
                    .init(
                        attempt: attempt, tier: attempt, model: model,
                        label: model.hasPrefix("claude") ? .subagent : .local,
                        start: number % 4 == 0 ? .cold : .warm, addedPrompt: "")))
            if number % 4 == 0 { add(.phaseEntered(attempt: attempt, phase: .loading, place: nil), after: 2_000) }
            add(.phaseEntered(attempt: attempt, phase: .prompt, place: nil))
            for _ in 0..<pieces {
                add(
                    .outputReceived(
                        attempt: attempt, channel: .answer,
                        pieces: [.init(offset: .milliseconds(now), text: text(4) + " ")]))
            }
            add(.answerCompleted(.init(attempt: attempt, usage: Usage(promptTokens: 40, answerTokens: pieces * 5))))
            let isLast = !climbs || attempt == 2
            let verdict: Verdict = isLast && number % 11 != 0 ? .accept : .escalate(feedback: text(8))
            add(
                .verifierAnswered(
                    .init(
                        attempt: attempt, verifier: "judge qwen3-1.7b", judgement: Judgement(verdict),
                        duration: .milliseconds(100 + number % 900))))
            add(.verdictReached(attempt: attempt, verdict: verdict, by: .verifiers))
        }
        let accepted = number % 11 != 0
        add(
            .sessionFinished(
                outcome: accepted ? .accepted : .exhausted, acceptedAttempt: accepted ? (climbs ? 2 : 1) : nil,
                error: accepted ? "" : "all tiers exhausted"))
        return events
    }
}
