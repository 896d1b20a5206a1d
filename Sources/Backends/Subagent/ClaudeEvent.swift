import EscalationCore

/// What one line of the Claude CLI's `stream-json` output says, as far as an attempt has use for it.
enum ClaudeEvent: Equatable {
    /// The request goes out to the model.
    case requesting
    /// A message of the model begins, or is complete.
    case message(model: String)
    case text(String)
    case thinking(String)
    /// The CLI waits before it tries again.
    case retrying(reason: String, seconds: Double?)
    /// The API's word for what went wrong; the words for people follow in the result.
    case complaint(status: Int?, word: String)
    case result(ClaudeResult)

    /// Nil for a line that is of no use here, one of a kind not known yet included.
    init?(_ line: JSONValue) {
        // What a subagent of the CLI says is part of its work, not of the answer.
        guard line["parent_tool_use_id"].map(\.isNull) ?? true else { return nil }
        switch line["type"]?.string {
        case "system": self.init(system: line)
        case "stream_event": self.init(streamed: line["event"] ?? .null)
        case "assistant": self.init(assistant: line)
        case "result": self = .result(ClaudeResult(line))
        default: return nil
        }
    }

    private init?(system line: JSONValue) {
        switch line["subtype"]?.string {
        case "status" where line["status"]?.string == "requesting":
            self = .requesting
        case "api_retry":
            let word = line["error"]?.string ?? "error"
            let status = line["error_status"]?.int.map { " (\($0))" } ?? ""
            let count = line["attempt"]?.int.map { number in
                ", retry \(number)" + (line["max_retries"]?.int.map { " of \($0)" } ?? "")
            }
            self = .retrying(
                reason: word + status + (count ?? ""), seconds: line["retry_delay_ms"]?.double.map { $0 / 1_000 })
        default:
            return nil
        }
    }

    private init?(streamed event: JSONValue) {
        switch event["type"]?.string {
        case "message_start":
            guard let model = event["message"]?["model"]?.string else { return nil }
            self = .message(model: model)
        case "content_block_delta":
            let delta = event["delta"]
            switch delta?["type"]?.string {
            case "text_delta": self = .text(delta?["text"]?.string ?? "")
            case "thinking_delta": self = .thinking(delta?["thinking"]?.string ?? "")
            default: return nil
            }
        default:
            return nil
        }
    }

    private init?(assistant line: JSONValue) {
        if let word = line["api_error_type"]?.string ?? line["error"]?.string {
            self = .complaint(status: line["api_error_status"]?.int, word: word)
        } else if let model = line["message"]?["model"]?.string {
            self = .message(model: model)
        } else {
            return nil
        }
    }
}

/// The last word of the Claude CLI about a call.
struct ClaudeResult: Equatable {
    /// The answer, or what went wrong in the CLI's own words; empty where it gave none.
    var text: String
    /// True also where `subtype` says `success`: the recorded CLI reports a failed call so.
    var isError: Bool
    /// `success`, or how the call failed, such as `error_max_turns`.
    var subtype: String
    var apiStatus: Int?
    var apiErrorType: String?
    var stopReason: FinishReason?
    var usage: Usage?
    /// In dollars.
    var cost: Double?

    init(_ line: JSONValue) {
        subtype = line["subtype"]?.string ?? ""
        isError = line["is_error"]?.bool ?? false || subtype != "success"
        text =
            line["result"]?.string ?? line["errors"]?.array?.compactMap(\.string).joined(separator: "\n") ?? ""
        apiStatus = line["api_error_status"]?.int
        apiErrorType = line["api_error_type"]?.string
        stopReason = line["stop_reason"]?.string.map(FinishReason.init(stopReason:))
        usage = MessagesUsage(line["usage"]).usage
        cost = line["total_cost_usd"]?.double
    }
}
