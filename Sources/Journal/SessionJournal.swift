import EscalationCore
import GRDB
import Logging

/// The durable, append-only list of events of every session.
///
/// One exists for as long as the body of `withSessionJournal` runs. Sessions of many processes may share a file.
public struct SessionJournal: Sendable {
    /// What the journal holds, this process's events included.
    public let reader: JournalReader
    private let queue: WriteQueue
    private let database: DatabasePool

    init(reader: JournalReader, queue: WriteQueue, database: DatabasePool) {
        self.reader = reader
        self.queue = queue
        self.database = database
    }

    /// Stores an event; once this returns, it survives a killed process (a power cut may cost the last seconds).
    ///
    /// Cancelling the caller doesn't reach it. If the journal can't be written, it returns as well: the event is kept in
    /// memory, after those before it, and tried again with the next one and by the clock; `status` tells.
    ///
    /// A session's first event must be `sessionStarted`. One that was stored already changes nothing.
    public func store(_ event: SessionEvent) async { await queue.store(EventRow(event)) }

    /// Whether what happens is being recorded.
    public var status: JournalStatus { queue.status }

    /// Changes what people keep beside the events, in one transaction.
    ///
    /// - Throws: `JournalError`, or what the body throws.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.write(body)
        } catch {
            throw JournalError.writing(reader.path, failedWith: error)
        }
    }

    /// Gives the space of what was deleted back. A journal begun by version 1 is written anew for it, once.
    func vacuum() async throws {
        do {
            try await database.writeWithoutTransaction { db in
                if try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 0 {
                    try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; VACUUM")
                } else {
                    try db.execute(sql: "PRAGMA incremental_vacuum")
                }
            }
            // The file itself shrinks only so; where somebody reads meanwhile, a later checkpoint does it.
            _ = try? await database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        } catch {
            throw JournalError.writing(reader.path, failedWith: error)
        }
    }

    /// Has full text taken up what `write` changed.
    func reportNewTexts() { queue.reportNewTexts() }

    /// Returns once full text knows every session that can be taken up now. It happens by itself, behind the events:
    /// only who must find at once what was just stored waits for it.
    public func index() async throws {
        while try await TextIndex(database: database, reader: reader).takeUpNext() {}
    }
}

/// Opens a journal for the time the body runs.
///
/// - Parameters:
///   - path: of the file. It is created readable by its owner alone, as is its folder.
///   - retries: how long to wait before a failed write is tried again.
///   - busyTimeout: longest wait for another program that keeps the file locked, when it is opened and for the first
///     event that finds it so. Default 2 s: sessions stand still meanwhile.
///   - clock: measures the waits between retries.
///   - report: called when writing begins to fail, after each failed retry, and when it works again; in that order, from
///     the journal's own thread, so it must be quick.
/// - Throws: `JournalError` where it can't be opened, or what the body throws.
public nonisolated(nonsending) func withSessionJournal<Result>(
    at path: String, retries: RetryPace = RetryPace(), busyTimeout: Duration = .seconds(2),
    clock: any Clock<Duration> = .continuous, logger: Logger,
    report: @escaping @Sendable (JournalStatus) -> Void = { _ in },
    _ body: (SessionJournal) async throws -> Result
) async throws -> Result {
    let file = JournalFile(path: path, busyTimeout: busyTimeout)
    let (database, owner) = try file.openForWriting()
    let queue = WriteQueue(database, owner: owner.token, busyTimeout: busyTimeout, logger: logger, report: report)
    let reader = JournalReader(database, path: file.path)
    let journal = SessionJournal(reader: reader, queue: queue, database: database)
    let index = TextIndex(database: database, reader: reader)
    func end() async {
        await queue.close()
        await index.takeUpLast(logger: logger)
        // Of the connections the writer's closes last: what only reads couldn't clear away the write-ahead log.
        database.invalidateReadOnlyConnections()
        do { try database.close() } catch {
            logger.warning("the journal didn't close", metadata: ["error": "\(error)"])
        }
        owner.leave()
    }
    do {
        let result = try await queue.retrying(at: retries, on: clock) {
            try await index.following(queue.newTexts, on: clock, logger: logger) { try await body(journal) }
        }
        await end()
        return result
    } catch {
        await end()
        throw error
    }
}
