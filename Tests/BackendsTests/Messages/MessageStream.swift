/// Events of a streamed message, each as the API's documentation gives it.
enum MessageStream {
    static func event(_ type: String, _ rest: String = "") -> String {
        "event: \(type)\ndata: {\"type\":\"\(type)\"\(rest.isEmpty ? "" : ",\(rest)")}\n\n"
    }

    static func start(usage: String = #"{"input_tokens":25,"output_tokens":1}"#) -> String {
        event(
            "message_start",
            #""message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"claude-opus-4-6","#
                + #""stop_reason":null,"stop_sequence":null,"usage":\#(usage)}"#)
    }

    static let ping = event("ping")

    /// A block with those texts, one delta each.
    static func block(_ texts: String..., type: String = "text", index: Int = 0) -> String {
        event("content_block_start", #""index":\#(index),"content_block":{"type":"\#(type)","\#(type)":""}"#)
            + texts.map {
                event(
                    "content_block_delta", #""index":\#(index),"delta":{"type":"\#(type)_delta","\#(type)":"\#($0)"}"#)
            }.joined() + event("content_block_stop", #""index":\#(index)"#)
    }

    static func delta(stopReason: String?, usage: String = #"{"output_tokens":15}"#) -> String {
        event(
            "message_delta",
            #""delta":{"stop_reason":\#(stopReason.map { "\"\($0)\"" } ?? "null"),"stop_sequence":null},"usage":\#(usage)"#
        )
    }

    static let stop = event("message_stop")

    static func error(_ type: String, _ message: String) -> String {
        event("error", #""error":{"type":"\#(type)","message":"\#(message)"}"#)
    }

    /// A whole answer.
    static func answer(_ texts: String...) -> String {
        start() + texts.enumerated().map { block($1, index: $0) }.joined() + delta(stopReason: "end_turn") + stop
    }
}
