import EscalationCore

/// What one event of a streamed message says, as far as an attempt has use for it.
enum MessagesEvent: Equatable {
    /// The message begins.
    case started(model: String?, usage: MessagesUsage)
    case text(String)
    case thinking(String)
    /// Why the model stopped, and what it has used.
    case ending(stopReason: String?, usage: MessagesUsage)
    /// The message is complete.
    case stopped
    /// A whole message, from a server that doesn't stream.
    case message([MessagesEvent])
    /// A sign of life, or of a kind that is of no use here, one not known yet included.
    case other

    /// Nil where the object is no event of a message, but an error for example.
    init?(_ json: JSONValue) {
        guard let type = json["type"]?.string, type != "error" else { return nil }
        switch type {
        case "message_start":
            let message = json["message"]
            self = .started(model: message?["model"]?.string, usage: MessagesUsage(message?["usage"]))
        case "content_block_start":
            self = Self.block(json["content_block"])
        case "content_block_delta":
            let delta = json["delta"]
            switch delta?["type"]?.string {
            case "text_delta": self = .text(delta?["text"]?.string ?? "")
            case "thinking_delta": self = .thinking(delta?["thinking"]?.string ?? "")
            // A signature, a quotation, the input of a tool.
            default: self = .other
            }
        case "message_delta":
            self = .ending(stopReason: json["delta"]?["stop_reason"]?.string, usage: MessagesUsage(json["usage"]))
        case "message_stop":
            self = .stopped
        case "message":
            let blocks = json["content"]?.array ?? []
            self = .message(
                [.started(model: json["model"]?.string, usage: MessagesUsage(nil))] + blocks.map { Self.block($0) }
                    + [.ending(stopReason: json["stop_reason"]?.string, usage: MessagesUsage(json["usage"]))])
        default:
            self = .other
        }
    }

    /// A block of a message: as a stream begins it, mostly empty, or whole.
    private static func block(_ block: JSONValue?) -> MessagesEvent {
        switch block?["type"]?.string {
        case "text": .text(block?["text"]?.string ?? "")
        case "thinking": .thinking(block?["thinking"]?.string ?? "")
        // A tool, or thoughts that the server keeps to itself.
        default: .other
        }
    }
}

/// Tokens as Anthropic's API counts them: those of a prompt in three parts. Each part is nil where it wasn't told.
struct MessagesUsage: Equatable {
    /// Read anew.
    var input: Int?
    /// Read anew, and kept for later requests.
    var cacheCreation: Int?
    /// Kept from an earlier request.
    var cacheRead: Int?
    var output: Int?

    init(_ json: JSONValue?) {
        input = json?["input_tokens"]?.int
        cacheCreation = json?["cache_creation_input_tokens"]?.int
        cacheRead = json?["cache_read_input_tokens"]?.int
        output = json?["output_tokens"]?.int
    }

    /// Takes newer figures, which are totals; those that they leave out stay.
    mutating func update(with newer: MessagesUsage) {
        input = newer.input ?? input
        cacheCreation = newer.cacheCreation ?? cacheCreation
        cacheRead = newer.cacheRead ?? cacheRead
        output = newer.output ?? output
    }

    /// Nil where nothing is known.
    var usage: Usage? {
        let prompt = [input, cacheCreation, cacheRead].compactMap(\.self)
        let isMeant = !prompt.isEmpty && prompt.allSatisfy(Usage.tokenCounts.contains)
        let usage = Usage(
            promptTokens: isMeant ? prompt.reduce(0, +) : nil, answerTokens: output, cachedTokens: cacheRead)
        return usage == Usage() ? nil : usage
    }
}

extension FinishReason {
    /// The API's `stop_reason`, in its own word; but an answer that a limit cut off is called as everywhere.
    init(stopReason: String) {
        switch stopReason {
        case "max_tokens", "model_context_window_exceeded": self = .length
        default: self.init(rawValue: stopReason)
        }
    }
}
