/// What one tier is asked: a model's name and the two prompts.
public struct Request: Sendable, Hashable {
    /// The model's name as the chain spells it.
    public var model: String
    /// System message, sent verbatim; empty for none.
    public var skillPrompt: String
    /// User message, sent verbatim: the task with the feedback gathered so far.
    public var taskPrompt: String
    /// Further members of the request (`temperature`, `max_tokens`, …), merged in as they are.
    public var parameters: [JSONValue.Member]
    /// The form the answer is asked to take.
    public var format: AnswerFormat

    /// The form an answer is asked to take. A server may not keep to it, so readers still check.
    public enum AnswerFormat: Sendable, Hashable {
        case text
        /// Any JSON object.
        case jsonObject
        /// JSON of that schema, enforced strictly where the server can.
        case jsonSchema(name: String, schema: JSONValue)
    }

    public init(
        model: String, skillPrompt: String = "", taskPrompt: String, parameters: [JSONValue.Member] = [],
        format: AnswerFormat = .text
    ) {
        self.model = model
        self.skillPrompt = skillPrompt
        self.taskPrompt = taskPrompt
        self.parameters = parameters
        self.format = format
    }
}
