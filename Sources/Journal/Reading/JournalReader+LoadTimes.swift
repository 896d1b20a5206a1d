import EscalationCore
import GRDB

extension JournalReader {
    /// How long a model took to load when it last did, newest session first: the loading phases of attempts that found it
    /// cold and then heard from it. A load that failed or was given up says nothing of how long one takes, and an attempt
    /// that met a load under way saw only a part of it.
    ///
    /// Sessions that an earlier version recorded count once their rows have been made, which takes moments.
    ///
    /// - Parameters:
    ///   - model: the name that tiers have it by.
    ///   - limit: at most so many.
    ///   - simulated: whether to look at sessions of the simulator, or at all others.
    public func loadTimes(of model: String, limit: Int, simulated: Bool = false) async throws -> [Duration] {
        try await read { db in
            let times = try Int.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT load_ms FROM attempt JOIN session ON session.number = attempt.session
                        WHERE model = ? AND start = '\(Start.cold.rawValue)' AND load_ms > 0 AND first_ms IS NOT NULL
                            AND simulated = ?
                        ORDER BY attempt.session DESC, attempt.number DESC LIMIT ?
                        """),
                arguments: [model, simulated, limit])
            return times.map { .milliseconds($0) }
        }
    }
}
