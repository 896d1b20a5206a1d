import LocatedYAML

extension Scenario {
    /// Reads a scenario's YAML.
    ///
    /// - Parameter file: the name that errors carry.
    /// - Throws: where something is wrong: the file, the line, the key, what was expected.
    public init(parsing text: String, file: String) throws(YAMLError) {
        let top = try YAMLNode(parsing: text, file: file).mapping("a mapping with the key models")
        try top.allowOnly(ScenarioKeys.top)
        let seed = try top["seed"].map { node throws(YAMLError) in try node.int(in: 0...Int.max) } ?? 1
        let models = try Self.models(top.required("models", "at least one model"))
        let script = try top["script"].map { node throws(YAMLError) in try Self.script(node, models: models) } ?? []
        self.init(seed: UInt64(seed), models: models, script: script)
        if let server = top["server"] { self.server = try server.word(Generation.self) }
        if let key = top["api_key"] { apiKey = try key.name("the key that requests must bear") }
        if let tells = top["loading_state"] { tellsLoading = try tells.bool() }
    }

    private static func models(_ node: YAMLNode) throws(YAMLError) -> [Model] {
        var models: [Model] = []
        var loaded: Set<String> = []
        for item in try node.items("a list of models") {
            let model = try self.model(item)
            for name in [model.id] + model.aliases where models.contains(where: { $0.answers(to: name) }) {
                throw item.error("another model is called '\(name)' too")
            }
            guard !model.isReady || loaded.insert(model.group).inserted else {
                throw item.error(
                    "another model of the group '\(model.group)' is ready too, and a group has one at a time")
            }
            models.append(model)
        }
        guard !models.isEmpty else { throw node.error(expected: "at least one model") }
        return models
    }

    private static func model(_ node: YAMLNode) throws(YAMLError) -> Model {
        let mapping = try node.mapping("a mapping with the key id")
        try mapping.allowOnly(ScenarioKeys.model)
        var model = Model(try mapping.required("id", "a model's id").name("a model's id"))
        if let name = mapping["name"] { model.name = try name.string() }
        for alias in try mapping["aliases"]?.items() ?? [] { model.aliases.append(try alias.name()) }
        if let group = mapping["group"] { model.group = try group.name() }
        if let time = mapping["load_time"] { model.loadTime = try time.duration(allowsZero: true) }
        if let steps = mapping["load_steps"] { model.loadSteps = try steps.int(in: 1...1_000) }
        if let ttl = mapping["ttl"] { model.ttl = try ttl.duration() }
        // Faster than any server by far: the upper bound only keeps a slip from looking like none.
        if let speed = mapping["tokens_per_second"] { model.tokensPerSecond = try speed.double(in: 0.1...100_000) }
        if let speed = mapping["prompt_tokens_per_second"] {
            model.promptTokensPerSecond = try speed.double(in: 0.1...1_000_000)
        }
        if let context = mapping["context"] { model.context = try context.int(in: 1...Int.max) }
        if let ready = mapping["ready"] { model.isReady = try ready.bool() }
        if let judge = mapping["judge"] { model.isJudge = try judge.bool() }
        return model
    }

    private static func script(_ node: YAMLNode, models: [Model]) throws(YAMLError) -> [Entry] {
        var entries: [Entry] = []
        for item in try node.items("a list of entries") {
            entries.append(try entry(item, models: models))
        }
        return entries
    }

    private static func entry(_ node: YAMLNode, models: [Model]) throws(YAMLError) -> Entry {
        let mapping = try node.mapping("a mapping with the key answer or failure")
        try mapping.allowOnly(ScenarioKeys.entry)
        let task = try mapping["task"]?.string() ?? ""
        var model: String?
        if let name = mapping["model"] {
            let id = try name.name("a model's id")
            guard models.contains(where: { $0.id == id }) else {
                throw name.error("there is no model '\(id)'", remedy: suggestion(for: id, among: models.map(\.id)))
            }
            model = id
        }
        let verdict = try mapping["verdict"].map(self.verdict)
        let times = try mapping["times"].map { node throws(YAMLError) in try node.int(in: 1...Int.max) }
        if let failure = mapping["failure"] {
            guard mapping["answer"] == nil else { throw failure.error("an entry has an answer or a failure, not both") }
            return Entry(task: task, model: model, try self.failure(failure), times: times, verdict: verdict)
        }
        let answer = try mapping.required("answer", "an answer's text, or the key failure")
        let action = Entry.Action.answer(
            text: try answer.string(), reasoning: try mapping["reasoning"]?.string() ?? "",
            cutAfter: try mapping["cut_after"].map { node throws(YAMLError) in try node.int(in: 0...Int.max) })
        return Entry(task: task, model: model, action, times: times, verdict: verdict)
    }

    private static func failure(_ node: YAMLNode) throws(YAMLError) -> Entry.Action {
        let mapping = try node.mapping("a mapping with the key load or crash, or status and text")
        try mapping.allowOnly(ScenarioKeys.failure)
        if let load = mapping["load"] {
            guard mapping.entries.count == 1 else {
                throw node.error("a load failure has no status or text of its own")
            }
            return .loadFailure(try load.string("why the model doesn't load"))
        }
        if let crash = mapping["crash"] {
            guard mapping.entries.count == 1 else { throw node.error("a crash has no status or text of its own") }
            return .crash(after: try crash.int(in: 0...Int.max))
        }
        let status = try mapping.required("status", "an HTTP status").int(in: 400...599)
        return .refusal(
            status: status, text: try mapping.required("text", "what the server says").string(),
            retryAfter: try mapping["retry_after"].map { node throws(YAMLError) in try node.duration() })
    }

    private static func verdict(_ node: YAMLNode) throws(YAMLError) -> Verdict {
        let mapping = try node.mapping("a mapping with the key accept")
        try mapping.allowOnly(ScenarioKeys.verdict)
        return Verdict(
            accept: try mapping.required("accept", "true or false").bool(),
            feedback: try mapping["feedback"]?.string() ?? "")
    }
}
