import EscalationCore

/// Ollama's `/api/ps`: the models in memory. One that is being loaded isn't among them yet.
struct OllamaModels: Equatable {
    private var loaded: [String] = []

    /// The part of a name that may be left out.
    private static let usualTag = ":latest"

    /// Nil where this is no reply of Ollama.
    init?(_ json: JSONValue?) {
        guard let models = json?["models"]?.array else { return nil }
        loaded = models.compactMap { ($0["model"] ?? $0["name"])?.string }
    }

    /// - Parameter list: the models on disk, from `/v1/models`; nil where it isn't known.
    func status(listed list: ModelList?) -> ServerStatus {
        let ids = list?.ids ?? []
        var status = ServerStatus(serverKind: KnownKind.ollama.name, tellsLoaded: true)
        for id in loaded { status.starts[id] = .warm }
        for id in ids.union(loaded) where id.hasSuffix(Self.usualTag) {
            status.aliases[String(id.dropLast(Self.usualTag.count))] = id
        }
        if list != nil { status.listed = ids.union(loaded) }
        return status
    }
}
