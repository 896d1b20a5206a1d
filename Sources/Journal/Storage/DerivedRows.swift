import EscalationCore
import GRDB

/// The rows of one session that are derived from its events: each event, given once and in order, brings them up to date.
struct DerivedRows {
    let db: Database
    /// The session's number.
    let session: Int64

    /// - Parameters:
    ///   - sequence: the event's.
    ///   - now: the event's offset in milliseconds.
    func apply(_ change: DerivedChange, sequence: Int, now: Int) throws {
        switch change {
        case .sessionStarted(let started):
            try update("UPDATE session SET skill = ? WHERE number = ?", [started.task.skillName, session])
        case .attemptStarted(let started): try insert(started, now: now)
        case .phase(let attempt, let phase): try enter(phase, attempt: attempt, now: now)
        case .output(let attempt, let first):
            try update(
                "UPDATE attempt SET first_ms = ? WHERE session = ? AND number = ? AND first_ms IS NULL",
                [first.milliseconds, session, attempt])
        case .ended(let attempt, let failure, let spending):
            try enter(nil, attempt: attempt, now: now)
            try update(
                """
                UPDATE attempt SET ended_ms = ?, failure = ?, verdict = ?, prompt_tokens = ?, answer_tokens = ?, cost = ?
                WHERE session = ? AND number = ?
                """,
                [
                    now, failure?.rawValue, failure.map { _ in RecordedVerdict.error.rawValue }, spending.promptTokens,
                    spending.answerTokens, spending.cost, session, attempt,
                ])
            try add(spending)
        case .judged(let judged):
            try insert(judged, sequence: sequence)
            try add(judged.spending)
        case .verdict(let attempt, let verdict, let judge):
            try update(
                "UPDATE attempt SET verdict = ?, judge = ? WHERE session = ? AND number = ?",
                [verdict.rawValue, judge.rawValue, session, attempt])
        case .overruled(let attempt, let verdict):
            try update(
                "UPDATE attempt SET overruled = ? WHERE session = ? AND number = ?",
                [verdict.rawValue, session, attempt])
        case .sessionFinished(let outcome):
            try update(
                "UPDATE session SET outcome = ?, duration_ms = ? WHERE number = ?", [outcome.rawValue, now, session])
        }
        if change.changesTexts { try update("UPDATE session SET texts = texts + 1 WHERE number = ?", [session]) }
    }

    /// Takes away what `apply` made.
    func clear() throws {
        try update("DELETE FROM attempt WHERE session = ?", [session])
        try update("DELETE FROM judgement WHERE session = ?", [session])
        try update(
            "UPDATE session SET attempts = 0, answer_tokens = 0, cost = NULL, texts = 0 WHERE number = ?", [session])
    }

    private func insert(_ started: SessionEvent.AttemptStarted, now: Int) throws {
        try update(
            """
            INSERT INTO attempt (session, number, tier, model, label, start, started_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [
                session, started.attempt, started.tier, started.model, started.label.rawValue, started.start.rawValue,
                now,
            ])
        try update("UPDATE session SET attempts = ? WHERE number = ?", [started.attempt, session])
    }

    /// Ends the phase under way, and begins the next if there is one.
    private func enter(_ phase: Phase?, attempt: Int, now: Int) throws {
        try update(
            """
            UPDATE attempt SET
                queued_ms = queued_ms + CASE phase WHEN '\(Phase.queued.rawValue)' THEN ? - phase_ms ELSE 0 END,
                load_ms = load_ms + CASE phase WHEN '\(Phase.loading.rawValue)' THEN ? - phase_ms ELSE 0 END,
                phase = ?, phase_ms = ?
            WHERE session = ? AND number = ?
            """, [now, now, phase?.rawValue, phase.map { _ in now }, session, attempt])
    }

    private func insert(_ judged: DerivedChange.Judged, sequence: Int) throws {
        try update(
            """
            INSERT INTO judgement
                (session, sequence, attempt, verifier, verdict, duration_ms, prompt_tokens, answer_tokens, cost)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                session, sequence, judged.attempt, judged.verifier, judged.verdict.rawValue,
                judged.duration.milliseconds, judged.spending.promptTokens, judged.spending.answerTokens,
                judged.spending.cost,
            ])
        try update(
            "UPDATE attempt SET judging_ms = judging_ms + ? WHERE session = ? AND number = ?",
            [judged.duration.milliseconds, session, judged.attempt])
    }

    private func add(_ spending: DerivedChange.Spending) throws {
        guard spending.answerTokens != nil || spending.cost != nil else { return }
        try update(
            """
            UPDATE session SET answer_tokens = answer_tokens + coalesce(?1, 0),
                cost = CASE WHEN ?2 IS NULL THEN cost ELSE coalesce(cost, 0) + ?2 END
            WHERE number = ?3
            """, [spending.answerTokens, spending.cost, session])
    }

    private func update(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
