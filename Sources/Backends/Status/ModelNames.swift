import EscalationCore

/// The names that models of a llama-swap go by beside their ids, as its list of models tells (from v241 on), or an event.
struct ModelNames: Sendable, Equatable {
    /// Other names of a model, to its id.
    var aliases: [String: String] = [:]
    /// Names that stand for one of several models, chosen by the server.
    var selectors: [String: Selector] = [:]
    /// Models of another server behind this one. `/running` says nothing of them.
    var remote: Set<String> = []
    /// Every name that is listed; nil where no list was read.
    var listed: Set<String>?
    /// Whether the list says which other names its models have.
    var tellsAliases = false

    struct Selector: Sendable, Equatable {
        /// Whether the server prefers a target that is ready.
        var prefersWarm: Bool
        var targets: [String]
    }

    init() {}

    init(_ list: ModelList) {
        let ids = list.ids
        listed = ids
        for entry in list.entries {
            guard let id = entry["id"]?.string, let about = entry["meta"]?["llamaswap"] else { continue }
            // Older releases have the user's own metadata there, and no type.
            if about["type"] != nil { tellsAliases = true }
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

    /// Adds what an event tells beyond the list: aliases before v241, and models that the list leaves out.
    mutating func learn(_ snapshot: LlamaSwapSnapshot) {
        aliases.merge(snapshot.aliases) { _, newer in newer }
        remote.formUnion(snapshot.remote)
        listed = (listed ?? []).union(snapshot.ids).union(snapshot.remote)
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
