import EscalationCore

/// The task prompt as it gathers feedback, and what it gained since a tier was last asked.
struct FeedbackPrompt {
    private let task: String
    private let policy: FeedbackPolicy
    /// Oldest first.
    private var feedback: [String] = []
    /// How many of them the last attempt had been given a chance to see.
    private var told = 0
    /// The prompt of the last attempt; before the first, the task.
    private var before: String

    init(_ task: String, _ policy: FeedbackPolicy) {
        self.task = task
        self.policy = policy
        before = task
    }

    mutating func add(_ text: String) { feedback.append(text) }

    /// The prompt of the next attempt.
    var text: String { task + FeedbackPolicy.written(kept) }

    /// Notes that an attempt begins.
    ///
    /// - Returns: what its prompt gained since the last one, and the whole of it where that isn't the last one with what
    ///   it gained behind it.
    mutating func begin() -> (added: String, whole: String?) {
        let new = kept.suffix(feedback.count - told)
        told = feedback.count
        let (text, added) = (text, FeedbackPolicy.written(Array(new)))
        defer { before = text }
        return (added, text == before + added ? nil : text)
    }

    /// The feedback that the policy lets pass, oldest first.
    private var kept: [String] { policy.passed(feedback) }
}
