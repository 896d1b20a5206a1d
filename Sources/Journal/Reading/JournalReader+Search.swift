import EscalationCore
import GRDB

extension JournalReader {
    /// Sessions, newest first.
    ///
    /// - Parameters:
    ///   - query: words that must all occur in the task or the chain's name, whatever their case. Nil or blank for every
    ///     session.
    ///   - limit: at most so many; nil for all.
    ///   - older: only those that come after this one in the list: the last of the page before. One that the journal
    ///     doesn't hold yields none.
    public func sessions(
        matching query: String? = nil, limit: Int? = nil, before older: Session.ID? = nil
    ) async throws -> [Session] {
        let words = (query ?? "").split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
        var conditions = words.map { _ in "(instr(lowercased(task), ?) OR instr(lowercased(chain), ?))" }
        var arguments = StatementArguments(words.flatMap { [$0, $0] })
        if let older {
            conditions.append("(started_at, number) < (SELECT started_at, number FROM session WHERE id = ?)")
            arguments += [older.rawValue]
        }
        arguments += [limit ?? -1]
        let sql = """
            \(Self.selection)
            \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
            ORDER BY started_at DESC, number DESC LIMIT ?
            """
        return try await read { [arguments] db in try sessions(of: db, sql, arguments) }
    }

    /// What `sessions(of:_:_:)` reads. A session that has no end yet lasts until its last event.
    static let selection = """
        SELECT id, started_at, outcome, owner, chain, task, attempts, simulated,
            coalesce(duration_ms, (SELECT at_ms FROM event WHERE session = number ORDER BY sequence DESC LIMIT 1), 0)
        FROM session
        """

    func sessions(of db: Database, _ sql: String, _ arguments: StatementArguments) throws -> [Session] {
        // Each owner is asked about once.
        var living: [String: Bool] = [:]
        func state(outcome: String?, owner: String) -> Session.Run? {
            if let outcome { return Outcome(rawValue: outcome).map { .ended($0) } }
            let lives = living[owner] ?? owners.isAlive(owner)
            living[owner] = lives
            return lives ? .running : .interrupted
        }
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
            guard let id = Session.ID(rawValue: row[0]), let state = state(outcome: row[2], owner: row[3]) else {
                throw JournalError(
                    .corrupt, at: path,
                    "Can't read session '\(row[0] as String)' in the journal at \(path). Update rung if a newer one wrote it."
                )
            }
            return Session(
                id: id, startedAt: row[1], state: state, chain: row[4], task: row[5], attempts: row[6],
                duration: .milliseconds(row[8] as Int), isSimulated: row[7])
        }
    }
}

extension DatabaseFunction {
    /// SQLite's own `lower` knows the letters of ASCII alone.
    static let lowercased = DatabaseFunction("lowercased", argumentCount: 1, pure: true) { values in
        String.fromDatabaseValue(values[0])?.lowercased()
    }
}
