import EscalationCore

/// How a session ends, as its last event says it.
struct Ending: Hashable {
    var outcome: Outcome
    var acceptedAttempt: Int?
    /// Empty where the outcome is `accepted`.
    var error: String

    static func accepted(_ attempt: Int) -> Ending {
        Ending(outcome: .accepted, acceptedAttempt: attempt, error: "")
    }

    /// - Parameter tiers: the chain's length, however many attempts were made: the reference's words.
    static func exhausted(tiers: Int) -> Ending {
        Ending(outcome: .exhausted, error: "all tiers exhausted after \(tiers) attempt(s)")
    }

    static let cancelled = Ending(outcome: .cancelled, error: Outcome.cancelled.words)

    static func timedOut(_ limits: Limits) -> Ending {
        Ending(outcome: .timedOut, error: "session timed out after \(limits.sessionTimeout.inSeconds)")
    }

    static func stopped(_ failure: Failure) -> Ending {
        Ending(outcome: .stopped, error: Verdict.verifierError(failure).feedback)
    }

    /// Why a session may not make another attempt; nil while it may.
    static func overBudget(_ limits: Limits, attempts: Int) -> Ending? {
        guard let most = limits.attempts, attempts >= most else { return nil }
        return Ending(
            outcome: .overBudget, error: "over budget: \(attempts) attempt(s) made, as many as limits.attempts allows")
    }

    /// Why a session may not make another request; nil while it may.
    static func overBudget(_ limits: Limits, spent: Double) -> Ending? {
        guard let most = limits.dollars, spent >= most else { return nil }
        return Ending(
            outcome: .overBudget,
            error: "over budget: \(spent.inDollars) spent, and limits.dollars is \(most.inDollars)")
    }
}
