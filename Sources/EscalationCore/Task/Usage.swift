/// Tokens and times a server reported for one request. Every part is nil where the server didn't say.
public struct Usage: Sendable, Hashable {
    public var promptTokens: Int?
    /// Tokens written, reasoning included where the server counts it so.
    public var answerTokens: Int?
    /// Of the prompt's tokens, those that came from a cache.
    public var cachedTokens: Int?
    /// Speed of reading the prompt, in tokens a second.
    public var promptSpeed: Double?
    /// Speed of writing, in tokens a second.
    public var answerSpeed: Double?

    public init(
        promptTokens: Int? = nil, answerTokens: Int? = nil, cachedTokens: Int? = nil, promptSpeed: Double? = nil,
        answerSpeed: Double? = nil
    ) {
        self.promptTokens = promptTokens
        self.answerTokens = answerTokens
        self.cachedTokens = cachedTokens
        self.promptSpeed = promptSpeed
        self.answerSpeed = answerSpeed
    }
}
