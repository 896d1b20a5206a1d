/// What is kept of one attempt for good.
public struct AttemptRecord: Sendable, Hashable {
    public var model: String
    public var label: Tier.Label
    /// Generation only, verification not included.
    public var duration: Duration
    /// Whether the model was ready when it was asked; false for cloud tiers and where nobody could say.
    public var warmStart: Bool
    public var verdict: RecordedVerdict
    /// The verifier's feedback, `verifier error: …`, or the failure's text; empty for an accepted answer.
    public var feedback: String

    public init(
        model: String, label: Tier.Label, duration: Duration, warmStart: Bool, verdict: RecordedVerdict,
        feedback: String
    ) {
        self.model = model
        self.label = label
        self.duration = duration
        self.warmStart = warmStart
        self.verdict = verdict
        self.feedback = feedback
    }
}

/// How an attempt is recorded: a verdict, or that there was no answer to judge.
public enum RecordedVerdict: String, Sendable, Hashable, CaseIterable {
    case accept, escalate, error
}
