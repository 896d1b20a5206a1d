import EscalationCore

/// How tiers did, over many sessions.
public struct Statistics: Sendable, Hashable {
    public var sessions = 0
    /// Of them, those that ended with an accepted answer.
    public var accepted = 0
    /// The most used first.
    public var tiers: [TierFigures] = []
    /// The newest first; days without a session are left out.
    public var days: [DayFigures] = []

    public init() {}

    /// Which sessions are counted.
    public struct Scope: Sendable, Hashable {
        public var models: Models
        /// Only sessions that started then or later; milliseconds since 1970 UTC. Nil for all.
        public var since: Int64?

        /// Scripted models say nothing of real ones.
        public enum Models: Sendable, Hashable { case real, simulated, all }

        public init(_ models: Models = .real, since: Int64? = nil) {
            self.models = models
            self.since = since
        }
    }
}

/// How the attempts on one model went.
public struct TierFigures: Sendable, Hashable {
    public var model: String
    public var label: Tier.Label
    public var attempts = 0
    public var accepted = 0
    /// Rejected, so that the next tier was asked if there was one.
    public var escalated = 0
    /// Ended without an answer.
    public var failed = 0
    /// Waiting for the model to load; attempts that found it loaded are not counted.
    public var load = Spread()
    /// From the end of queue and load to the first word.
    public var firstToken = Spread()
    /// From the first word to the last.
    public var generation = Spread()
    /// All verifiers of an attempt together.
    public var verification = Spread()
    /// As far as servers reported them.
    public var promptTokens = 0
    public var answerTokens = 0
    /// In dollars; nil where nothing is known.
    public var cost: Double?

    public init(model: String, label: Tier.Label) {
        self.model = model
        self.label = label
    }

    /// From 0 to 1; nil while no attempt has ended.
    public var acceptRate: Double? {
        let ended = accepted + escalated + failed
        return ended == 0 ? nil : Double(accepted) / Double(ended)
    }
}

/// What happened on one day.
public struct DayFigures: Sendable, Hashable {
    /// As `2026-01-31`.
    public var day: String
    public var sessions = 0
    public var accepted = 0
    public var attempts = 0
    public var answerTokens = 0
    public var loading: Duration = .zero
    /// In dollars; nil where nothing is known.
    public var cost: Double?

    public init(day: String) { self.day = day }
}

/// Durations of one thing, often.
public struct Spread: Sendable, Hashable {
    public var count = 0
    public var total: Duration = .zero
    /// Half took no longer; zero where there are none.
    public var median: Duration = .zero
    /// Nineteen of twenty took no longer; zero where there are none.
    public var p95: Duration = .zero

    public init() {}

    /// Of milliseconds, in any order.
    init(_ milliseconds: [Int32]) {
        guard !milliseconds.isEmpty else { return }
        let sorted = milliseconds.sorted()
        func part(_ percent: Int) -> Duration {
            .milliseconds(sorted[max(0, (sorted.count * percent + 99) / 100 - 1)])
        }
        count = sorted.count
        total = .milliseconds(sorted.reduce(Int64(0)) { $0 + Int64($1) })
        median = part(50)
        p95 = part(95)
    }
}
