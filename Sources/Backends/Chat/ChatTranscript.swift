import EscalationCore

/// What has come of one completion so far: the fold over its chunks, and what is to be reported of them.
struct ChatTranscript {
    /// The answer, its reasoning and a proxy's messages are together longer than `limit`.
    struct TooLong: Error {}

    /// Most bytes of text that are taken: 64 MiB, far beyond any model's context.
    static let limit = 64 << 20

    /// The completion so far; its text is the answer channel alone.
    private(set) var answer = Answer("")
    /// What a proxy said while it loaded the model.
    private(set) var loadingText = ""
    /// Whether the model itself spoke. A proxy's "Done!" alone is no answer.
    private(set) var hasModelSpoken = false
    private var size = 0
    private var phase = Phase.prompt
    private var reports: [ExecutorReport] = []

    /// Whether the model came to an end, so that nothing is missing if the stream breaks off now.
    var isFinished: Bool { answer.finishReason != nil }

    mutating func take(_ chunk: ChatChunk) throws(TooLong) {
        size += chunk.content.utf8.count + chunk.reasoning.utf8.count
        guard size <= Self.limit else { throw TooLong() }
        guard !chunk.isLoadingState else {
            loadingText += chunk.reasoning
            enter(.loading)
            return append(chunk.reasoning, to: .progress)
        }
        if chunk.hasChoice { hasModelSpoken = true }
        if phase == .loading { enter(.prompt) }
        if !(chunk.reasoning.isEmpty && chunk.content.isEmpty) { enter(.answer) }
        append(chunk.reasoning, to: .reasoning)
        append(chunk.content, to: .answer)
        answer.text += chunk.content
        answer.finishReason = chunk.finishReason ?? answer.finishReason
        answer.servedModel = chunk.model ?? answer.servedModel
        if let usage = chunk.usage { answer.usage = (answer.usage ?? Usage()).updated(with: usage) }
    }

    /// What is new since the last call; neighbouring pieces of a channel come as one.
    mutating func takeReports() -> [ExecutorReport] {
        defer { reports = [] }
        return reports
    }

    private mutating func enter(_ next: Phase) {
        guard next != phase else { return }
        phase = next
        reports.append(.phase(next))
    }

    private mutating func append(_ text: String, to channel: OutputChannel) {
        guard !text.isEmpty else { return }
        if case .output(channel, let earlier) = reports.last {
            reports[reports.count - 1] = .output(channel, earlier + text)
        } else {
            reports.append(.output(channel, text))
        }
    }
}

extension Usage {
    /// The newer figures where there are any, the older elsewhere.
    fileprivate func updated(with newer: Usage) -> Usage {
        Usage(
            promptTokens: newer.promptTokens ?? promptTokens, answerTokens: newer.answerTokens ?? answerTokens,
            cachedTokens: newer.cachedTokens ?? cachedTokens, promptSpeed: newer.promptSpeed ?? promptSpeed,
            answerSpeed: newer.answerSpeed ?? answerSpeed)
    }
}
