import EscalationCore

/// A server's `/v1/models`.
struct ModelList: Equatable {
    var entries: [JSONValue]

    /// Nil where this is no list of models.
    init?(_ json: JSONValue?) {
        guard let data = json?["data"]?.array else { return nil }
        entries = data
    }

    /// What the list alone tells.
    ///
    /// Only llama-server's router gives a state that can be trusted (llama-swap calls a model `loaded` while it starts
    /// and stops). A router's `sleeping` model has left memory and is loaded again by the next request, hence cold.
    var status: ServerStatus {
        let isLlamaServer = !entries.isEmpty && entries.allSatisfy { $0["owned_by"]?.string == "llamacpp" }
        let states = entries.compactMap { entry -> (id: String, state: String)? in
            guard let id = entry["id"]?.string, let state = entry["status"]?["value"]?.string else { return nil }
            return (id, state)
        }
        guard isLlamaServer, states.count == entries.count else {
            return ServerStatus(serverKind: isLlamaServer ? "llama-server" : nil, tellsLoaded: false)
        }
        var status = ServerStatus(serverKind: "llama-server", tellsLoaded: true)
        for (id, state) in states {
            switch state {
            case "loaded": status.starts[id] = .warm
            case "loading": status.starts[id] = .loading
            default: break
            }
        }
        for entry in entries {
            guard let id = entry["id"]?.string else { continue }
            for alias in entry["aliases"]?.array ?? [] { alias.string.map { status.aliases[$0] = id } }
        }
        return status
    }
}
