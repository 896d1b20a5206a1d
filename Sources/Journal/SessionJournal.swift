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

    init(reader: JournalReader, queue: WriteQueue) {
        self.reader = reader
        self.queue = queue
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
    let journal = SessionJournal(reader: JournalReader(database, path: file.path), queue: queue)
    func end() async {
        await queue.close()
        do { try database.close() } catch {
            logger.warning("the journal didn't close", metadata: ["error": "\(error)"])
        }
        owner.leave()
    }
    do {
        let result = try await queue.retrying(at: retries, on: clock) { try await body(journal) }
        await end()
        return result
    } catch {
        await end()
        throw error
    }
}
