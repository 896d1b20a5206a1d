import EscalationCore

/// The names that models of a llama-swap go by beside their ids, as its list of models tells (from v241 on).
struct ModelNames: Sendable, Equatable {
    /// Other names of a model, to its id.
    var aliases: [String: String] = [:]
    /// Names that stand for one of several models, chosen by the server.
    var selectors: [String: Selector] = [:]
    /// Models of another server behind this one. `/running` says nothing of them.
    var remote: Set<String> = []

    struct Selector: Sendable, Equatable {
        /// Whether the server prefers a target that is ready.
        var prefersWarm: Bool
        var targets: [String]
    }

    init() {}

    init(_ list: ModelList) {
        let ids = Set(list.entries.compactMap { $0["id"]?.string })
        for entry in list.entries {
            guard let id = entry["id"]?.string, let about = entry["meta"]?["llamaswap"] else { continue }
            for alias in about["aliases"]?.array ?? [] { alias.string.map { aliases[$0] = id } }
            switch about["type"]?.string {
            case "alias": aliases[id] = about["modelID"]?.string
            case "selector":
                selectors[id] = Selector(
                    prefersWarm: about["strategy"]?.string == "warm",
                    targets: about["targets"]?.array?.compactMap(\.string) ?? [])
            case "peer":
                remote.insert(id)
                // A peer's model also answers to its name without the peer, where no model here has it.
                if let peer = about["peerID"]?.string, id.hasPrefix(peer + "/") {
                    let short = String(id.dropFirst(peer.count + 1))
                    if !ids.contains(short) { remote.insert(short) }
                }
            default: break
            }
        }
    }

    /// What the models that run say about names that are no model's: `.unknown` where nobody can tell, so that
    /// being absent from `/running` isn't taken for cold.
    func starts(given running: [String: Start]) -> [String: Start] {
        var starts = Dictionary(uniqueKeysWithValues: remote.map { ($0, Start.unknown) })
        for (name, selector) in selectors {
            let targets = Set(selector.targets.map { running[aliases[$0] ?? $0] ?? .cold })
            if targets.count == 1, let all = targets.first {
                starts[name] = all
            } else {
                starts[name] = selector.prefersWarm && targets.contains(.warm) ? .warm : .unknown
            }
        }
        return starts
    }
}
