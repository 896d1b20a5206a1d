import EscalationCore

/// A chat completion in the making: what is written when, and as which JSON.
struct Completion: Sendable {
    /// A token of the answer or of the reasoning before it.
    struct Piece: Sendable, Hashable {
        var isReasoning: Bool
        var text: String
    }

    var id: String
    var created: Int
    var model: Scenario.Model
    var query: ChatQuery
    var pieces: [Piece]
    /// How many pieces come before the connection breaks; nil for a proper end.
    var cutAfter: Int?
    /// Whether it breaks because the model's process dies.
    var crashes = false
    var finishReason: FinishReason

    init(
        id: String, created: Int, model: Scenario.Model, query: ChatQuery, text: String, reasoning: String,
        cutAfter: Int?
    ) {
        self.id = id
        self.created = created
        self.model = model
        self.query = query
        self.cutAfter = cutAfter
        let all =
            tokens(of: reasoning).map { Piece(isReasoning: true, text: $0) }
            + tokens(of: text).map { Piece(isReasoning: false, text: $0) }
        pieces = Array(all.prefix(query.mostTokens.map { max(0, $0) } ?? all.count))
        finishReason = pieces.count < all.count ? .length : .stop
    }

    /// When a piece is due, from the moment the model began with the prompt; the first one once the prompt is read.
    func due(_ piece: Int) -> Duration {
        promptTime + .seconds(Double(piece) / model.tokensPerSecond)
    }

    private var promptTime: Duration { .seconds(Double(query.promptTokens) / model.promptTokensPerSecond) }

    private func text(_ isReasoning: Bool) -> String {
        pieces.filter { $0.isReasoning == isReasoning }.map(\.text).joined()
    }

    // MARK: JSON

    /// The first chunk, whose content is null.
    var opening: JSONValue { chunk(delta: ["role": "assistant", "content": .null]) }

    func chunk(_ piece: Piece) -> JSONValue {
        chunk(delta: [piece.isReasoning ? "reasoning_content" : "content": .string(piece.text)])
    }

    /// What comes after the last piece: the finish, and the usage in a chunk of its own where it was asked for. Without
    /// that, the timings are in the finish.
    var closing: [JSONValue] {
        let finish = chunk(
            delta: [:], finishReason: finishReason, more: query.wantsUsage ? [] : [.init("timings", timings)])
        guard query.wantsUsage else { return [finish] }
        return [finish, .object([.init("choices", [])] + base + [.init("usage", usage), .init("timings", timings)])]
    }

    /// The whole answer at once.
    var whole: JSONValue {
        let message: JSONValue = .object([
            "role": "assistant", "content": .string(text(false)),
            "reasoning_content": text(true).isEmpty ? nil : .string(text(true)),
        ])
        let choice: JSONValue = [
            "finish_reason": .string(finishReason.rawValue), "index": 0, "message": message,
        ]
        return .object(
            [.init("choices", [choice])] + base(object: "chat.completion")
                + [.init("usage", usage), .init("timings", timings)])
    }

    private func chunk(delta: JSONValue, finishReason: FinishReason? = nil, more: [JSONValue.Member] = []) -> JSONValue
    {
        let choice: JSONValue = [
            "finish_reason": finishReason.map { .string($0.rawValue) } ?? .null, "index": 0, "delta": delta,
        ]
        return .object([.init("choices", [choice])] + base + more)
    }

    private var base: [JSONValue.Member] { base(object: "chat.completion.chunk") }

    private func base(object: String) -> [JSONValue.Member] {
        [
            .init("created", .int(created)), .init("id", .string(id)), .init("model", .string(model.id)),
            .init("system_fingerprint", "simulated"), .init("object", .string(object)),
        ]
    }

    private var usage: JSONValue {
        [
            "completion_tokens": .int(pieces.count),
            "prompt_tokens": .int(query.promptTokens),
            "total_tokens": .int(query.promptTokens + pieces.count),
            "prompt_tokens_details": ["cached_tokens": 0],
        ]
    }

    private var timings: JSONValue {
        let writing = Double(pieces.count) / model.tokensPerSecond
        return [
            "cache_n": 0,
            "prompt_n": .int(query.promptTokens),
            "prompt_ms": .double(promptTime.seconds * 1_000),
            "prompt_per_token_ms": .double(1_000 / model.promptTokensPerSecond),
            "prompt_per_second": .double(model.promptTokensPerSecond),
            "predicted_n": .int(pieces.count),
            "predicted_ms": .double(writing * 1_000),
            "predicted_per_token_ms": .double(1_000 / model.tokensPerSecond),
            "predicted_per_second": .double(model.tokensPerSecond),
        ]
    }
}
