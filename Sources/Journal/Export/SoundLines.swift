import EscalationCore

/// JSON Lines of sessions that were looked through before the journal is touched: every session in them is whole.
public struct SoundLines<Line: Collection<UInt8> & Sendable>: Sendable {
    /// One event each, in UTF-8; blank ones among them.
    private let lines: [Line]
    /// In the order in which they begin.
    let sessions: [SoundSession]

    /// How many sessions there are.
    public var count: Int { sessions.count }

    /// Looks through every line.
    ///
    /// - Throws: `EventLineReader.LineError`, or `CancellationError`.
    public init(_ lines: [Line]) throws {
        var reader = EventLineReader()
        var sessions: [SoundSession] = []
        var places: [Session.ID: Int] = [:]
        for (index, line) in lines.enumerated() {
            if index.isMultiple(of: 1_000) { try Task.checkCancellation() }
            guard let event = try reader.read(String(decoding: line, as: UTF8.self)) else { continue }
            let place = places[event.session] ?? sessions.count
            if place == sessions.count {
                places[event.session] = place
                sessions.append(SoundSession(id: event.session))
            }
            sessions[place].lines.append(index)
        }
        for index in sessions.indices { sessions[index].annotations = reader.annotations[sessions[index].id] ?? [] }
        self.lines = lines
        self.sessions = sessions
    }

    /// A session's events, read once more: there may be more lines than memory.
    func events(of session: SoundSession) throws -> [SessionEvent] {
        try session.lines.map { index in
            try SessionEvent(json: JSONValue(parsing: String(decoding: lines[index], as: UTF8.self)))
        }
    }
}

/// Where a session stands among the lines.
struct SoundSession: Sendable {
    var id: Session.ID
    /// Its lines from 0, in order: not always one after the other.
    var lines: [Int] = []
    /// What people said of it, oldest first.
    var annotations: [Annotation] = []
}
