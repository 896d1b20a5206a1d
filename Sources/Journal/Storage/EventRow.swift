import EscalationCore
import GRDB

/// An event as the journal holds it, encoded before a transaction begins.
struct EventRow: Sendable {
    var session: Session.ID
    var sequence: Int
    var milliseconds: Int
    var kind: String
    /// The kind's members as one JSON object.
    var payload: String
    var change: ListChange?

    /// What an event changes in the list of sessions.
    enum ListChange: Sendable {
        case started(SessionEvent.SessionStarted)
        case attempt(Int)
        case finished(Outcome)
    }

    init(_ event: SessionEvent) {
        session = event.session
        sequence = event.sequence
        milliseconds = event.offset.milliseconds
        kind = event.kind.name
        payload = JSONValue.object(event.kind.members).text
        change =
            switch event.kind {
            case .sessionStarted(let started): .started(started)
            case .attemptStarted(let started): .attempt(started.attempt)
            case .sessionFinished(let outcome, _, _): .finished(outcome)
            case .phaseEntered, .outputReceived, .waiting, .retryScheduled, .attemptFailed, .answerCompleted,
                .verifierAnswered, .verifierFailed, .verdictReached, .tierSkipped, .overruled, .escalated:
                nil
            }
    }

    /// Writes the event and what it changes in the list. One that is stored already changes nothing, so that a batch
    /// can be tried again whatever became of it.
    ///
    /// - Parameter owner: the token of the process that runs the session.
    /// - Returns: false where nothing was added: the event was there already, or its session never started.
    func write(to db: Database, owner: String) throws -> Bool {
        if case .started(let started) = change { try insertSession(started, into: db, owner: owner) }
        try db.cachedStatement(
            sql: """
                INSERT INTO event (session, sequence, at_ms, kind, payload)
                SELECT number, ?, ?, ?, ? FROM session WHERE id = ?
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [sequence, milliseconds, kind, payload, session.rawValue])
        guard db.changesCount > 0 else { return false }
        switch change {
        case .attempt(let number):
            try db.cachedStatement(sql: "UPDATE session SET attempts = ? WHERE id = ?")
                .execute(arguments: [number, session.rawValue])
        case .finished(let outcome):
            try db.cachedStatement(sql: "UPDATE session SET outcome = ?, duration_ms = ? WHERE id = ?")
                .execute(arguments: [outcome.rawValue, milliseconds, session.rawValue])
        case .started, nil: break
        }
        return true
    }

    private func insertSession(_ started: SessionEvent.SessionStarted, into db: Database, owner: String) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO session (id, started_at, chain, task, simulated, parent, owner)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            session.rawValue, started.startedAt, started.chain.name, started.task.prompt, started.isSimulated,
            started.task.parent?.rawValue, owner,
        ])
    }
}

extension SessionEvent {
    /// Reads a row of `sequence`, `at_ms`, `kind`, `payload`.
    init(_ row: Row, session: Session.ID) throws {
        self.init(
            session: session, sequence: row[0], offset: .milliseconds(row[1] as Int),
            kind: try Kind(name: row[2], json: JSONValue(parsing: row[3] as String)))
    }
}
