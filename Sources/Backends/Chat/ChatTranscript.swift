import EscalationCore

/// What has come of one completion so far: the fold over its chunks, and what is to be reported of them.
struct ChatTranscript: ReplyTranscript {
    private(set) var answer = Answer("")
    /// What a proxy said while it loaded the model.
    private(set) var loadingText = ""
    /// Whether the model itself spoke. A proxy's "Done!" alone is no answer.
    private(set) var hasModelSpoken = false
    private var size = 0
    private var reports = ReportQueue()

    var isFinished: Bool { answer.finishReason != nil }

    mutating func take(_ chunk: ChatChunk) throws(ReplyFault) {
        size += chunk.content.utf8.count + chunk.reasoning.utf8.count
        guard size <= ReplyFault.longestAnswer else { throw .answerTooLong }
        guard !chunk.isLoadingState else {
            loadingText += chunk.reasoning
            reports.enter(.loading)
            return reports.append(chunk.reasoning, to: .progress)
        }
        if chunk.hasChoice { hasModelSpoken = true }
        reports.leaveLoading()
        if !(chunk.reasoning.isEmpty && chunk.content.isEmpty) { reports.enter(.answer) }
        reports.append(chunk.reasoning, to: .reasoning)
        reports.append(chunk.content, to: .answer)
        answer.text += chunk.content
        answer.finishReason = chunk.finishReason ?? answer.finishReason
        answer.servedModel = chunk.model ?? answer.servedModel
        if let usage = chunk.usage { answer.usage = (answer.usage ?? Usage()).updated(with: usage) }
    }

    mutating func takeReports() -> [ExecutorReport] { reports.take() }
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
