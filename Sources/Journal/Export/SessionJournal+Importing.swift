import EscalationCore
import GRDB

extension SessionJournal {
    /// A session that was to be taken in.
    public struct Imported: Sendable, Hashable {
        public var session: Session.ID
        /// Whether it was taken in; otherwise the journal had it already, event for event.
        public var isNew: Bool
        /// How many of the things that people said of it were added.
        public var annotations: Int

        public init(session: Session.ID, isNew: Bool, annotations: Int = 0) {
            self.session = session
            self.isNew = isNew
            self.annotations = annotations
        }
    }

    /// How much is written at a time, so that others who write need not wait for a whole import.
    public struct ImportPace: Sendable {
        /// Events in one transaction. The last session in it is written to its end all the same: none is there in part.
        public var events: Int
        /// How long others get their turn after each, at least; it is as long as the transaction took where that is longer.
        /// SQLite has who waits look again every 100 ms, so that half of the time must be theirs for them to find it soon.
        public var pause: Duration

        public init(events: Int = 1_000, pause: Duration = .milliseconds(5)) {
            self.events = events
            self.pause = pause
        }
    }

    /// Takes in sessions as they were exported, some at a time. Each is there whole or not at all, also where this is
    /// cancelled or the process killed. It keeps its id; one without an end counts as interrupted.
    ///
    /// A session that the journal has stays as it is, and what people said of it elsewhere is added.
    ///
    /// - Parameter report: told of some sessions as soon as they are in the journal.
    /// - Throws: `ImportConflict` where the journal has another session under one's id: before anything is taken in, but
    ///   for one that comes into the journal meanwhile. `JournalError` or `CancellationError`; what was reported stays.
    public func takeIn<Line>(
        _ lines: SoundLines<Line>, pace: ImportPace = ImportPace(), on clock: any Clock<Duration> = .continuous,
        stopwatch: Stopwatch = .on(ContinuousClock()), report: ([Imported]) -> Void
    ) async throws {
        let known = try await known(of: lines)
        var hasChanged = false
        // Full text waits until all is in: it would take from those who write.
        defer { if hasChanged { reportNewTexts() } }
        var batch = Intake(path: reader.path)
        for (index, session) in lines.sessions.enumerated() {
            try Task.checkCancellation()
            try batch.add(session, isKnown: known.contains(session.id), from: lines)
            let isLast = index == lines.sessions.count - 1
            guard batch.size >= pace.events || isLast else { continue }
            let start = stopwatch.now()
            let imported = try await write { [batch] db in try batch.write(to: db) }
            let taken = stopwatch.now() - start
            report(imported)
            if imported.contains(where: { $0.isNew || $0.annotations > 0 }) { hasChanged = true }
            batch = Intake(path: reader.path)
            if !isLast { try await clock.sleep(for: max(pace.pause, taken)) }
        }
    }

    /// Sessions looked for in one go.
    private static let chunk = 200

    /// The sessions that the journal has, event for event.
    private func known<Line>(of lines: SoundLines<Line>) async throws -> Set<Session.ID> {
        var known: Set<Session.ID> = []
        var rest = lines.sessions[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(Self.chunk)
            rest = rest.dropFirst(Self.chunk)
            try Task.checkCancellation()
            let path = reader.path
            known.formUnion(
                try await reader.read { db in
                    let recorded = RecordedSessions(db: db, path: path)
                    return try chunk.filter { session in
                        guard let number = try recorded.number(of: session.id) else { return false }
                        try recorded.compare(try lines.events(of: session), with: number)
                        return true
                    }.map(\.id)
                })
        }
        return known
    }
}

/// Why a session can't be taken in: the journal has another one under its id.
public struct ImportConflict: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
}

/// Sessions on their way into the journal from elsewhere, in one transaction.
private struct Intake: Sendable {
    let path: String
    private var members: [Member] = []
    /// Events to be written.
    private(set) var size = 0

    /// No process's token: nobody runs what comes from a file.
    private static let owner = "imported"

    private struct Member: Sendable {
        var session: Session.ID
        var annotations: [Annotation]
        /// Empty where the journal has them.
        var events: [SessionEvent] = []
        var rows: [EventRow] = []
    }

    init(path: String) { self.path = path }

    /// Encodes what is to be written, before the transaction begins.
    mutating func add<Line>(_ session: SoundSession, isKnown: Bool, from lines: SoundLines<Line>) throws {
        var member = Member(session: session.id, annotations: session.annotations)
        if !isKnown {
            member.events = try lines.events(of: session)
            member.rows = member.events.map { EventRow($0) }
        }
        members.append(member)
        // One that is known takes a look, and is as dear as an event.
        size += max(1, member.rows.count)
    }

    func write(to db: Database) throws -> [SessionJournal.Imported] { try members.map { try write($0, to: db) } }

    private func write(_ member: Member, to db: Database) throws -> SessionJournal.Imported {
        let recorded = RecordedSessions(db: db, path: path)
        var isNew = false
        if !member.rows.isEmpty {
            if let number = try recorded.number(of: member.session) {
                // It came into the journal meanwhile.
                try recorded.compare(member.events, with: number)
            } else {
                try EventRow.write(session: member.rows, to: db, owner: Self.owner)
                isNew = true
            }
        }
        let added = try member.annotations.count { try $0.add(to: member.session, in: db) }
        return .init(session: member.session, isNew: isNew, annotations: added)
    }
}

/// What the journal has of sessions that come from elsewhere.
private struct RecordedSessions {
    let db: Database
    let path: String

    func number(of session: Session.ID) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT number FROM session WHERE id = ?"), arguments: [session.rawValue])
    }

    func compare(_ events: [SessionEvent], with number: Int64) throws {
        for event in events {
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT sequence, at_ms, kind, payload FROM event WHERE session = ? AND sequence = ?"),
                arguments: [number, event.sequence])
            guard let row else {
                throw ImportConflict(
                    description: """
                        The journal at \(path) has session \(event.session.short) only up to event \
                        \(event.sequence - 1). Delete it there first, or import into another journal with --journal.
                        """)
            }
            // One that can't be read is another one.
            guard let recorded = try? SessionEvent(row, session: event.session), recorded == event else {
                throw ImportConflict(
                    description: """
                        The journal at \(path) has another session \(event.session.short): event \(event.sequence) \
                        differs. Import into another journal with --journal.
                        """)
            }
        }
    }
}
