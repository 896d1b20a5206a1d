import EscalationCore
import Foundation
import GRDB
import Logging

/// Events on their way into the journal: whatever waits is written in one transaction, in the order it came.
///
/// While a transaction runs, newcomers gather for the next one, so batches form by themselves, without a timer. Writing
/// happens on the database's own queue rather than in the caller's task: a cancelled session's last fact is still
/// written.
///
/// `@unchecked Sendable`: every access to `state` holds `lock`; no continuation is resumed while it is held.
final class WriteQueue: @unchecked Sendable {
    /// Most events in one transaction. Far above what gathers in practice; it bounds how long a retry takes after a long
    /// failure.
    private static let largestBatch = 1_024

    private struct Entry {
        var row: EventRow
        /// Who waits for the event to be stored; nil once it was told that it can't be for now.
        var caller: CheckedContinuation<Void, Never>?
    }

    private struct State {
        /// In the order they came. Bounded by the number of callers while the journal works, for each waits for its
        /// commit; unbounded while it fails, for the session goes on and nothing may be lost.
        var waiting: [Entry] = []
        /// Whether the database's queue was asked to drain and hasn't begun its last look at `waiting`.
        var isScheduled = false
        var isClosed = false
        /// Drops to 1 when a transaction fails and doubles with each that works: a try costs little while the disk is
        /// full, however much waits.
        var batchSize = WriteQueue.largestBatch
        var status = JournalStatus.recording
    }

    private let database: DatabasePool
    private let owner: String
    private let busyTimeout: Duration
    private let logger: Logger
    private let report: @Sendable (JournalStatus) -> Void
    /// Signals that writing began to fail. It holds one signal: however often that happens before anybody looks, it is
    /// one thing to know.
    let failures: AsyncStream<Void>
    private let failed: AsyncStream<Void>.Continuation
    /// Signals that texts were stored that full text doesn't know yet; it too holds one signal.
    let newTexts: AsyncStream<Void>
    private let cameWithTexts: AsyncStream<Void>.Continuation
    private let lock = NSLock()
    private var state = State()

    init(
        _ database: DatabasePool, owner: String, busyTimeout: Duration, logger: Logger,
        report: @escaping @Sendable (JournalStatus) -> Void
    ) {
        self.database = database
        self.owner = owner
        self.busyTimeout = busyTimeout
        self.logger = logger
        self.report = report
        (failures, failed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (newTexts, cameWithTexts) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var status: JournalStatus { lock.withLock { state.status } }

    /// Returns once the event is stored, or the journal was found to fail and keeps it in memory.
    func store(_ row: EventRow) async {
        await withCheckedContinuation { caller in
            let (isClosed, mustSchedule) = lock.withLock { () -> (Bool, Bool) in
                if state.isClosed { return (true, false) }
                state.waiting.append(Entry(row: row, caller: caller))
                defer { state.isScheduled = true }
                return (false, !state.isScheduled)
            }
            if isClosed {
                logger.error("an event came after the journal was closed", metadata: row.metadata)
                caller.resume()
            } else if mustSchedule {
                database.asyncWriteWithoutTransaction { self.drain(into: $0) }
            }
        }
    }

    /// Tries to write what waits; returns after the try, whether it worked or not.
    func flush() async {
        await withCheckedContinuation { done in
            database.asyncWriteWithoutTransaction { db in
                self.drain(into: db)
                done.resume()
            }
        }
    }

    /// Says that texts were stored by another way than `store`.
    func reportNewTexts() { cameWithTexts.yield() }

    /// Makes one last try, with the whole busy timeout, and takes no more events.
    func close() async {
        await withCheckedContinuation { done in
            database.asyncWriteWithoutTransaction { db in
                self.setPatience(self.busyTimeout, on: db)
                self.drain(into: db)
                done.resume()
            }
        }
        let lost = lock.withLock { () -> Int in
            state.isClosed = true
            return state.waiting.count
        }
        if lost > 0 { logger.error("events could not be recorded before the end", metadata: ["events": "\(lost)"]) }
    }

    // MARK: - On the database's queue

    private func drain(into db: Database) {
        while let batch = nextBatch() {
            do {
                try db.inTransaction(.immediate) {
                    for row in batch where try !row.write(to: db, owner: owner) {
                        logger.warning("an event was stored already, or has no session", metadata: row.metadata)
                    }
                    return .commit
                }
                finish(batch.count, db)
                if batch.contains(where: { $0.change?.changesTexts == true }) { cameWithTexts.yield() }
            } catch {
                fail(error, db)
                return
            }
        }
    }

    private func nextBatch() -> [EventRow]? {
        lock.withLock {
            guard !state.waiting.isEmpty else {
                state.isScheduled = false
                return nil
            }
            return state.waiting.prefix(state.batchSize).map(\.row)
        }
    }

    private func finish(_ count: Int, _ db: Database) {
        let (callers, hasRecovered) = lock.withLock { () -> ([CheckedContinuation<Void, Never>], Bool) in
            let callers = state.waiting.prefix(count).compactMap(\.caller)
            state.waiting.removeFirst(count)
            state.batchSize = min(state.batchSize * 2, Self.largestBatch)
            guard state.status != .recording, state.waiting.allSatisfy({ $0.caller != nil }) else {
                return (callers, false)
            }
            state.status = .recording
            return (callers, true)
        }
        if hasRecovered {
            setPatience(busyTimeout, on: db)
            logger.notice("the journal records again")
            report(.recording)
        }
        for caller in callers { caller.resume() }
    }

    /// Keeps what waits and lets its callers go on. Until the journal works again a locked file is not waited for: each
    /// try would hold a session up for the whole busy timeout.
    private func fail(_ error: any Error, _ db: Database) {
        let reason = (error as? DatabaseError)?.reason ?? String(describing: error)
        let (callers, status, isNew) = lock.withLock {
            let callers = state.waiting.compactMap(\.caller)
            for index in state.waiting.indices { state.waiting[index].caller = nil }
            let isNew = state.status == .recording
            state.status = .failing(reason: reason, waiting: state.waiting.count)
            state.batchSize = 1
            state.isScheduled = false
            return (callers, state.status, isNew)
        }
        if isNew {
            setPatience(.zero, on: db)
            logger.error("the journal can't be written", metadata: ["reason": "\(reason)"])
            failed.yield()
        }
        report(status)
        for caller in callers { caller.resume() }
    }

    private func setPatience(_ duration: Duration, on db: Database) {
        do {
            try db.execute(sql: "PRAGMA busy_timeout = \(duration.milliseconds)")
        } catch {
            logger.warning("the busy timeout could not be set", metadata: ["reason": "\(error)"])
        }
    }
}

extension EventRow {
    fileprivate var metadata: Logger.Metadata {
        ["session": "\(session)", "sequence": "\(sequence)", "event": "\(kind)"]
    }
}
