/// Tiers in the order they are tried, cheapest first.
public struct Chain: Sendable, Hashable {
    /// The name in the configuration.
    public var name: String
    public var tiers: [Tier]
    public var limits: Limits
    public var feedback: FeedbackPolicy
    public var onVerifierError: OnVerifierError

    public init(
        _ name: String = "default", tiers: [Tier], limits: Limits = Limits(),
        feedback: FeedbackPolicy = FeedbackPolicy(), onVerifierError: OnVerifierError = .escalate
    ) {
        self.name = name
        self.tiers = tiers
        self.limits = limits
        self.feedback = feedback
        self.onVerifierError = onVerifierError
    }
}

/// What a verifier that can't judge does to the answer.
public enum OnVerifierError: String, Sendable, Hashable, CaseIterable {
    /// It counts as a rejection without feedback: nothing unverified is accepted.
    case escalate
    /// The answer is taken as it came.
    case accept
    /// The session ends, with the outcome `stopped`.
    case stop
}
