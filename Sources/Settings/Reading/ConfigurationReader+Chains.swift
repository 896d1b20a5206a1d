import EscalationCore
import LocatedYAML

extension ConfigurationReader {
    func chains(
        _ node: YAMLNode, on backends: [BackendSettings], limits: Limits
    ) throws(YAMLError) -> [ChainSettings] {
        let mapping = try node.mapping("chains by name")
        guard !mapping.entries.isEmpty else { throw node.error(expected: "at least one chain") }
        var chains: [ChainSettings] = []
        for entry in mapping.entries {
            chains.append(try chain(entry, on: backends, limits: limits))
        }
        return chains
    }

    private func chain(
        _ entry: YAMLNode.Entry, on backends: [BackendSettings], limits: Limits
    ) throws(YAMLError) -> ChainSettings {
        let mapping = try entry.value.mapping("a mapping with the keys tiers and verify")
        try mapping.allowOnly(ConfigurationKeys.chain)
        let tiersNode = try mapping.required("tiers", "at least one tier")
        let items = try tiersNode.items("a list of tiers")
        guard !items.isEmpty else { throw tiersNode.error(expected: "at least one tier") }
        let takesAll = mapping["verify"].map(isNone) ?? false
        var tiers: [Tier] = []
        for item in items {
            tiers.append(try tier(item, on: backends, chainTakesAll: takesAll))
        }
        if mapping["verify"] == nil, let index = tiers.firstIndex(where: \.isVerified) {
            throw YAMLError(
                at: entry.location, key: entry.value.key,
                reason:
                    "expected the key verify, because the tier '\(tiers[index].model)' is verified, found no such key",
                remedy: "Name a judge, as in verify: [{ kind: judge, model: \(tiers[index].model) }], or write "
                    + "verify: none to take answers as they come.")
        }
        let verifiers =
            try mapping["verify"].map { node throws(YAMLError) in try self.verifiers(node, on: backends) } ?? []
        return ChainSettings(
            Chain(entry.name, tiers: tiers, limits: limits), line: entry.location.line,
            tierLines: items.map(\.location.line), verifiers: verifiers)
    }

    /// - Parameter chainTakesAll: whether the chain says `verify: none`.
    private func tier(
        _ node: YAMLNode, on backends: [BackendSettings], chainTakesAll: Bool
    ) throws(YAMLError) -> Tier {
        guard case .mapping = node.content else {
            let model = try node.name("a model's name, or a mapping with the key model")
            let backend = try self.backend(for: model, named: nil, at: node, on: backends)
            return Tier(
                model, backend: backend.name, label: backend.kind.value.label,
                isVerified: backend.kind.value.isVerified && !chainTakesAll)
        }
        let mapping = try node.mapping()
        try mapping.allowOnly(ConfigurationKeys.tier)
        let modelNode = try mapping.required("model", "a model's name")
        let model = try modelNode.name("a model's name")
        let backend = try self.backend(for: model, named: mapping["backend"], at: modelNode, on: backends)
        var isVerified = backend.kind.value.isVerified && !chainTakesAll
        if let verify = mapping["verify"] {
            isVerified = try isTierVerified(verify)
            if isVerified, chainTakesAll {
                throw verify.error(
                    "a tier can't be verified in a chain with verify: none", remedy: "Name a judge there.")
            }
        }
        return Tier(
            model, backend: backend.name, label: backend.kind.value.label, isVerified: isVerified,
            parameters: try mapping["params"].map(parameters) ?? [])
    }

    private func isTierVerified(_ node: YAMLNode) throws(YAMLError) -> Bool {
        if isNone(node) { return false }
        guard case .scalar(let scalar) = node.content, let flag = scalar.bool else {
            throw node.error(expected: "true, or none to take this tier's answers as they come")
        }
        return flag
    }
}

extension BackendKind {
    /// How a tier on such a backend is labelled.
    public var label: Tier.Label {
        switch self {
        case .openai, .command: .local
        case .claudeCLI: .subagent
        case .anthropic: .managed
        }
    }

    /// Whether answers from such a backend are verified where nothing else is said.
    public var isVerified: Bool { !label.isCloud }
}
