import EscalationCore

/// llama-swap's `/running`: the models with a process, by their real ids.
///
/// Up to v217 a group lists only models that are ready, so that one being loaded reads as cold there.
struct RunningModels: Equatable, Sendable {
    /// Models that are ready or being loaded. One that is stopping is gone for our purpose.
    var starts: [String: Start] = [:]

    init() {}

    /// Nil where this is no reply of llama-swap.
    init?(_ json: JSONValue?) {
        guard let running = json?["running"]?.array else { return nil }
        for entry in running {
            guard let id = entry["model"]?.string else { continue }
            enter(entry["state"]?.string, of: id)
        }
    }

    mutating func enter(_ state: String?, of id: String) {
        switch state {
        case "ready": starts[id] = .warm
        case "starting": starts[id] = .loading
        default: break
        }
    }

    func status(knowing names: ModelNames) -> ServerStatus {
        var starts = names.starts(given: self.starts)
        starts.merge(self.starts) { _, exact in exact }
        return ServerStatus(
            serverKind: KnownKind.llamaSwap.name, tellsLoaded: true, starts: starts, aliases: names.aliases,
            listed: names.listed)
    }
}
