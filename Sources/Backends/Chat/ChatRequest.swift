import EscalationCore

/// The body of a chat completion request (OpenAI's `POST /v1/chat/completions`).
struct ChatRequest {
    /// Members that `parameters` can't change, for the contract of an attempt hangs on them.
    private static let ours: Set = ["model", "messages", "stream"]

    let json: JSONValue

    /// The skill prompt as system message, where there is one, and the task prompt as user message, both verbatim.
    init(_ request: Request) {
        var defaults: [JSONValue.Member] = [.init("stream_options", ["include_usage": true])]
        if let format = Self.responseFormat(request.format) { defaults.append(.init("response_format", format)) }
        json = request.body(
            fixed: [
                .init("model", .string(request.model)),
                .init("messages", .array(Self.messages(of: request))),
                .init("stream", true),
            ],
            reserved: Self.ours, defaults: defaults)
    }

    private static func messages(of request: Request) -> [JSONValue] {
        let user: JSONValue = ["role": "user", "content": .string(request.taskPrompt)]
        guard !request.skillPrompt.isEmpty else { return [user] }
        return [["role": "system", "content": .string(request.skillPrompt)], user]
    }

    private static func responseFormat(_ format: Request.AnswerFormat) -> JSONValue? {
        switch format {
        case .text: nil
        case .jsonObject: ["type": "json_object"]
        case .jsonSchema(let name, let schema):
            ["type": "json_schema", "json_schema": ["name": .string(name), "strict": true, "schema": schema]]
        }
    }
}
