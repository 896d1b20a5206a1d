/// Asks a server which models are ready: one question, one answer. How often, and for how long, is the caller's.
public protocol StatusProbe: Sendable {
    /// - Throws: where the server can't be reached or refuses.
    func status() async throws -> ServerStatus
}

/// Which of a server's models are ready right now.
public struct ServerStatus: Sendable, Hashable {
    /// What kind of server answered, such as `llama-swap`; nil where it could not be told.
    public var serverKind: String?
    /// False where the server has no way to tell which models are loaded: then every model is unknown.
    public var tellsLoaded: Bool
    /// Models that are ready or being loaded, by exact id; one that is absent is cold.
    public var starts: [String: Start]
    /// Other names of a model, to its id.
    public var aliases: [String: String]

    public init(
        serverKind: String? = nil, tellsLoaded: Bool, starts: [String: Start] = [:], aliases: [String: String] = [:]
    ) {
        self.serverKind = serverKind
        self.tellsLoaded = tellsLoaded
        self.starts = starts
        self.aliases = aliases
    }

    /// What is known of the model of that id or alias.
    public func start(of model: String) -> Start {
        guard tellsLoaded else { return .unknown }
        return starts[model] ?? aliases[model].flatMap { starts[$0] } ?? .cold
    }
}
