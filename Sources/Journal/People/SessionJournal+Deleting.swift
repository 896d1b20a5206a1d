import EscalationCore
import GRDB

extension SessionJournal {
    /// Takes a session out of the journal, with its events and whatever people wrote beside them. There is no way back.
    ///
    /// - Throws: `JournalError`; its code is `unknownSession` where the journal holds no such session, `stillRunning` where
    ///   a process runs it.
    public func delete(_ session: Session.ID) async throws {
        guard let found = try await reader.session(session) else {
            throw JournalError.unknown(session, at: reader.path)
        }
        guard found.state != .running else {
            throw JournalError(
                .stillRunning, at: reader.path,
                "Session \(session.short) still runs, and was kept. Cancel it first, or wait for its end.")
        }
        try await write { db in try Self.delete(session, from: db) }
    }

    private static func delete(_ session: Session.ID, from db: Database) throws {
        guard
            let number = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT number FROM session WHERE id = ?"), arguments: [session.rawValue])
        else { return }
        for statement in [
            "DELETE FROM event WHERE session = ?", "DELETE FROM attempt WHERE session = ?",
            "DELETE FROM judgement WHERE session = ?", "DELETE FROM tag WHERE session = ?",
            "DELETE FROM annotation WHERE session = ?", "DELETE FROM search WHERE rowid = ?",
            "DELETE FROM session WHERE number = ?",
        ] {
            try db.cachedStatement(sql: statement).execute(arguments: [number])
        }
    }

    /// Which sessions are pruned: always the oldest, never one that runs.
    public enum PruneLimit: Sendable, Hashable {
        /// Those that started before that moment; milliseconds since 1970 UTC.
        case before(Int64)
        /// As many as it takes for the rest to need no more than so many bytes.
        case size(Int)
    }

    /// What pruning did, or would do.
    public struct Pruned: Sendable, Hashable {
        public var sessions: Int
        /// By how much the file shrank, in bytes; of a trial, about how much the sessions take.
        public var bytes: Int

        public init(sessions: Int, bytes: Int) {
            self.sessions = sessions
            self.bytes = bytes
        }
    }

    /// Sessions deleted in one transaction: writers wait for no more.
    private static let chunk = 50

    /// Deletes old sessions, some at a time so that others can write meanwhile, and lets the file shrink.
    ///
    /// - Parameter isTrial: whether nothing is to be changed.
    /// - Throws: `JournalError`, or `CancellationError`; what was deleted until then stays so.
    public func prune(_ limit: PruneLimit, isTrial: Bool = false) async throws -> Pruned {
        let before = try await bytesInFile()
        var pruned = Pruned(sessions: 0, bytes: 0)
        var last: Int64 = .min
        while true {
            try Task.checkCancellation()
            let left: Int? =
                switch limit {
                case .before: nil
                case .size(let most): try await bytesInUse() - most - (isTrial ? pruned.bytes : 0)
                }
            let chunk = try await oldest(limit, after: last, weighing: left)
            guard let newest = chunk.last else { break }
            if !isTrial {
                try await write { db in
                    for session in chunk { try Self.delete(session.id, from: db) }
                }
            }
            last = newest.number
            pruned.sessions += chunk.count
            pruned.bytes += chunk.reduce(0) { $0 + $1.bytes }
        }
        guard !isTrial, pruned.sessions > 0 else { return pruned }
        try await vacuum()
        pruned.bytes = max(0, before - (try await bytesInFile()))
        return pruned
    }

    private struct Candidate: Sendable {
        var number: Int64
        var id: Session.ID
        /// About what the session takes in the file.
        var bytes: Int
    }

    /// The next sessions to go, oldest first.
    ///
    /// - Parameter left: bytes that are too many; nil where size doesn't matter.
    private func oldest(_ limit: PruneLimit, after last: Int64, weighing left: Int?) async throws -> [Candidate] {
        if let left, left <= 0 { return [] }
        let reader = reader
        return try await reader.read { db in
            var found: [Candidate] = []
            var sum = 0
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT number, id, outcome IS NULL, owner,
                        (SELECT coalesce(sum(length(CAST(payload AS BLOB)) + 24), 0) FROM event WHERE session = number)
                    FROM session WHERE number > ? AND started_at < ? ORDER BY number
                    """, arguments: [last, limit.moment])
            while found.count < Self.chunk, let row = try rows.next() {
                guard let id = Session.ID(rawValue: row[1]) else { continue }
                if row[2] as Bool, reader.owners.isAlive(row[3]) { continue }
                let candidate = Candidate(number: row[0], id: id, bytes: row[4])
                found.append(candidate)
                sum += candidate.bytes
                if let left, sum >= left { break }
            }
            return found
        }
    }

    private func bytesInUse() async throws -> Int {
        try await reader.read { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
            return (pages - free) * (try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
        }
    }

    private func bytesInFile() async throws -> Int {
        try await reader.read { db in
            (try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0) * (try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
        }
    }
}

extension SessionJournal.PruneLimit {
    fileprivate var moment: Int64 {
        switch self {
        case .before(let moment): moment
        case .size: .max
        }
    }
}
