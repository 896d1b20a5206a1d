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
    /// Every name that the server says it serves; nil where it doesn't say. A name that isn't among them, and has no
    /// start of its own, is unknown rather than cold.
    public var listed: Set<String>?
    /// What holds for every name, of a server that has one model and takes any name for it; nil for all others.
    public var everyModel: Start?
    /// How much of a model has been loaded, from 0 to 1, by exact id, where the server tells.
    public var loadProgress: [String: Double] = [:]
    /// Models whose last load or process failed, by exact id, where the server tells. They are cold.
    public var failed: Set<String> = []

    public init(
        serverKind: String? = nil, tellsLoaded: Bool, starts: [String: Start] = [:], aliases: [String: String] = [:],
        listed: Set<String>? = nil, everyModel: Start? = nil
    ) {
        self.serverKind = serverKind
        self.tellsLoaded = tellsLoaded
        self.starts = starts
        self.aliases = aliases
        self.listed = listed
        self.everyModel = everyModel
    }

    /// What is known of the model of that id or alias.
    public func start(of model: String) -> Start {
        guard tellsLoaded else { return .unknown }
        if let everyModel { return everyModel }
        if let start = starts[model] ?? aliases[model].flatMap({ starts[$0] }) { return start }
        if let listed, !listed.contains(model), aliases[model] == nil { return .unknown }
        return .cold
    }

    /// How much of the model of that id or alias has been loaded, from 0 to 1; nil where nobody tells.
    public func loadProgress(of model: String) -> Double? {
        loadProgress[model] ?? aliases[model].flatMap { loadProgress[$0] }
    }

    /// Whether the server says that the last load of the model of that id or alias failed.
    public func hasFailed(_ model: String) -> Bool {
        failed.contains(model) || aliases[model].map(failed.contains) ?? false
    }
}
