import EscalationCore
import Foundation
import Journal
import Testing

@Suite struct StatisticsTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    /// 2026-01-31 23:30 UTC.
    private static let evening: Int64 = 1_769_902_200_000

    /// A session of two attempts: a cold one that is rejected by the second of two verifiers, and one that is accepted.
    private static func climb(
        _ digits: String, at startedAt: Int64 = evening, isSimulated: Bool = false, load: Int = 1_000
    ) -> [SessionEvent] {
        let id = Session.ID(beginning: digits)
        var events: [SessionEvent] = []
        func add(_ milliseconds: Int, _ kind: SessionEvent.Kind) {
            events.append(
                SessionEvent(
                    session: id, sequence: events.count + 1, offset: .milliseconds(milliseconds), kind: kind))
        }
        func attempt(_ number: Int, _ model: String, _ label: Tier.Label, at start: Int, load: Int) {
            add(
                start,
                .attemptStarted(
                    .init(
                        attempt: number, tier: number, model: model, label: label, start: .cold, addedPrompt: "")))
            if load > 0 { add(start, .phaseEntered(attempt: number, phase: .loading, place: nil)) }
            add(start + load, .phaseEntered(attempt: number, phase: .prompt, place: nil))
            add(
                start + load + 30,
                .outputReceived(
                    attempt: number, channel: .answer,
                    pieces: [.init(offset: .milliseconds(start + load + 20), text: "x")]))
            add(
                start + load + 100,
                .answerCompleted(
                    .init(
                        attempt: number, usage: Usage(promptTokens: 5, answerTokens: 8), cost: number == 2 ? 0.5 : nil))
            )
        }
        add(
            0,
            .sessionStarted(
                .init(
                    task: TaskSpec("t"), chain: Chain(tiers: [Tier("small"), Tier("large")]), verifiers: ["a", "b"],
                    startedAt: startedAt, isSimulated: isSimulated, version: "1")))
        attempt(1, "small", .local, at: 10, load: load)
        let judged = 10 + load + 100
        func judge(_ verifier: String, _ number: Int, _ verdict: Verdict, _ duration: Int) {
            add(
                judged + 50,
                .verifierAnswered(
                    .init(
                        attempt: number, verifier: verifier,
                        judgement: Judgement(verdict, usage: Usage(promptTokens: 3, answerTokens: 1), cost: 0.25),
                        duration: .milliseconds(duration))))
        }
        judge("a", 1, .accept, 10)
        judge("b", 1, .escalate(feedback: "no"), 15)
        add(judged + 50, .verdictReached(attempt: 1, verdict: .escalate(feedback: "no"), by: .verifiers))
        attempt(2, "large", .managed, at: 2_000 + load, load: 0)
        judge("a", 2, .accept, 10)
        add(
            3_000 + load,
            .verifierFailed(
                attempt: 2, verifier: "b", failure: Failure(.other, "down"), duration: .milliseconds(5)))
        add(3_000 + load, .verdictReached(attempt: 2, verdict: .accept, by: .verifiers))
        add(3_000 + load, .sessionFinished(outcome: .accepted, acceptedAttempt: 2, error: ""))
        return events
    }

    private func withSessions<Value>(
        _ body: (SessionJournal) async throws -> Value
    ) async throws -> Value {
        try await folder.withJournal { journal in
            let sessions = [
                Self.climb("aaaa"), Self.climb("bbbb", at: Self.evening + 3_600_000, load: 3_000),
                Self.climb("cccc", isSimulated: true, load: 7_000),
            ]
            for event in sessions.flatMap(\.self) { await journal.store(event) }
            return try await body(journal)
        }
    }

    private func spread(_ count: Int, _ total: Int, _ median: Int, _ p95: Int) -> Spread {
        var spread = Spread()
        spread.count = count
        spread.total = .milliseconds(total)
        spread.median = .milliseconds(median)
        spread.p95 = .milliseconds(p95)
        return spread
    }

    @Test func `counts what tiers did, by day, without simulated sessions`() async throws {
        let statistics = try await withSessions {
            try await $0.reader.statistics(.init(), timeZone: .gmt)
        }

        var expected = Statistics()
        expected.sessions = 2
        expected.accepted = 2
        var small = TierFigures(model: "small", label: .local)
        (small.attempts, small.escalated) = (2, 2)
        small.load = spread(2, 4_000, 1_000, 3_000)
        small.firstToken = spread(2, 40, 20, 20)
        small.generation = spread(2, 160, 80, 80)
        small.verification = spread(2, 50, 25, 25)
        (small.promptTokens, small.answerTokens) = (10, 16)
        var large = TierFigures(model: "large", label: .managed)
        (large.attempts, large.accepted) = (2, 2)
        large.firstToken = spread(2, 40, 20, 20)
        large.generation = spread(2, 160, 80, 80)
        large.verification = spread(2, 30, 15, 15)
        (large.promptTokens, large.answerTokens, large.cost) = (10, 16, 1)
        expected.tiers = [large, small]
        expected.days = ["2026-02-01", "2026-01-31"].map { name in
            var day = DayFigures(day: name)
            (day.sessions, day.accepted, day.attempts, day.answerTokens) = (1, 1, 2, 19)
            day.loading = .milliseconds(name == "2026-01-31" ? 1_000 : 3_000)
            day.cost = 1.25
            return day
        }
        #expect(statistics == expected)
    }

    @Test func `counts simulated sessions where they are asked for, and only since a moment`() async throws {
        let counts = try await withSessions { journal in
            var counts: [[Int]] = []
            for scope in [
                Statistics.Scope(.simulated), .init(.all), .init(.real, since: Self.evening + 1),
                .init(.all, since: Self.evening + 3_600_001),
            ] {
                let statistics = try await journal.reader.statistics(scope, timeZone: .gmt)
                counts.append([statistics.sessions, statistics.tiers.reduce(0) { $0 + $1.attempts }])
            }
            return counts
        }

        #expect(counts == [[1, 2], [3, 6], [1, 2], [0, 0]])
    }

    @Test func `reports how verifiers judged, what it took, and who agreed`() async throws {
        let card = try await withSessions { journal in
            // A person takes what was rejected, and later thinks otherwise of what was accepted.
            try await journal.annotate(session: Session.ID(beginning: "aaaa"), attempt: 1, verdict: .accept, at: 1)
            try await journal.annotate(
                session: Session.ID(beginning: "bbbb"), attempt: 1, verdict: .accept, at: 1)
            try await journal.annotate(
                session: Session.ID(beginning: "bbbb"), attempt: 1, verdict: .escalate(feedback: "no"), at: 2)
            return try await journal.reader.reportCard(.init())
        }

        #expect(
            card.verifiers == [
                .init(
                    name: "a", judged: 4, accepted: 4, rejected: 0, errors: 0, time: .milliseconds(40), tokens: 16,
                    cost: 1, judgedByPeople: 2, agreedWithPeople: 1, bettered: 0),
                .init(
                    name: "b", judged: 4, accepted: 0, rejected: 2, errors: 2, time: .milliseconds(40), tokens: 8,
                    cost: 0.5, judgedByPeople: 2, agreedWithPeople: 1, bettered: 2),
            ])
        #expect(
            card.tiers == [
                .init(
                    name: "large", judged: 2, accepted: 2, rejected: 0, errors: 2, time: .milliseconds(30), tokens: 8,
                    cost: 0.5, judgedByPeople: 0, agreedWithPeople: 0, bettered: 0),
                .init(
                    name: "small", judged: 2, accepted: 0, rejected: 2, errors: 0, time: .milliseconds(50), tokens: 16,
                    cost: 1, judgedByPeople: 2, agreedWithPeople: 1, bettered: 2),
            ])
    }
}
