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
        var ownVerifiers: [Int: [VerifierSettings]] = [:]
        for (index, item) in items.enumerated() {
            let settings = try tier(item, on: backends, chainTakesAll: takesAll)
            tiers.append(settings.tier)
            ownVerifiers[index + 1] = settings.verifiers
        }
        let needing = tiers.indices.first { tiers[$0].isVerified && ownVerifiers[$0 + 1] == nil }
        if mapping["verify"] == nil, let index = needing {
            throw YAMLError(
                at: entry.location, key: entry.value.key,
                reason:
                    "expected the key verify, because the tier '\(tiers[index].model)' is verified, found no such key",
                remedy: "Name a judge, as in verify: [{ kind: judge, model: \(tiers[index].model) }], or write "
                    + "verify: none to take answers as they come.")
        }
        let verifiers =
            try mapping["verify"].map { node throws(YAMLError) in try self.verifiers(node, on: backends) } ?? []
        var chain = Chain(entry.name, tiers: tiers, limits: limits)
        if let own = mapping["limits"] { chain.limits = try self.limits(own, over: limits) }
        if let feedback = mapping["feedback"] { chain.feedback.mode = try feedback.word(FeedbackPolicy.Mode.self) }
        if let cap = mapping["feedback_cap"] { chain.feedback.cap = try cap.int(in: 1...Int.max) }
        if let choice = mapping["on_verifier_error"] { chain.onVerifierError = try choice.word(OnVerifierError.self) }
        return ChainSettings(
            chain, line: entry.location.line, tierLines: items.map(\.location.line), verifiers: verifiers,
            ownVerifiers: ownVerifiers)
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
