import EscalationCore
import GRDB

/// What a person said of an attempt after its session had ended. The events stay as they are; this stands beside them.
public struct Annotation: Sendable, Hashable {
    /// From 1.
    public var attempt: Int
    public var verdict: Verdict
    /// Milliseconds since 1970 UTC.
    public var madeAt: Int64

    public init(attempt: Int, verdict: Verdict, madeAt: Int64) {
        self.attempt = attempt
        self.verdict = verdict
        self.madeAt = madeAt
    }
}

extension [Annotation] {
    /// The last word on each attempt, by its number.
    public var latest: [Int: Verdict] {
        Dictionary(map { ($0.attempt, $0.verdict) }, uniquingKeysWith: { $1 })
    }
}

extension SessionJournal {
    /// Keeps what a person thinks of an attempt. A later remark on the same attempt is kept as well, and counts instead.
    ///
    /// - Parameter madeAt: now, in milliseconds since 1970 UTC. Where the clock was set back since the attempt's last
    ///   remark, that one's time is kept instead.
    /// - Throws: `JournalError`; its code is `unknownSession` where the journal holds no such attempt.
    public func annotate(
        session: Session.ID, attempt: Int, verdict: Verdict, at madeAt: Int64
    ) async throws {
        let path = reader.path
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO annotation (session, attempt, verdict, feedback, made_at)
                    SELECT number, ?2, ?3, ?4,
                        max(?5, coalesce(
                            (SELECT max(made_at) FROM annotation WHERE session = session.number AND attempt = ?2), ?5))
                    FROM session WHERE id = ?1 AND ?2 BETWEEN 1 AND attempts
                    """,
                arguments: [session.rawValue, attempt, RecordedVerdict(verdict).rawValue, verdict.feedback, madeAt])
            guard db.changesCount > 0 else {
                throw JournalError(
                    .unknownSession, at: path,
                    "Session \(session.short) has no attempt #\(attempt) in the journal at \(path). Nothing was kept.")
            }
            try db.execute(
                sql: "UPDATE session SET texts = texts + 1 WHERE id = ?", arguments: [session.rawValue])
        }
        reportNewTexts()
    }
}

extension Annotation {
    /// Puts it beside a session's events as it was made elsewhere.
    ///
    /// - Returns: false where it is there already, or the session has no such attempt.
    func add(to session: Session.ID, in db: Database) throws -> Bool {
        try db.cachedStatement(
            sql: """
                INSERT INTO annotation (session, attempt, verdict, feedback, made_at)
                SELECT number, ?2, ?3, ?4, ?5 FROM session WHERE id = ?1 AND ?2 BETWEEN 1 AND attempts
                    AND NOT EXISTS (
                        SELECT 1 FROM annotation WHERE session = session.number AND attempt = ?2 AND verdict = ?3
                            AND feedback = ?4 AND made_at = ?5)
                """
        ).execute(arguments: [
            session.rawValue, attempt, RecordedVerdict(verdict).rawValue, verdict.feedback, madeAt,
        ])
        guard db.changesCount > 0 else { return false }
        try db.cachedStatement(sql: "UPDATE session SET texts = texts + 1 WHERE id = ?")
            .execute(arguments: [session.rawValue])
        return true
    }
}

extension JournalReader {
    /// What people said of a session's attempts after it ended, oldest first.
    public func annotations(of session: Session.ID) async throws -> [Annotation] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT attempt, verdict, feedback, made_at FROM annotation
                    WHERE session = (SELECT number FROM session WHERE id = ?) ORDER BY made_at, number
                    """, arguments: [session.rawValue]
            ).map { row in
                let accepts = row[1] as String == RecordedVerdict.accept.rawValue
                return Annotation(
                    attempt: row[0], verdict: accepts ? .accept : .escalate(feedback: row[2]), madeAt: row[3])
            }
        }
    }
}
