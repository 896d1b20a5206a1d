/// What a model answered, whole.
public struct Answer: Sendable, Hashable {
    /// The answer channel alone: no reasoning, no progress text.
    public var text: String
    /// Nil where the server reported none.
    public var usage: Usage?
    /// Why the model stopped; nil where the server didn't say.
    public var finishReason: FinishReason?
    /// The model's name as the server reports it. It may differ from the one asked for; nil where absent.
    public var servedModel: String?
    /// In dollars; nil where nothing is known of the price.
    public var cost: Double?

    public init(
        _ text: String, usage: Usage? = nil, finishReason: FinishReason? = nil, servedModel: String? = nil,
        cost: Double? = nil
    ) {
        self.text = text
        self.usage = usage
        self.finishReason = finishReason
        self.servedModel = servedModel
        self.cost = cost
    }
}

/// Why a model stopped writing, in the server's own word (`stop`, `length`, `content_filter`, …).
public struct FinishReason: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    /// The model came to an end of its own.
    public static let stop: FinishReason = "stop"
    /// The token limit cut the answer off.
    public static let length: FinishReason = "length"
}
