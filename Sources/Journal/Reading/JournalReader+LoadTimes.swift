import EscalationCore
import GRDB

extension JournalReader {
    /// Sessions that are looked through for load times, newest first: more than enough for a figure, few enough to read
    /// while somebody waits.
    static let sessionsWithLoads = 200

    /// How long a model took to load when it last did, newest first: the loading phases of attempts that found it
    /// cold and got an answer from it. A load that failed or was given up says nothing of how long one takes.
    ///
    /// - Parameters:
    ///   - model: the name that tiers have it by.
    ///   - limit: at most so many.
    ///   - simulated: whether to look at sessions of the simulator, or at all others.
    public func loadTimes(of model: String, limit: Int, simulated: Bool = false) async throws -> [Duration] {
        try await read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT event.session, sequence, at_ms, kind, payload
                        FROM (
                            SELECT number, started_at FROM session WHERE simulated = ?
                            ORDER BY started_at DESC, number DESC LIMIT ?
                        ) AS recent JOIN event ON event.session = recent.number
                        WHERE kind IN ('attempt_started', 'phase_entered')
                        ORDER BY recent.started_at DESC, event.session DESC, sequence
                        """),
                arguments: [simulated, Self.sessionsWithLoads])
            var found: [Duration] = []
            var session = LoadTimes(model: model)
            var number: Int64?
            while found.count < limit, let row = try rows.next() {
                if number != row[0] {
                    found += session.times.reversed()
                    (session, number) = (LoadTimes(model: model), row[0])
                }
                session.take(
                    milliseconds: row[2], kind: row[3], json: try JSONValue(parsing: row[4] as String))
            }
            if found.count < limit { found += session.times.reversed() }
            return Array(found.prefix(limit))
        }
    }
}

/// The loads of one model in one session, as its events tell them in order.
private struct LoadTimes {
    let model: String
    private(set) var times: [Duration] = []
    private var open: [Int: Load] = [:]

    private struct Load {
        /// When loading was first entered, and last left: a server may say that it reads the prompt, and only then that
        /// it loads.
        var began: Int?
        var ended: Int?
    }

    init(model: String) { self.model = model }

    mutating func take(milliseconds: Int, kind: String, json: JSONValue) {
        guard let attempt = json["attempt"]?.int else { return }
        if kind == "attempt_started" {
            // One that met a load under way saw only a part of it.
            if json["model"]?.string == model, json["start"]?.string == Start.cold.rawValue { open[attempt] = Load() }
            return
        }
        guard var load = open[attempt] else { return }
        switch json["phase"]?.string.flatMap(Phase.init(rawValue:)) {
        case .loading:
            load.began = load.began ?? milliseconds
            load.ended = nil
        case .prompt where load.began != nil: load.ended = load.ended ?? milliseconds
        case .answer:
            // Only now it is sure that the model was there.
            if let began = load.began { times.append(.milliseconds((load.ended ?? milliseconds) - began)) }
            open[attempt] = nil
            return
        case .prompt, .queued, nil: break
        }
        open[attempt] = load
    }
}
