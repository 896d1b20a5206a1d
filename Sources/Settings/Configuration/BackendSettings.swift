/// A kind of server or program that answers.
public enum BackendKind: String, Sendable, Hashable, CaseIterable {
    /// A server that speaks OpenAI's chat completions: llama-swap, llama-server, vLLM, Ollama, …
    case openai
    /// The Claude CLI.
    case claudeCLI = "claude-cli"
    /// Anthropic's Messages API.
    case anthropic
    /// Any program that reads a prompt on standard input.
    case command
}

/// How a server is asked which of its models are warm.
public enum StatusChoice: String, Sendable, Hashable, CaseIterable {
    /// In the way of the kind that it turns out to be.
    case auto
    case llamaSwap = "llama-swap"
    /// Alone or as a router.
    case llamaServer = "llama-server"
    case ollama
    /// Not at all.
    case none
}

/// A server or program that tiers and judges name.
public struct BackendSettings: Sendable, Hashable {
    /// Where Anthropic serves its API; it answers nobody without a key.
    public static let anthropicURL = "https://api.anthropic.com"

    public var name: String
    public var kind: Located<BackendKind>
    /// As written, with a `/v1` at its end or not, without slashes there: `http` or `https`, no user, query or fragment. Nil for programs.
    public var url: Located<String>?
    /// The environment variable that holds the key; whether it is set is for the reader of the environment to check.
    public var keyVariable: Located<String>?
    /// Sent with every request.
    public var headers: [String: String]
    /// The program and its arguments; empty for servers.
    public var command: [String]
    /// Tools that the Claude CLI may use, as its option `--allowedTools` spells them; none by default.
    public var tools: [String] = []
    /// Variables set for the program beside those it inherits.
    public var environment: [String: String]
    /// The program's working directory; nil for ours.
    public var directory: String?
    /// How an `openai` server is asked which models are warm.
    public var status = StatusChoice.auto
    /// How many requests it gets at once, 1 or more; nil lets the kind of server found decide.
    public var parallel: Int?

    public init(
        _ name: String, kind: Located<BackendKind>, url: Located<String>? = nil, keyVariable: Located<String>? = nil,
        headers: [String: String] = [:], command: [String] = [], environment: [String: String] = [:],
        directory: String? = nil,
        parallel: Int? = nil
    ) {
        self.name = name
        self.kind = kind
        self.url = url
        self.keyVariable = keyVariable
        self.headers = headers
        self.command = command
        self.environment = environment
        self.directory = directory
        self.parallel = parallel
    }

    /// The line its declaration stands on.
    public var line: Int { kind.line }
}
