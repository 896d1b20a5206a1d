import EscalationCore

/// What a server said was wrong, whatever form its version gives that: an object, a string or plain text.
struct ServerComplaint: Equatable {
    /// The message verbatim; white space around plain text is dropped. Empty where the server said nothing.
    var message: String
    /// The error's type and code, as far as given; for classification only.
    var label = ""
    /// The status that the error itself names (llama-server, OpenRouter).
    var status: Int?

    /// - Parameter body: the body of a reply that reports an error.
    init(body: [UInt8]) {
        if let json = try? JSONValue(parsing: body) {
            self = Self(reported: json) ?? Self(message: json.string ?? json.text)
        } else {
            let text = String(decoding: body, as: UTF8.self)
            let start = text.drop(while: \.isWhitespace)
            let end = start.lastIndex { !$0.isWhitespace }
            message = String(start[..<(end.map(start.index(after:)) ?? start.startIndex)])
        }
    }

    /// The error that an object of a stream or a reply reports; nil where it reports none.
    ///
    /// Known forms: `{"error":{"message":…}}`, `{"error":"…"}`, vLLM's `{"object":"error","message":…}`, FastAPI's
    /// `{"detail":…}`.
    init?(reported json: JSONValue) {
        if let error = json["error"], !error.isNull {
            self.init(error: error)
        } else if json["choices"] == nil, let error = json["message"] ?? json["detail"] {
            self.init(error: error)
            label = Self.label(of: json)
        } else {
            return nil
        }
    }

    /// What stands under `error`, or is the data of an event of that name.
    init(error: JSONValue) {
        message = error.string ?? error["message"]?.string ?? error.text
        label = Self.label(of: error)
        status = error["code"]?.int.flatMap { (400..<600).contains($0) ? $0 : nil }
    }

    private init(message: String) { self.message = message }

    private static func label(of error: JSONValue) -> String {
        ["type", "code"].compactMap { error[$0]?.string }.joined(separator: " ")
    }
}
