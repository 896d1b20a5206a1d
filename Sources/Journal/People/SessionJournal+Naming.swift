import EscalationCore
import Foundation
import GRDB

extension SessionJournal {
    /// Gives a session a title, which lists show instead of its task.
    ///
    /// - Parameter title: nil or blank for none. Only its first line is kept.
    /// - Throws: `JournalError`; its code is `unknownSession` where the journal holds no such session.
    public func rename(_ session: Session.ID, to title: String?) async throws {
        let line = title?.split(whereSeparator: \.isNewline).first?.trimmingCharacters(in: .whitespaces)
        let title = line.flatMap { $0.isEmpty ? nil : $0 }
        try await change(session) { db, number in
            try db.execute(
                sql: "UPDATE session SET title = ?, texts = texts + 1 WHERE number = ?", arguments: [title, number])
        }
        reportNewTexts()
    }

    /// Files a session under tags; those it has already stay.
    ///
    /// - Throws: `JournalError`; its code is `unknownSession` where the journal holds no such session, `badTag` where one
    ///   is empty or holds spaces or control characters.
    public func tag(_ session: Session.ID, with tags: [String]) async throws {
        let path = reader.path
        for tag in tags where tag.isEmpty || tag.unicodeScalars.contains(where: Self.isNoPartOfATag) {
            throw JournalError(
                .badTag, at: path, "'\(tag)' is no tag: a tag is one word, without spaces. Nothing was changed.")
        }
        try await change(session) { db, number in
            for tag in tags {
                try db.execute(
                    sql: "INSERT INTO tag (name, session) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    arguments: [tag, number])
            }
        }
    }

    /// Takes tags away; those it hasn't got are none.
    ///
    /// - Throws: `JournalError`; its code is `unknownSession` where the journal holds no such session.
    public func untag(_ session: Session.ID, from tags: [String]) async throws {
        try await change(session) { db, number in
            for tag in tags {
                try db.execute(sql: "DELETE FROM tag WHERE name = ? AND session = ?", arguments: [tag, number])
            }
        }
    }

    private static func isNoPartOfATag(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
    }

    /// - Parameter body: given the session's number.
    private func change(
        _ session: Session.ID, _ body: @escaping @Sendable (Database, Int64) throws -> Void
    ) async throws {
        let path = reader.path
        try await write { db in
            guard
                let number = try Int64.fetchOne(
                    db, sql: "SELECT number FROM session WHERE id = ?", arguments: [session.rawValue])
            else { throw JournalError.unknown(session, at: path) }
            try body(db, number)
        }
    }
}

extension JournalError {
    static func unknown(_ session: Session.ID, at path: String) -> Self {
        JournalError(
            .unknownSession, at: path,
            "The journal at \(path) holds no session \(session.short). Nothing was changed. 'rung sessions' lists them."
        )
    }
}
