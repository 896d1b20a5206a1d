import EscalationCore

/// How chat completions come over the wire: a chunk an event up to `[DONE]`, or one object.
extension ChatTranscript {
    mutating func take(_ item: EventStreamDecoder.Item) throws(ReplyFault) -> Bool {
        switch item {
        case .event(_, let data) where data.elementsEqual("[DONE]".utf8):
            guard hasModelSpoken else { throw prematureEnd }
            return true
        case .event("error", let data):
            throw .complaint(ServerComplaint(body: data))
        case .event(_, let data):
            try take(object: data)
            return false
        case .stray(let line):
            // Old llama-servers wrote `error: {…}` for an error in a stream.
            let text = line.starts(with: "error:".utf8) ? Array(line.dropFirst(6)) : line
            guard let json = try? JSONValue(parsing: text) else { throw .senseless(line) }
            throw .complaint(ServerComplaint(reported: json) ?? ServerComplaint(error: json))
        }
    }

    mutating func take(whole body: [UInt8]) throws(ReplyFault) {
        guard !body.isEmpty else { throw .senseless([]) }
        try take(object: body)
        guard hasModelSpoken else { throw .senseless(body) }
    }

    private mutating func take(object data: [UInt8]) throws(ReplyFault) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: data)
        } catch {
            throw .senseless(data, because: error.description)
        }
        if let complaint = ServerComplaint(reported: json) { throw .complaint(complaint) }
        guard let chunk = ChatChunk(json) else { throw .senseless(data) }
        try take(chunk)
    }

    var prematureEnd: ReplyFault {
        guard !hasModelSpoken, !loadingText.isEmpty else { return .cutOff("the stream ended without [DONE]") }
        // llama-swap up to v217 says why a load failed only in the middle of its loading messages.
        let reason = loadingText.split(separator: "\n").first { $0.contains("Unable to swap model") }
        return .loadFailed(reason.map(String.init) ?? "the stream ended before the model's first word")
    }
}
