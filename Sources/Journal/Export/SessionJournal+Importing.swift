import EscalationCore
import GRDB

extension SessionJournal {
    /// A session that was to be taken in.
    public struct Imported: Sendable, Hashable {
        public var session: Session.ID
        /// Whether it was taken in; otherwise the journal had it already, event for event.
        public var isNew: Bool
    }

    /// Takes in sessions from JSON Lines, as they are exported: all of them in one transaction or, where anything is
    /// wrong, none. A session keeps its id; one without an end counts as interrupted.
    ///
    /// Others who write wait meanwhile: some seconds for a million events.
    ///
    /// - Parameter lines: one event each, in UTF-8; blank ones are passed over.
    /// - Returns: the sessions, in the order in which they begin.
    /// - Throws: `EventLineReader.LineError`, `ImportConflict` or `JournalError`; the journal is then as it was.
    public func takeIn<Line: Collection<UInt8> & Sendable>(_ lines: [Line]) async throws -> [Imported] {
        let path = reader.path
        let imported = try await write { db in
            var reader = EventLineReader()
            var intake = Intake(db: db, path: path)
            for line in lines {
                guard let event = try reader.read(String(decoding: line, as: UTF8.self)) else { continue }
                try intake.take(event)
            }
            return intake.sessions
        }
        if imported.contains(where: \.isNew) { reportNewTexts() }
        return imported
    }
}

/// Why a session can't be taken in: the journal has another one under its id.
public struct ImportConflict: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
}

/// Events on their way into the journal from elsewhere, in one transaction.
private struct Intake {
    let db: Database
    let path: String
    private(set) var sessions: [SessionJournal.Imported] = []
    /// Numbers of those that the journal had before.
    private var known: [Session.ID: Int64] = [:]

    /// No process's token: nobody runs what comes from a file.
    private static let owner = "imported"

    init(db: Database, path: String) {
        self.db = db
        self.path = path
    }

    /// - Parameter event: the next one of its session.
    mutating func take(_ event: SessionEvent) throws {
        if event.sequence == 1 {
            let number = try Int64.fetchOne(
                db.cachedStatement(sql: "SELECT number FROM session WHERE id = ?"), arguments: [event.session.rawValue])
            known[event.session] = number
            sessions.append(.init(session: event.session, isNew: number == nil))
        }
        if let number = known[event.session] {
            try compare(event, with: number)
        } else {
            _ = try EventRow(event).write(to: db, owner: Self.owner)
        }
    }

    private func compare(_ event: SessionEvent, with number: Int64) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT sequence, at_ms, kind, payload FROM event WHERE session = ? AND sequence = ?"),
            arguments: [number, event.sequence])
        guard let row else {
            throw ImportConflict(
                description: """
                    The journal at \(path) has session \(event.session.short) only up to event \(event.sequence - 1). \
                    Delete it there first, or import into another journal with --journal.
                    """)
        }
        // One that can't be read is another one.
        guard let recorded = try? SessionEvent(row, session: event.session), recorded == event else {
            throw ImportConflict(
                description: """
                    The journal at \(path) has another session \(event.session.short): event \(event.sequence) differs. \
                    Import into another journal with --journal.
                    """)
        }
    }
}
