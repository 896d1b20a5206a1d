import EscalationCore
import GRDB

/// Finds sessions and reads their events.
///
/// Several may read a journal while processes write it; each call sees the journal as it is at that moment.
/// Cancelling a reading task throws `CancellationError`; any other failure is a `JournalError`.
public struct JournalReader: Sendable {
    /// The journal's file.
    public let path: String
    private let database: any DatabaseReader
    let owners: Owners

    init(_ database: any DatabaseReader, path: String) {
        self.database = database
        self.path = path
        owners = Owners(path: path)
    }

    /// Opens a journal only to read it. It needs no right to write the file or its folder, and changes neither.
    ///
    /// - Parameter busyTimeout: longest wait for another program that keeps the file locked.
    /// - Throws: `JournalError`; its code is `missing` where nothing was ever recorded.
    public init(opening path: String, busyTimeout: Duration = .seconds(2)) throws {
        let file = JournalFile(path: path, busyTimeout: busyTimeout)
        self.init(try file.openForReading(), path: file.path)
    }

    /// A session's events in order.
    ///
    /// - Parameters:
    ///   - sequence: only those after this one; 0 for all.
    ///   - limit: the first so many of them; nil for all.
    /// - Returns: empty where the journal holds no such session.
    public func events(of session: Session.ID, after sequence: Int = 0, limit: Int? = nil) async throws
        -> [SessionEvent]
    {
        try await read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT sequence, at_ms, kind, payload FROM event
                        WHERE session = (SELECT number FROM session WHERE id = ?) AND sequence > ?
                        ORDER BY sequence LIMIT ?
                        """),
                arguments: [session.rawValue, sequence, limit ?? -1])
            var events: [SessionEvent] = []
            while let row = try rows.next() {
                do {
                    events.append(try SessionEvent(row, session: session))
                } catch {
                    throw JournalError(
                        .corrupt, at: path,
                        """
                        Can't read event \(row[0] as Int) of session \(session) in the journal at \(path): \(error). \
                        Update rung if a newer one wrote it.
                        """, underlying: error)
                }
            }
            return events
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.read(body)
        } catch {
            throw JournalError.reading(path, failedWith: error)
        }
    }
}
