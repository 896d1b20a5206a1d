import EscalationCore

/// The models of llama-server's router: its list, and what its events change in it.
struct RouterModels: Equatable, Sendable {
    private(set) var status: ServerStatus

    /// Nil where this is no router's list. llama-swap has states in its list too, but calls a model `loaded` while it
    /// starts and stops.
    init?(_ list: ModelList) {
        guard list.isLlamaServer, list.entries.allSatisfy({ $0["status"]?["value"]?.string != nil }) else {
            return nil
        }
        status = ServerStatus(serverKind: KnownKind.router.name, tellsLoaded: true, listed: list.ids)
        for entry in list.entries {
            guard let id = entry["id"]?.string, let about = entry["status"] else { continue }
            enter(about["value"]?.string, of: id)
            if about["failed"]?.bool ?? false { status.failed.insert(id) }
            for alias in ModelList.aliases(of: entry) where alias != id { status.aliases[alias] = id }
        }
    }

    /// Takes in an event of `/models/sse`: `{"model":…,"event":…,"data":{"status":…}}`.
    ///
    /// - Returns: false where it says nothing of a model's state. What is unknown is left alone.
    mutating func apply(_ event: JSONValue) -> Bool {
        guard let id = event["model"]?.string, let data = event["data"], let state = data["status"]?.string else {
            return false
        }
        let before = status
        enter(state, of: id)
        status.listed?.insert(id)
        if state == "unloaded", let code = data["exit_code"]?.int, code != 0 {
            status.failed.insert(id)
        } else {
            status.failed.remove(id)
        }
        status.loadProgress[id] = state == "loading" ? data["progress"].flatMap(Self.fraction) : nil
        return status != before
    }

    /// `sleeping` has left memory and is loaded again by the next request: cold, as `unloaded` is.
    private mutating func enter(_ state: String?, of id: String) {
        switch state {
        case "loaded": status.starts[id] = .warm
        case "loading": status.starts[id] = .loading
        default: status.starts[id] = nil
        }
    }

    /// How much is loaded, all stages together; each counts the same, for nothing tells how long one takes.
    private static func fraction(_ progress: JSONValue) -> Double? {
        guard let value = progress["value"]?.double, let stages = progress["stages"]?.array, !stages.isEmpty else {
            return nil
        }
        let stage = stages.firstIndex { $0 == progress["current"] } ?? 0
        return min(max(0, (Double(stage) + value) / Double(stages.count)), 1)
    }
}
