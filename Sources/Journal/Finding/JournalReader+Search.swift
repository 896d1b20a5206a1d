import EscalationCore
import GRDB

extension JournalReader {
    /// Sessions, the one recorded last first.
    ///
    /// - Parameters:
    ///   - query: which; `.everything` for all.
    ///   - limit: at most so many; nil for all.
    ///   - older: only those that come after this one in the list: the last of the page before. One that the journal
    ///     doesn't hold yields none.
    public func sessions(
        matching query: SessionQuery = .everything, limit: Int? = nil, before older: Session.ID? = nil
    ) async throws -> [Session] {
        try await read { db in
            var bound: Int64?
            if let older {
                bound = try Int64.fetchOne(
                    db, sql: "SELECT number FROM session WHERE id = ?", arguments: [older.rawValue])
                guard bound != nil else { return [] }
            }
            let search = try SessionSearch(query, in: db, isAlive: owners.isAlive)
            let page = search.numbers(below: bound, limit: limit)
            return try sessions(
                of: db, "\(Self.selection) WHERE number IN (\(page.sql)) ORDER BY number DESC", page.arguments)
        }
    }

    /// How many sessions match.
    public func count(matching query: SessionQuery = .everything) async throws -> Int {
        try await read { db in
            let count = try SessionSearch(query, in: db, isAlive: owners.isAlive).count
            return try Int.fetchOne(db, sql: count.sql, arguments: count.arguments) ?? 0
        }
    }

    /// How many sessions have texts that words don't find yet: those just written, or the many of an old journal while
    /// a process that records takes them up.
    public func countOfUnindexed() async throws -> Int {
        try await read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM session WHERE indexed < texts") ?? 0
        }
    }

    /// What `sessions(of:_:_:)` reads. A session that has no end yet lasts until its last event.
    static let selection = """
        SELECT id, started_at, outcome, owner, chain, task, attempts, simulated,
            coalesce(duration_ms,
                (SELECT at_ms FROM event WHERE event.session = number ORDER BY sequence DESC LIMIT 1), 0),
            skill, title, answer_tokens, cost,
            (SELECT group_concat(name, char(10)) FROM tag WHERE tag.session = number)
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
            let tags = (row[13] as String?)?.split(separator: "\n").map(String.init) ?? []
            return Session(
                id: id, startedAt: row[1], state: state, chain: row[4], task: row[5], attempts: row[6],
                duration: .milliseconds(row[8] as Int), isSimulated: row[7], skill: row[9], title: row[10],
                tags: tags.sorted(), answerTokens: row[11], cost: row[12])
        }
    }
}
