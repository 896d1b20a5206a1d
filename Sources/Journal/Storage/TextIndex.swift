import EscalationCore
import GRDB
import Logging

/// Takes what sessions say into the full-text index: behind the events, so that storing those stays quick.
///
/// One session at a time, each in a transaction of its own, the newest first: an event never waits for more than one. What
/// is still to do stands in the journal, so whatever a process leaves undone the next one does; so do sessions of version
/// 1, whose other derived rows are made here as well.
struct TextIndex: Sendable {
    let database: DatabasePool
    let reader: JournalReader

    /// Sessions taken up in a row before others get a turn, and how long that is: old journals hold hundreds of thousands,
    /// and nobody waits for them.
    private static let chunk = 16
    private static let pause: Duration = .milliseconds(50)
    /// Most sessions taken up when the journal closes: the program is about to end.
    private static let lastChunk = 8

    /// Runs the body, and meanwhile takes up what waits and what comes.
    nonisolated(nonsending) func following<Result>(
        _ newTexts: AsyncStream<Void>, on clock: any Clock<Duration>, logger: Logger,
        during body: () async throws -> Result
    ) async rethrows -> Result {
        // Cancelled and awaited when the body has returned.
        async let _ = follow(newTexts, on: clock, logger: logger)
        return try await body()
    }

    private func follow(_ newTexts: AsyncStream<Void>, on clock: any Clock<Duration>, logger: Logger) async {
        await takeUpAll(on: clock, logger: logger)
        for await _ in newTexts { await takeUpAll(on: clock, logger: logger) }
    }

    private func takeUpAll(on clock: any Clock<Duration>, logger: Logger) async {
        do {
            while true {
                for _ in 0..<Self.chunk {
                    try Task.checkCancellation()
                    guard try await takeUpNext() else { return }
                }
                try await clock.sleep(for: Self.pause)
            }
        } catch is CancellationError {
            // The journal closes.
        } catch {
            // It stays to be done, and is tried again with the next text.
            logger.warning("texts could not be made findable", metadata: ["reason": "\(error)"])
        }
    }

    /// For sessions that ended just before the journal closes.
    func takeUpLast(logger: Logger) async {
        do {
            for _ in 0..<Self.lastChunk { guard try await takeUpNext() else { return } }
        } catch {
            logger.warning("texts could not be made findable", metadata: ["reason": "\(error)"])
        }
    }

    /// Takes up the newest session that waits.
    ///
    /// - Returns: false where none does.
    func takeUpNext() async throws -> Bool {
        guard let waiting = try await next() else { return false }
        // Read beside the writers, however long the session is.
        var state = SessionState(id: waiting.id)
        var derived: [EventRow.Derived] = []
        do {
            for try await events in reader.eventChunks(of: waiting.id) {
                for event in events {
                    state.apply(event)
                    if waiting.isOld, let row = EventRow.Derived(event) { derived.append(row) }
                }
            }
        } catch let error as JournalError where error.code == .corrupt {
            // An event that can't be read: what comes before it is taken up, or those behind this session never were.
        }
        let texts = SessionTexts(state)
        try await database.write { [derived] db in
            if waiting.isOld {
                let rows = DerivedRows(db: db, session: waiting.number)
                try rows.clear()
                for row in derived { try rows.apply(row.change, sequence: row.sequence, now: row.milliseconds) }
            }
            try texts.replace(of: waiting.number, in: db)
            try db.cachedStatement(
                sql: "UPDATE session SET indexed = \(waiting.isOld ? "texts" : "max(indexed, ?1)") WHERE number = ?2"
            ).execute(arguments: [waiting.texts, waiting.number])
        }
        return true
    }

    private struct Waiting: Sendable {
        var number: Int64
        var id: Session.ID
        /// Facts that changed its texts so far; those that come meanwhile make it wait again.
        var texts: Int
        /// Whether all its derived rows are missing.
        var isOld: Bool
    }

    private func next() async throws -> Waiting? {
        try await reader.read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT number, id, texts, indexed < 0, outcome IS NULL, owner FROM session
                        WHERE indexed < texts ORDER BY number DESC
                        """))
            while let row = try rows.next() {
                guard let id = Session.ID(rawValue: row[1]) else { continue }
                let waiting = Waiting(number: row[0], id: id, texts: row[2], isOld: row[3])
                // One that a process of version 1 still runs is made whole once it has ended.
                if waiting.isOld, row[4] as Bool, reader.owners.isAlive(row[5]) { continue }
                return waiting
            }
            return nil
        }
    }
}

/// What full text finds of a session.
struct SessionTexts: Sendable {
    var task: String
    var chain: String
    var answers: String
    var feedback: String

    init(_ state: SessionState) {
        task = state.task
        chain = state.chain?.name ?? ""
        answers = state.attempts.map(\.answer).filter { !$0.isEmpty }.joined(separator: "\n")
        var said: [String] = []
        for attempt in state.attempts {
            let verdicts = [attempt.verdict, attempt.overruled].compactMap { $0?.feedback }
            for text in verdicts + [attempt.failure?.text ?? ""] where !text.isEmpty && !said.contains(text) {
                said.append(text)
            }
        }
        feedback = said.joined(separator: "\n")
    }

    /// Puts them in the place of what the index knew of the session, with the title and the remarks it has now.
    func replace(of session: Int64, in db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM search WHERE rowid = ?").execute(arguments: [session])
        try db.cachedStatement(
            sql: """
                INSERT INTO search (rowid, title, task, chain, answers, feedback)
                SELECT number, coalesce(title, ''), ?, ?, ?,
                    ? || coalesce(
                        (SELECT group_concat(char(10) || feedback, '') FROM annotation WHERE session = number), '')
                FROM session WHERE number = ?
                """
        ).execute(arguments: [task, chain, answers, feedback, session])
    }
}
