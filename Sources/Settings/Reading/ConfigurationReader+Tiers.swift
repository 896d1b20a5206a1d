import EscalationCore
import LocatedYAML

/// A tier as written: what it is, and what judges it where that isn't what judges the chain.
struct TierSettings {
    var tier: Tier
    /// Nil where the chain's verifiers judge it.
    var verifiers: [VerifierSettings]?
}

extension ConfigurationReader {
    /// - Parameter chainTakesAll: whether the chain says `verify: none`.
    func tier(
        _ node: YAMLNode, on backends: [BackendSettings], chainTakesAll: Bool
    ) throws(YAMLError) -> TierSettings {
        guard case .mapping = node.content else {
            let model = try node.name("a model's name, or a mapping with the key model")
            let backend = try self.backend(for: model, named: nil, at: node, on: backends)
            return TierSettings(
                tier: Tier(
                    model, backend: backend.name, label: backend.kind.value.label,
                    isVerified: backend.kind.value.isVerified && !chainTakesAll))
        }
        let mapping = try node.mapping()
        try mapping.allowOnly(ConfigurationKeys.tier)
        let modelNode = try mapping.required("model", "a model's name")
        let model = try modelNode.name("a model's name")
        let backend = try self.backend(for: model, named: mapping["backend"], at: modelNode, on: backends)
        var isVerified = backend.kind.value.isVerified && !chainTakesAll
        var own: [VerifierSettings]?
        if let verify = mapping["verify"] {
            (isVerified, own) = try tierVerifiers(verify, on: backends)
            if isVerified, own == nil, chainTakesAll {
                throw verify.error(
                    "a tier can't be verified by a chain with verify: none",
                    remedy: "Name a judge there, or list the tier's own verifiers here.")
            }
        }
        var tier = Tier(
            model, backend: backend.name, label: backend.kind.value.label, isVerified: isVerified,
            parameters: try mapping["params"].map(parameters) ?? [])
        if let tries = mapping["tries"] { tier.tries = try tries.int(in: 1...Self.mostAttempts) }
        if let retries = mapping["retries"] { tier.retries = try retries.int(in: 0...Self.mostAttempts) }
        if let breaker = mapping["breaker"] { tier.hasBreaker = try breaker.bool() }
        return TierSettings(tier: tier, verifiers: own)
    }

    /// Tries or retries of one tier: more than that is a mistake, or hopeless.
    private static let mostAttempts = 100

    private func tierVerifiers(
        _ node: YAMLNode, on backends: [BackendSettings]
    ) throws(YAMLError) -> (isVerified: Bool, own: [VerifierSettings]?) {
        if isNone(node) { return (false, nil) }
        if case .sequence = node.content { return (true, try verifiers(node, on: backends)) }
        guard case .scalar(let scalar) = node.content, let flag = scalar.bool else {
            throw node.error(
                expected: "a list of verifiers, true for the chain's, or none to take this tier's answers as they come")
        }
        return (flag, nil)
    }
}
