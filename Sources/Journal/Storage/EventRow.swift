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
    var change: DerivedChange?

    init(_ event: SessionEvent) {
        session = event.session
        sequence = event.sequence
        milliseconds = event.offset.milliseconds
        kind = event.kind.name
        payload = JSONValue.object(event.kind.members).text
        change = DerivedChange(event.kind)
    }

    /// Writes the event and what it changes in the rows derived from events. One that is stored already changes nothing,
    /// so that a batch can be tried again whatever became of it.
    ///
    /// - Parameter owner: the token of the process that runs the session.
    /// - Returns: false where nothing was added: the event was there already, or its session never started.
    func write(to db: Database, owner: String) throws -> Bool {
        if case .sessionStarted(let started) = change { try insertSession(started, into: db, owner: owner) }
        guard
            let number = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT number FROM session WHERE id = ?"), arguments: [session.rawValue])
        else { return false }
        return try write(to: db, of: number)
    }

    /// - Parameter number: the session's, which is there.
    private func write(to db: Database, of number: Int64) throws -> Bool {
        try db.cachedStatement(
            sql: """
                INSERT INTO event (session, sequence, at_ms, kind, payload) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [number, sequence, milliseconds, kind, payload])
        guard db.changesCount > 0 else { return false }
        if let change {
            try DerivedRows(db: db, session: number).apply(change, sequence: sequence, now: milliseconds)
        }
        return true
    }

    /// Writes a whole session that the journal hasn't got. Of the pieces of an attempt only the first changes more than the
    /// list of events, so the others need not look for something to change.
    ///
    /// - Parameter rows: its events from the first on.
    static func write(session rows: [EventRow], to db: Database, owner: String) throws {
        guard let first = rows.first, case .sessionStarted(let started) = first.change else { return }
        try first.insertSession(started, into: db, owner: owner)
        let number = db.lastInsertedRowID
        // Attempts that have begun, and of which nothing came yet.
        var silent: Set<Int> = []
        for var row in rows {
            switch row.change {
            case .attemptStarted(let started): silent.insert(started.attempt)
            case .output(let attempt, _) where silent.remove(attempt) == nil: row.change = nil
            default: break
            }
            _ = try row.write(to: db, of: number)
        }
    }

    private func insertSession(_ started: SessionEvent.SessionStarted, into db: Database, owner: String) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO session (id, started_at, chain, task, simulated, parent, owner, indexed)
                VALUES (?, ?, ?, ?, ?, ?, ?, 0)
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

extension EventRow {
    /// What is left of an event whose derived rows are made later.
    struct Derived: Sendable {
        var sequence: Int
        var milliseconds: Int
        var change: DerivedChange

        /// - Returns: nil where the event changes none.
        init?(_ event: SessionEvent) {
            guard let change = DerivedChange(event.kind) else { return nil }
            sequence = event.sequence
            milliseconds = event.offset.milliseconds
            self.change = change
        }
    }
}
