import EscalationCore

/// What a chat completion request asks for, as far as the simulator looks at it.
struct ChatQuery: Sendable, Hashable {
    var model: String
    /// The system message; empty for none.
    var system: String
    /// The last user message.
    var user: String
    var isStreamed: Bool
    /// Whether the last chunk of a stream is to carry the usage.
    var wantsUsage: Bool
    /// Nil for no limit.
    var mostTokens: Int?
    /// Whether an object with the member `accept` is asked for.
    var asksForVerdict: Bool

    /// - Returns: nil where the body is no JSON object that names a model.
    init?(_ body: JSONValue) {
        guard let model = body["model"]?.string, !model.isEmpty else { return nil }
        self.model = model
        let messages = body["messages"]?.array ?? []
        system = messages.first { $0["role"]?.string == "system" }.map(Self.text) ?? ""
        user = messages.last { $0["role"]?.string == "user" }.map(Self.text) ?? ""
        isStreamed = body["stream"]?.bool ?? false
        wantsUsage = body["stream_options"]?["include_usage"]?.bool ?? false
        mostTokens = (body["max_tokens"] ?? body["max_completion_tokens"])?.int
        let format = body["response_format"]
        asksForVerdict =
            format?["json_schema"]?["schema"]?["properties"]?["accept"] != nil
            || format != nil && system.contains("\"accept\"")
            || system.hasPrefix("You judge whether an answer")
    }

    /// Roughly as a tokenizer counts English: a token for every four bytes.
    var promptTokens: Int { max(1, (system.utf8.count + user.utf8.count + 3) / 4) }

    /// A message's text, in one piece or in parts.
    private static func text(of message: JSONValue) -> String {
        if let text = message["content"]?.string { return text }
        return (message["content"]?.array ?? []).compactMap { $0["text"]?.string }.joined()
    }
}

/// A task as a model sees it: what was asked at first, and how often an answer was rejected since.
struct SeenTask: Sendable, Hashable {
    var original: String
    var rejections: Int

    /// What the orchestrator puts before each feedback it adds.
    private static let mark = "\n\nPrior attempt feedback: "

    init(_ prompt: String) {
        let pieces = prompt.split(separator: Self.mark, omittingEmptySubsequences: false)
        original = String(pieces[0])
        rejections = pieces.count - 1
    }
}

/// What a judge is shown: each text between a line `BEGIN …` and a line `END …` with the same marker.
struct JudgedTexts: Sendable, Hashable {
    var task: String
    var answer: String

    /// A prompt that has no such parts is task and answer in one.
    init(_ prompt: String) {
        answer = Self.part("ANSWER", of: prompt) ?? prompt
        task = Self.part("TASK", of: prompt) ?? prompt
    }

    private static func part(_ name: String, of prompt: String) -> String? {
        guard let begin = prompt.firstRange(of: "BEGIN \(name) "),
            let lineEnd = prompt[begin.upperBound...].firstIndex(of: "\n")
        else { return nil }
        let marker = prompt[begin.upperBound..<lineEnd]
        let rest = prompt[prompt.index(after: lineEnd)...]
        guard let end = rest.firstRange(of: "\nEND \(name) \(marker)") else { return nil }
        return String(rest[..<end.lowerBound])
    }
}
