import EscalationCore

/// The names a configuration may use, known only to those who put the program together.
public struct AcceptedNames: Sendable {
    /// Kinds of backend that tiers and judges can run on. A backend of another kind may be declared, but not used.
    public var executableKinds: [BackendKind]
    public var verifierKinds: [VerifierKind]
    public var mouseModes: [Configuration.MouseMode]
    /// Names of actions that keys can be bound to.
    public var actions: [String]
    /// Whether a text names a key.
    public var isKey: @Sendable (String) -> Bool
    /// What is wrong with a text as a regular expression, in words; nil where nothing is.
    public var patternProblem: @Sendable (String) -> String?
    /// What is wrong with a value as a JSON Schema, in words; nil where nothing is.
    public var schemaProblem: @Sendable (JSONValue) -> String?

    public init(
        executableKinds: [BackendKind] = BackendKind.allCases, verifierKinds: [VerifierKind] = VerifierKind.allCases,
        mouseModes: [Configuration.MouseMode] = [.off], actions: [String] = [],
        isKey: @escaping @Sendable (String) -> Bool = { _ in true },
        patternProblem: @escaping @Sendable (String) -> String? = { _ in nil },
        schemaProblem: @escaping @Sendable (JSONValue) -> String? = { _ in nil }
    ) {
        self.executableKinds = executableKinds
        self.verifierKinds = verifierKinds
        self.mouseModes = mouseModes
        self.actions = actions
        self.isKey = isKey
        self.patternProblem = patternProblem
        self.schemaProblem = schemaProblem
    }
}
