import EscalationCore
import LocatedYAML

/// What judges answers: the same lists for chains, tiers and skills.
extension ConfigurationReader {
    /// Whether the value is the word `none`: answers are taken as they come.
    func isNone(_ node: YAMLNode) -> Bool {
        if case .scalar(let scalar) = node.content { scalar.text == "none" } else { false }
    }

    /// - Returns: the verifiers in order; empty for `none`.
    func verifiers(_ node: YAMLNode, on backends: [BackendSettings]) throws(YAMLError) -> [VerifierSettings] {
        if isNone(node) { return [] }
        let items = try node.items("a list of verifiers, or none")
        guard !items.isEmpty else { throw node.error(expected: "at least one verifier, or none") }
        var verifiers: [VerifierSettings] = []
        for item in items {
            if case .human? = verifiers.last {
                throw item.error("nobody is asked after a person", remedy: "Put kind: human last.")
            }
            verifiers.append(try verifier(item, on: backends))
        }
        return verifiers
    }

    func verifier(_ node: YAMLNode, on backends: [BackendSettings]) throws(YAMLError) -> VerifierSettings {
        let mapping = try node.mapping("a mapping with the key kind")
        let known = names.verifierKinds
        let kindNode = try mapping.required("kind", words(for: known))
        let name = try kindNode.name("a kind of verifier")
        guard let kind = known.first(where: { $0.rawValue == name }) else {
            throw kindNode.error(
                "there is no kind of verifier '\(name)'", remedy: suggestion(for: name, among: known.map(\.rawValue)))
        }
        try mapping.allowOnly(ConfigurationKeys.verifier(kind))
        switch kind {
        case .pattern: return .pattern(try pattern(mapping))
        case .json: return .json(try json(mapping))
        case .command: return .command(try command(mapping))
        case .judge: return .judge(try judge(mapping, on: backends))
        case .vote: return .vote(try vote(mapping, on: backends))
        case .human: return .human(Located(kind, at: kindNode))
        }
    }
}
