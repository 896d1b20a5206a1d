import EscalationCore
import GRDB

/// How far verdicts can be trusted: what verifiers said, what it took, and what people and later tiers said after them.
public struct ReportCard: Sendable, Hashable {
    /// The most asked first.
    public var verifiers: [Line]
    /// By model, the most used first.
    public var tiers: [Line]

    public init(verifiers: [Line], tiers: [Line]) {
        self.verifiers = verifiers
        self.tiers = tiers
    }

    /// Of one verifier, or of all verifiers together on the answers of one model.
    public struct Line: Sendable, Hashable {
        public var name: String
        /// Answers judged.
        public var judged: Int
        public var accepted: Int
        public var rejected: Int
        /// Times that a verifier couldn't say.
        public var errors: Int
        public var time: Duration
        /// Read and written, as far as servers reported them.
        public var tokens: Int
        /// In dollars; nil where nothing is known.
        public var cost: Double?
        /// Accepted or rejected answers that a person judged as well, by overruling, in the place of the verifiers, or by
        /// a remark later, which counts most.
        public var judgedByPeople: Int
        /// Of them, those that the person judged alike.
        public var agreedWithPeople: Int
        /// Of the rejected answers, those after which a later attempt's answer was accepted: the climb was worth it. The
        /// others were rejected only to end with no answer at all.
        public var bettered: Int

        public init(
            name: String, judged: Int, accepted: Int, rejected: Int, errors: Int, time: Duration, tokens: Int,
            cost: Double?, judgedByPeople: Int, agreedWithPeople: Int, bettered: Int
        ) {
            self.name = name
            self.judged = judged
            self.accepted = accepted
            self.rejected = rejected
            self.errors = errors
            self.time = time
            self.tokens = tokens
            self.cost = cost
            self.judgedByPeople = judgedByPeople
            self.agreedWithPeople = agreedWithPeople
            self.bettered = bettered
        }

        /// From 0 to 1; nil where nothing was accepted or rejected.
        public var acceptRate: Double? {
            accepted + rejected == 0 ? nil : Double(accepted) / Double(accepted + rejected)
        }
    }
}

extension JournalReader {
    /// Adds up what verifiers said, in the sessions of that scope.
    public func reportCard(_ scope: Statistics.Scope) async throws -> ReportCard {
        try await read { db in
            ReportCard(
                verifiers: try lines(
                    of: db, name: "judgement.verifier", verdict: "judgement.verdict",
                    errors: "judgement.verdict = 'error'",
                    spending: "judgement",
                    from: """
                        judgement JOIN attempt
                            ON attempt.session = judgement.session AND attempt.number = judgement.attempt
                        """, scope),
                tiers: try lines(
                    of: db, name: "attempt.model", verdict: "attempt.verdict", errors: "judged.errors > 0",
                    spending: "judged",
                    from: """
                        (SELECT session, attempt, sum(verdict = 'error') AS errors, sum(duration_ms) AS duration_ms,
                            sum(prompt_tokens) AS prompt_tokens, sum(answer_tokens) AS answer_tokens, sum(cost) AS cost
                            FROM judgement GROUP BY session, attempt) AS judged
                        JOIN attempt ON attempt.session = judged.session AND attempt.number = judged.attempt
                        """, scope))
        }
    }

    private func lines(
        of db: Database, name: String, verdict: String, errors: String, spending: String, from source: String,
        _ scope: Statistics.Scope
    ) throws -> [ReportCard.Line] {
        let sql = """
            SELECT name, count(*), sum(verdict = 'accept'), sum(verdict = 'escalate'), sum(failed), sum(duration_ms),
                sum(tokens), sum(cost), sum(person IS NOT NULL AND verdict <> 'error'), sum(person = verdict),
                sum(verdict = 'escalate' AND bettered)
            FROM (
                SELECT \(name) AS name, \(verdict) AS verdict, \(errors) AS failed, \(spending).duration_ms,
                    coalesce(\(spending).prompt_tokens, 0) + coalesce(\(spending).answer_tokens, 0) AS tokens,
                    \(spending).cost,
                    coalesce(
                        (SELECT verdict FROM annotation
                            WHERE annotation.session = attempt.session AND annotation.attempt = attempt.number
                            ORDER BY annotation.made_at DESC, annotation.number DESC LIMIT 1),
                        attempt.overruled,
                        CASE attempt.judge WHEN '\(Judge.person.rawValue)' THEN attempt.verdict END) AS person,
                    EXISTS (SELECT 1 FROM attempt AS later
                        WHERE later.session = attempt.session AND later.number > attempt.number
                            AND later.verdict = 'accept') AS bettered
                FROM \(source) JOIN session ON session.number = attempt.session
                WHERE \(scope.condition)
            )
            GROUP BY name ORDER BY count(*) DESC, name
            """
        return try Row.fetchAll(db, sql: sql).map { row in
            ReportCard.Line(
                name: row[0], judged: row[1], accepted: row[2] ?? 0, rejected: row[3] ?? 0, errors: row[4] ?? 0,
                time: .milliseconds(row[5] as Int? ?? 0), tokens: row[6] ?? 0, cost: row[7],
                judgedByPeople: row[8] ?? 0, agreedWithPeople: row[9] ?? 0, bettered: row[10] ?? 0)
        }
    }
}
