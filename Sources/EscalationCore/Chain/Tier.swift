/// One rung of a chain: a model, the backend that serves it, and how its answers are taken.
public struct Tier: Sendable, Hashable {
    public var model: String
    /// The backend's name in the configuration; empty where the model's name alone decides.
    public var backend: String
    public var label: Label
    /// Whether answers pass the verifiers before they are accepted.
    public var isVerified: Bool
    /// Merged into each request.
    public var parameters: [JSONValue.Member]
    /// How often the tier is asked in all while its answers are rejected, each time with the feedback so far; from 1,
    /// which is the default.
    public var tries = 1
    /// How often an attempt that failed to answer is made again; 0, the default, for never.
    public var retries = 0
    /// Whether the tier is skipped for a while when it has failed several times running; off by default.
    public var hasBreaker = false

    /// Where a tier's model lives, as records and other programs name it.
    public enum Label: String, Sendable, Hashable, CaseIterable {
        /// A model on a server of one's own.
        case local
        /// The Claude CLI.
        case subagent
        /// A hosted API.
        case managed

        /// Cloud answers are accepted as they come, and cloud models are never probed for warmth.
        public var isCloud: Bool { self != .local }
    }

    /// - Parameters:
    ///   - label: nil lets the model's name decide: `claude-` at its start is a cloud tier (`subagent`), any other is
    ///     `local`.
    ///   - isVerified: nil for the label's custom: local answers are verified, cloud answers are not.
    public init(
        _ model: String, backend: String = "", label: Label? = nil, isVerified: Bool? = nil,
        parameters: [JSONValue.Member] = []
    ) {
        let label = label ?? (model.hasPrefix("claude-") ? .subagent : .local)
        self.model = model
        self.backend = backend
        self.label = label
        self.isVerified = isVerified ?? !label.isCloud
        self.parameters = parameters
    }
}
