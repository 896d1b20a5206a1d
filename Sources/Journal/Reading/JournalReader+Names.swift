import EscalationCore
import GRDB

extension JournalReader {
    /// Fewest digits that name a session.
    public static let shortestName = 4

    /// The session of that id; nil where the journal holds none.
    public func session(_ id: Session.ID) async throws -> Session? {
        try await read { db in try sessions(of: db, "\(Self.selection) WHERE id = ?", [id.rawValue]).first }
    }

    /// The session that a person names: by `last`, the newest, or by the first digits of its id, four or more.
    ///
    /// - Throws: `JournalError` with the code `unknownSession` or, where several begin so, `ambiguousSession`.
    public func session(named name: String) async throws -> Session {
        if name == "last" {
            guard let newest = try await sessions(limit: 1).first else {
                throw JournalError(
                    .unknownSession, at: path, "The journal at \(path) holds no session yet. Run a task first.")
            }
            return newest
        }
        let prefix = name.lowercased()
        guard (Self.shortestName...32).contains(prefix.utf8.count), prefix.utf8.allSatisfy(Session.ID.isDigit) else {
            throw JournalError(
                .unknownSession, at: path,
                """
                '\(name)' names no session: give 'last', or \(Self.shortestName) or more of the first digits (0-9, a-f) \
                of its id. 'rung sessions' lists them.
                """)
        }
        let found = try await sessions(beginningWith: prefix)
        guard let first = found.first else {
            throw JournalError(
                .unknownSession, at: path,
                "No session begins with '\(prefix)' in the journal at \(path). 'rung sessions' lists them.")
        }
        guard found.count == 1 else {
            let candidates = found.map(\.id)
            throw JournalError(
                .ambiguousSession(candidates: candidates), at: path,
                """
                '\(prefix)' begins the ids of \(found.count) sessions: \
                \(found.map { "\($0.id) (\($0.title))" }.joined(separator: ", ")). Give more digits.
                """)
        }
        return first
    }

    /// The fewest digits, four or more, that name this session and no other in the journal now.
    public func shortestPrefix(of id: Session.ID) async throws -> String {
        let neighbours = try await read { db in
            [
                try String.fetchOne(
                    db, sql: "SELECT id FROM session WHERE id < ? ORDER BY id DESC LIMIT 1", arguments: [id.rawValue]),
                try String.fetchOne(
                    db, sql: "SELECT id FROM session WHERE id > ? ORDER BY id LIMIT 1", arguments: [id.rawValue]),
            ]
        }
        let shared = neighbours.compactMap { $0?.commonPrefix(with: id.rawValue).utf8.count }.max() ?? 0
        return String(id.rawValue.prefix(max(shared + 1, Self.shortestName)))
    }

    /// Newest first. Every digit comes before `g`.
    private func sessions(beginningWith prefix: String) async throws -> [Session] {
        try await read { db in
            try sessions(
                of: db, "\(Self.selection) WHERE id >= ? AND id < ? ORDER BY number DESC",
                [prefix, prefix + "g"])
        }
    }
}

extension Session {
    /// The task's first line, cut to what a list of candidates needs.
    fileprivate var title: String {
        let line = task.split(whereSeparator: \.isNewline).first ?? ""
        return line.count > 40 ? line.prefix(39) + "…" : String(line)
    }
}
