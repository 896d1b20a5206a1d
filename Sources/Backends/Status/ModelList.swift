import EscalationCore

/// A server's `/v1/models`.
struct ModelList: Equatable {
    var entries: [JSONValue]

    /// Nil where this is no list of models.
    init?(_ json: JSONValue?) {
        guard let data = json?["data"]?.array else { return nil }
        entries = data
    }

    /// Every name in the list, the aliases that stand beside ids included.
    var ids: Set<String> {
        Set(entries.flatMap { entry in [entry["id"]?.string].compactMap(\.self) + Self.aliases(of: entry) })
    }

    var isLlamaServer: Bool { isOwned(by: "llamacpp") }
    var isLlamaSwap: Bool { isOwned(by: "llama-swap") }

    /// Other names of the entry's model, as llama-server's router gives them.
    static func aliases(of entry: JSONValue) -> [String] { entry["aliases"]?.array?.compactMap(\.string) ?? [] }

    private func isOwned(by owner: String) -> Bool {
        !entries.isEmpty && entries.allSatisfy { $0["owned_by"]?.string == owner }
    }
}
