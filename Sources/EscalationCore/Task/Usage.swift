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

    /// Counts that can be meant: a million times what a long context holds, and so little that no sum of them overflows.
    public static let tokenCounts = 0...1_000_000_000_000

    /// A count outside `tokenCounts` says nothing, and becomes nil.
    public init(
        promptTokens: Int? = nil, answerTokens: Int? = nil, cachedTokens: Int? = nil, promptSpeed: Double? = nil,
        answerSpeed: Double? = nil
    ) {
        self.promptTokens = Self.meant(promptTokens)
        self.answerTokens = Self.meant(answerTokens)
        self.cachedTokens = Self.meant(cachedTokens)
        self.promptSpeed = promptSpeed
        self.answerSpeed = answerSpeed
    }

    private static func meant(_ count: Int?) -> Int? { count.flatMap { tokenCounts.contains($0) ? $0 : nil } }
}
