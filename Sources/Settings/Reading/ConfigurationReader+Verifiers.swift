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
            verifiers.append(try verifier(item, on: backends))
        }
        return verifiers
    }

    private func verifier(_ node: YAMLNode, on backends: [BackendSettings]) throws(YAMLError) -> VerifierSettings {
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
        case .judge: return .judge(try judge(mapping, on: backends))
        }
    }

    private func judge(_ mapping: YAMLMapping, on backends: [BackendSettings]) throws(YAMLError) -> JudgeSettings {
        let modelNode = try mapping.required("model", "a model's name")
        let model = try modelNode.name("a model's name")
        let backend = try self.backend(for: model, named: mapping["backend"], at: modelNode, on: backends)
        return JudgeSettings(
            model: Located(model, at: modelNode), backend: backend.name,
            parameters: try mapping["params"].map(parameters) ?? [],
            rubric: try mapping["rubric"].map { node throws(YAMLError) in try node.name("criteria") })
    }

    private func pattern(_ mapping: YAMLMapping) throws(YAMLError) -> PatternSettings {
        let settings = PatternSettings(
            wanted: try mapping["must"].map(patterns) ?? [], unwanted: try mapping["must_not"].map(patterns) ?? [],
            feedback: try mapping["feedback"].map { node throws(YAMLError) in try node.name("a sentence") })
        guard !settings.wanted.isEmpty || !settings.unwanted.isEmpty else {
            throw mapping.node.error("expected the key must or must_not with at least one pattern, found neither")
        }
        return settings
    }

    /// One pattern, or a list of them.
    private func patterns(_ node: YAMLNode) throws(YAMLError) -> [String] {
        var items = [node]
        if case .sequence(let list) = node.content { items = list }
        var patterns: [String] = []
        for item in items {
            let text = try item.string("a regular expression")
            guard !text.isEmpty else { throw item.error(expected: "a regular expression") }
            if let problem = names.patternProblem(text) { throw item.error("the pattern can't be used: \(problem)") }
            patterns.append(text)
        }
        return patterns
    }
}
