import EscalationCore

/// What has come of one message so far: the fold over its events, and what is to be reported of them.
struct MessagesTranscript: ReplyTranscript {
    private var text = ""
    private var finishReason: FinishReason?
    private var servedModel: String?
    private var usage = MessagesUsage(nil)
    private var size = 0
    private var reports = ReportQueue()

    var answer: Answer {
        Answer(text, usage: usage.usage, finishReason: finishReason, servedModel: servedModel)
    }

    var isFinished: Bool { finishReason != nil }

    var prematureEnd: ReplyFault { .cutOff("the stream ended without message_stop") }

    mutating func take(_ item: EventStreamDecoder.Item) throws(ReplyFault) -> Bool {
        switch item {
        case .event("error", let data):
            throw .complaint(ServerComplaint(body: data))
        case .event(_, let data):
            let event = try Self.event(in: data)
            guard event != .stopped else { return true }
            try take(event)
            return false
        case .stray(let line):
            guard let json = try? JSONValue(parsing: line), let complaint = ServerComplaint(reported: json) else {
                throw .senseless(line)
            }
            throw .complaint(complaint)
        }
    }

    mutating func take(whole body: [UInt8]) throws(ReplyFault) {
        guard !body.isEmpty else { throw .senseless([]) }
        guard case .message(let parts) = try Self.event(in: body) else { throw .senseless(body) }
        for part in parts { try take(part) }
    }

    mutating func takeReports() -> [ExecutorReport] { reports.take() }

    private static func event(in data: [UInt8]) throws(ReplyFault) -> MessagesEvent {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: data)
        } catch {
            throw .senseless(data, because: error.description)
        }
        if let event = MessagesEvent(json) { return event }
        throw ServerComplaint(reported: json).map { .complaint($0) } ?? .senseless(data)
    }

    private mutating func take(_ event: MessagesEvent) throws(ReplyFault) {
        switch event {
        case .started(let model, let usage):
            servedModel = model ?? servedModel
            self.usage.update(with: usage)
        case .text(let piece):
            text += try reported(piece, on: .answer)
        case .thinking(let piece):
            _ = try reported(piece, on: .reasoning)
        case .ending(let stopReason, let usage):
            self.usage.update(with: usage)
            guard let stopReason else { return }
            // What came before is no answer: the server breaks it off wherever it finds a reason to.
            guard stopReason != "refusal" else { throw .declined(stopReason) }
            finishReason = FinishReason(stopReason: stopReason)
        case .message, .stopped, .other:
            break
        }
    }

    /// Reports the piece and gives it back.
    private mutating func reported(_ piece: String, on channel: OutputChannel) throws(ReplyFault) -> String {
        size += piece.utf8.count
        guard size <= ReplyFault.longestAnswer else { throw .answerTooLong }
        if !piece.isEmpty { reports.enter(.answer) }
        reports.append(piece, to: channel)
        return piece
    }
}
