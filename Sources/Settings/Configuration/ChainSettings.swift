import EscalationCore

/// A chain with its verifiers, every name resolved.
public struct ChainSettings: Sendable, Hashable {
    /// Each tier has its backend's name, its label, and whether its answers are verified.
    public var chain: Chain
    /// The line the chain's name stands on.
    public var line: Int
    /// Where each tier stands, in the order of `chain.tiers`.
    public var tierLines: [Int]
    /// In the order they are asked; empty where answers are taken as they come.
    public var verifiers: [VerifierSettings]

    public var name: String { chain.name }

    public init(_ chain: Chain, line: Int, tierLines: [Int], verifiers: [VerifierSettings]) {
        self.chain = chain
        self.line = line
        self.tierLines = tierLines
        self.verifiers = verifiers
    }
}

/// A kind of verifier a configuration can name.
public enum VerifierKind: String, Sendable, Hashable, CaseIterable {
    /// Another model.
    case judge
}

/// What judges a chain's answers.
public enum VerifierSettings: Sendable, Hashable {
    case judge(JudgeSettings)
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
