import EscalationCore

/// The body of a request for a message (Anthropic's `POST /v1/messages`).
struct MessagesRequest {
    /// Tokens that an answer may have where the parameters don't say: the API refuses a request without a number.
    ///
    /// The most that every model from Claude 4 on can write (Opus 4 has the smallest limit). An older one needs
    /// `max_tokens` in its `params`: it refuses more than it can write.
    static let maxTokens = 32_000

    /// Members that `parameters` can't change, for the contract of an attempt hangs on them.
    private static let ours: Set = ["model", "system", "messages", "stream"]

    let json: JSONValue

    /// The skill prompt as system prompt, where there is one, and the task prompt as user message, both verbatim.
    init(_ request: Request) {
        var fixed: [JSONValue.Member] = [.init("model", .string(request.model))]
        if !request.skillPrompt.isEmpty { fixed.append(.init("system", .string(request.skillPrompt))) }
        fixed.append(.init("messages", [["role": "user", "content": .string(request.taskPrompt)]]))
        fixed.append(.init("stream", true))
        var defaults: [JSONValue.Member] = [.init("max_tokens", .int(Self.maxTokens))]
        if let format = Self.outputFormat(request.format) {
            defaults.append(.init("output_config", ["format": format]))
        }
        json = request.body(fixed: fixed, reserved: Self.ours, defaults: defaults)
    }

    /// The API knows schemas, but has no form that is "any JSON object": there the prompt alone asks for it.
    private static func outputFormat(_ format: Request.AnswerFormat) -> JSONValue? {
        switch format {
        case .text, .jsonObject: nil
        case .jsonSchema(_, let schema): ["type": "json_schema", "schema": schema]
        }
    }
}
