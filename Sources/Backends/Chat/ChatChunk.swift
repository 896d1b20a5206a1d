import EscalationCore

/// What one object of a completion says: a chunk of a stream, or the whole completion of a server that doesn't stream.
struct ChatChunk: Equatable {
    /// Whether a choice stands in it: the chunks around an answer (filters before it, usage after it) have none.
    var hasChoice = false
    var content = ""
    var reasoning = ""
    var finishReason: FinishReason?
    var model: String?
    var usage: Usage?
    /// Whether a proxy says this about a load, not the model: llama-swap's `sendLoadingState` chunks have reasoning
    /// but none of the members that every server's own chunks have.
    var isLoadingState = false

    /// Nil where the value is no part of a completion.
    init?(_ json: JSONValue) {
        guard let choices = json["choices"]?.array ?? (json["usage"] == nil ? nil : []) else { return nil }
        let choice = choices.first { ($0["index"]?.int ?? 0) == 0 }
        hasChoice = choice != nil
        let text = choice?["delta"] ?? choice?["message"]
        content = Self.text(of: text?["content"])
        reasoning = Self.text(of: text?["reasoning_content"] ?? text?["reasoning"])
        finishReason = choice?["finish_reason"]?.string.map(FinishReason.init(rawValue:))
        model = json["model"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        usage = Self.usage(of: json)
        isLoadingState =
            !reasoning.isEmpty && content.isEmpty && ["id", "object", "model"].allSatisfy { json[$0] == nil }
    }

    /// A string, or the text parts of a list of them; anything else (`null`, above all) is no text.
    private static func text(of value: JSONValue?) -> String {
        value?.string ?? value?.array?.compactMap { $0["text"]?.string }.joined() ?? ""
    }

    /// Tokens from `usage`, speeds from llama-server's `timings`, which also give the tokens where `usage` is absent.
    private static func usage(of json: JSONValue) -> Usage? {
        let usage = json["usage"]
        let timings = json["timings"]
        // `prompt_n` leaves out what came from the cache.
        let timed = Usage(promptTokens: timings?["prompt_n"]?.int, cachedTokens: timings?["cache_n"]?.int)
        let timedPrompt = timed.promptTokens.map { $0 + (timed.cachedTokens ?? 0) }
        let read = Usage(
            promptTokens: usage?["prompt_tokens"]?.int ?? timedPrompt,
            answerTokens: usage?["completion_tokens"]?.int ?? timings?["predicted_n"]?.int,
            cachedTokens: usage?["prompt_tokens_details"]?["cached_tokens"]?.int ?? timings?["cache_n"]?.int,
            promptSpeed: timings?["prompt_per_second"]?.double,
            answerSpeed: timings?["predicted_per_second"]?.double)
        return read == Usage() ? nil : read
    }
}
