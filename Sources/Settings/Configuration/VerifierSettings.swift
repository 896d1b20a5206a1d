import EscalationCore

/// A kind of verifier a configuration can name.
public enum VerifierKind: String, Sendable, Hashable, CaseIterable {
    /// Regular expressions.
    case pattern
    /// Another model.
    case judge
}

/// What judges a chain's answers.
public enum VerifierSettings: Sendable, Hashable {
    case pattern(PatternSettings)
    case judge(JudgeSettings)
}

/// Regular expressions that an answer must or must not match.
public struct PatternSettings: Sendable, Hashable {
    /// Each has to occur in the answer; never empty where `unwanted` is.
    public var wanted: [String]
    /// None may occur.
    public var unwanted: [String]
    /// What a rejection says; nil names the patterns.
    public var feedback: String?

    public init(wanted: [String] = [], unwanted: [String] = [], feedback: String? = nil) {
        self.wanted = wanted
        self.unwanted = unwanted
        self.feedback = feedback
    }
}

/// A model that judges answers.
public struct JudgeSettings: Sendable, Hashable {
    public var model: Located<String>
    /// The backend's name; never empty.
    public var backend: String
    /// Merged into each request.
    public var parameters: [JSONValue.Member]
    /// Criteria beside the task itself; nil for none.
    public var rubric: String?

    public init(
        model: Located<String>, backend: String, parameters: [JSONValue.Member] = [], rubric: String? = nil
    ) {
        self.model = model
        self.backend = backend
        self.parameters = parameters
        self.rubric = rubric
    }
}
