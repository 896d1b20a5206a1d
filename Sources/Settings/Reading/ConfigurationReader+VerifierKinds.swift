import EscalationCore
import LocatedYAML

/// What each kind of verifier is told.
extension ConfigurationReader {
    func judge(_ mapping: YAMLMapping, on backends: [BackendSettings]) throws(YAMLError) -> JudgeSettings {
        let modelNode = try mapping.required("model", "a model's name")
        let model = try modelNode.name("a model's name")
        let backend = try self.backend(for: model, named: mapping["backend"], at: modelNode, on: backends)
        return JudgeSettings(
            model: Located(model, at: modelNode), backend: backend.name,
            parameters: try mapping["params"].map(parameters) ?? [],
            rubric: try mapping["rubric"].map { node throws(YAMLError) in try node.name("criteria") })
    }

    func pattern(_ mapping: YAMLMapping) throws(YAMLError) -> PatternSettings {
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
        var patterns: [String] = []
        for item in oneOrMore(node) {
            let text = try item.string("a regular expression")
            guard !text.isEmpty else { throw item.error(expected: "a regular expression") }
            if let problem = names.patternProblem(text) { throw item.error("the pattern can't be used: \(problem)") }
            patterns.append(text)
        }
        return patterns
    }

    func json(_ mapping: YAMLMapping) throws(YAMLError) -> JSONSettings {
        JSONSettings(
            schema: try mapping["schema"].map(schema),
            allowsFence: try mapping["fenced"].map { node throws(YAMLError) in try node.bool() } ?? false)
    }

    private func schema(_ node: YAMLNode) throws(YAMLError) -> JSONSettings.Schema {
        switch node.content {
        case .scalar: return .file(Located(try path(node.name("a file's path, or a schema"), at: node), at: node))
        case .mapping:
            let schema = JSONValue(node)
            if let problem = names.schemaProblem(schema) { throw node.error("the schema can't be used: \(problem)") }
            return .inline(schema)
        case .sequence: throw node.error(expected: "a file's path, or a schema")
        }
    }

    func command(_ mapping: YAMLMapping) throws(YAMLError) -> CommandSettings {
        let node = try mapping.required("command", "a program and its arguments")
        var settings = CommandSettings(command: try command(node, such: "[make, test]"))
        let program = settings.command[0]
        if program.contains("/") { settings.command[0] = try path(program, at: node) }
        settings.extraction = try mapping["extract"].map(extraction)
        if let directory = mapping["directory"] {
            settings.directory = try path(directory.name("a folder's path"), at: directory)
        }
        settings.timeout = try mapping["timeout"].map { node throws(YAMLError) in try node.duration() }
        return settings
    }

    private func extraction(_ node: YAMLNode) throws(YAMLError) -> CommandSettings.Extraction {
        let mapping = try node.mapping("a mapping with the key file")
        try mapping.allowOnly(ConfigurationKeys.extraction)
        let fileNode = try mapping.required("file", "the name of the file that the code goes into")
        let file = try fileNode.name("a file's name")
        let parts = file.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.contains("\0") }) else {
            throw fileNode.error(expected: "a file's name, or a path such as Sources/App/main.swift")
        }
        var languages: [String] = []
        for item in mapping["language"].map(oneOrMore) ?? [] { languages.append(try item.name("a language")) }
        return CommandSettings.Extraction(languages: languages, file: file)
    }

    func vote(_ mapping: YAMLMapping, on backends: [BackendSettings]) throws(YAMLError) -> VoteSettings {
        let node = try mapping.required("of", "the verifiers that vote")
        var voters: [VerifierSettings] = []
        for item in oneOrMore(node) {
            let voter = try verifier(item, on: backends)
            if case .vote = voter {
                throw item.error("a vote can't be part of a vote", remedy: "Name its verifiers here.")
            }
            if case .human = voter {
                throw item.error("a person has no vote, but the last word", remedy: "Put kind: human after the vote.")
            }
            voters.append(voter)
        }
        let times = try mapping["times"].map { node throws(YAMLError) in try node.int(in: 1...Self.mostVotes) } ?? 1
        guard (2...Self.mostVotes).contains(voters.count * times) else {
            throw mapping.node.error(
                "a vote has 2 to \(Self.mostVotes) votes, this one \(voters.count * times)",
                remedy: "Name more verifiers under of, or say how often each is asked with times.")
        }
        return VoteSettings(voters, times: times)
    }

    /// Each of them may be a request to a model.
    private static let mostVotes = 99

    /// The items of a list, or the one value that stands in its place.
    private func oneOrMore(_ node: YAMLNode) -> [YAMLNode] {
        if case .sequence(let items) = node.content { items } else { [node] }
    }
}
