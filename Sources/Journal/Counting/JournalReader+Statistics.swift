import EscalationCore
import Foundation
import GRDB

extension JournalReader {
    /// Counts sessions and the attempts made in them, from rows written as they ended.
    ///
    /// - Parameter timeZone: where a day begins.
    public func statistics(_ scope: Statistics.Scope, timeZone: TimeZone = .current) async throws -> Statistics {
        try await read { db in
            var count = Count(timeZone: timeZone)
            let sessions = try Row.fetchCursor(
                db,
                sql: """
                    SELECT started_at, outcome, attempts, answer_tokens, cost,
                        (SELECT sum(load_ms) FROM attempt WHERE attempt.session = session.number)
                    FROM session WHERE \(scope.condition)
                    """)
            while let row = try sessions.next() { count.addSession(row) }
            let attempts = try Row.fetchCursor(
                db,
                sql: """
                    SELECT model, label, verdict, started_ms, queued_ms, load_ms, first_ms, ended_ms, judging_ms,
                        prompt_tokens, attempt.answer_tokens, attempt.cost
                    FROM attempt \(scope.isEverything ? "" : "JOIN session ON session.number = attempt.session")
                    WHERE \(scope.condition)
                    """)
            while let row = try attempts.next() { count.addAttempt(row) }
            return count.statistics
        }
    }
}

extension Statistics.Scope {
    var isEverything: Bool { models == .all && since == nil }

    /// Of a row of `session`.
    var condition: String {
        var tests: [String] = []
        switch models {
        case .real: tests.append("session.simulated = 0")
        case .simulated: tests.append("session.simulated = 1")
        case .all: break
        }
        if let since { tests.append("session.started_at >= \(since)") }
        return tests.isEmpty ? "TRUE" : tests.joined(separator: " AND ")
    }
}

/// Rows on their way to figures.
private struct Count {
    private struct Key: Hashable {
        var model: String
        var label: String
    }

    /// Durations in milliseconds, as they come.
    private struct Times {
        var load: [Int32] = []
        var firstToken: [Int32] = []
        var generation: [Int32] = []
        var verification: [Int32] = []
    }

    private let calendar: Calendar
    private var sessions = 0
    private var accepted = 0
    private var tiers: [Key: (figures: TierFigures, times: Times)] = [:]
    private var days: [String: DayFigures] = [:]
    /// The day of each quarter of an hour met so far: no time zone changes it within one.
    private var dayNames: [Int64: String] = [:]

    init(timeZone: TimeZone) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        self.calendar = calendar
    }

    mutating func addSession(_ row: Row) {
        let isAccepted = row[1] as String? == Outcome.accepted.rawValue
        sessions += 1
        if isAccepted { accepted += 1 }
        let name = day(of: row[0])
        var day = days[name] ?? DayFigures(day: name)
        day.sessions += 1
        if isAccepted { day.accepted += 1 }
        day.attempts += row[2] as Int
        day.answerTokens += row[3] as Int
        day.cost = sum(day.cost, row[4])
        day.loading += .milliseconds(row[5] as Int? ?? 0)
        days[name] = day
    }

    mutating func addAttempt(_ row: Row) {
        let key = Key(model: row[0], label: row[1])
        guard let label = Tier.Label(rawValue: key.label) else { return }
        var (tier, times) =
            tiers.removeValue(forKey: key) ?? (TierFigures(model: key.model, label: label), Times())
        tier.attempts += 1
        switch (row[2] as String?).flatMap(RecordedVerdict.init(rawValue:)) {
        case .accept: tier.accepted += 1
        case .escalate: tier.escalated += 1
        case .error: tier.failed += 1
        case nil: break
        }
        let (started, queued, load): (Int, Int, Int) = (row[3], row[4], row[5])
        if load > 0 { times.load.append(Int32(clamping: load)) }
        if let first = row[6] as Int? {
            times.firstToken.append(Int32(clamping: max(0, first - started - queued - load)))
            if let ended = row[7] as Int? { times.generation.append(Int32(clamping: ended - first)) }
        }
        let judging: Int = row[8]
        if judging > 0 { times.verification.append(Int32(clamping: judging)) }
        tier.promptTokens += row[9] as Int? ?? 0
        tier.answerTokens += row[10] as Int? ?? 0
        tier.cost = sum(tier.cost, row[11])
        tiers[key] = (tier, times)
    }

    var statistics: Statistics {
        var result = Statistics()
        result.sessions = sessions
        result.accepted = accepted
        result.tiers = tiers.values.map { tier, times in
            var tier = tier
            tier.load = Spread(times.load)
            tier.firstToken = Spread(times.firstToken)
            tier.generation = Spread(times.generation)
            tier.verification = Spread(times.verification)
            return tier
        }.sorted { ($1.attempts, $0.model, $0.label.rawValue) < ($0.attempts, $1.model, $1.label.rawValue) }
        result.days = days.values.sorted { $0.day > $1.day }
        return result
    }

    private mutating func day(of milliseconds: Int64) -> String {
        let quarter = milliseconds / 900_000
        if let name = dayNames[quarter] { return name }
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        let name = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
        dayNames[quarter] = name
        return name
    }

    private func sum(_ sum: Double?, _ value: Double?) -> Double? {
        value.map { $0 + (sum ?? 0) } ?? sum
    }
}
