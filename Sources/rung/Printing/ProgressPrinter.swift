import EscalationCore
import Terminal

/// One line an event that matters, for people who run a task from a shell.
actor ProgressPrinter: EventPrinter {
    private let stream: StandardStream
    private var state: SessionState?

    init(to stream: StandardStream = .error) { self.stream = stream }

    func print(_ event: SessionEvent) {
        var state = state ?? SessionState(id: event.session)
        self.state = nil
        state.apply(event)
        if let line = ProgressLine.text(for: event, in: state) { stream.writeLine(line) }
        self.state = state
    }
}

/// The words for an event.
enum ProgressLine {
    /// - Parameter state: the session with the event applied.
    /// - Returns: nil for an event that needs no line. Further lines of a text are indented.
    static func text(for event: SessionEvent, in state: SessionState) -> String? {
        switch event.kind {
        case .sessionStarted(let started):
            let simulator = started.isSimulated ? " · simulator" : ""
            return "session \(event.session.short) · chain \(visible(started.chain.name)) · "
                + counted(started.chain.tiers.count, "tier") + simulator
        case .attemptStarted(let started):
            let tiers = state.chain?.tiers.count ?? 0
            return
                "#\(started.attempt) \(visible(started.model)) (\(started.start.rawValue), tier \(started.tier)/\(tiers))"
        case .phaseEntered(let attempt, .queued, let place?):
            return "#\(attempt) queued, place \(place)"
        case .phaseEntered(let attempt, .loading, _):
            return "#\(attempt) loading the model"
        case .phaseEntered, .outputReceived, .escalated:
            return nil
        case .waiting(let attempt, let reason, _):
            return "#\(attempt) waiting: \(visible(reason))"
        case .retryScheduled(let attempt, let reason, let until):
            let pause = until.map { " in \(seconds(max(.zero, $0 - event.offset)))" } ?? ""
            return "#\(attempt) again\(pause): \(visible(reason))"
        case .attemptFailed(let attempt, let failure):
            return "#\(attempt) error: \(visible(failure.text))"
        case .answerCompleted(let completed):
            return answered(completed, in: state)
        case .verifierAnswered(let answered):
            guard case .accept = answered.judgement.verdict, !answered.judgement.remark.isEmpty else { return nil }
            return "#\(answered.attempt) \(visible(answered.verifier)) remarks: \(visible(answered.judgement.remark))"
        case .verifierFailed(let attempt, let verifier, let failure, _):
            return "#\(attempt) \(visible(verifier)) can't judge: \(visible(failure.text))"
        case .verdictReached(let attempt, .accept, _):
            let isMissing = state.attempt(attempt)?.lacksVerdict ?? false
            return "#\(attempt) accept" + (isMissing ? " (a verdict is missing)" : "")
        case .verdictReached(let attempt, .escalate(let feedback), _), .overruled(let attempt, .escalate(let feedback)):
            return "#\(attempt) escalate" + (feedback.isEmpty ? "" : ": \(visible(feedback))")
        case .overruled(let attempt, .accept):
            return "#\(attempt) accepted by a person"
        case .tierSkipped(let tier, let reason):
            return "tier \(tier) skipped: \(visible(reason))"
        case .sessionFinished(.accepted, _, _):
            return "accepted after \(counted(state.attempts.count, "attempt")) in \(seconds(event.offset))"
                + cost(state)
        case .sessionFinished(_, _, let error):
            return error.isEmpty ? nil : error + cost(state)
        }
    }

    private static func answered(_ completed: SessionEvent.AnswerCompleted, in state: SessionState) -> String? {
        guard let record = state.attempt(completed.attempt), let endedAt = record.endedAt else { return nil }
        var words = "#\(completed.attempt) answered in \(seconds(endedAt - record.startedAt))"
        if let tokens = completed.usage?.answerTokens { words += ", \(counted(tokens, "token"))" }
        if completed.finishReason == .length { words += ", cut off at its token limit" }
        return words
    }

    /// Empty where nothing is known of what it cost.
    private static func cost(_ state: SessionState) -> String { state.cost.map { ", \($0.inDollars)" } ?? "" }

    private static func visible(_ text: String) -> String {
        VisibleText.escape(text, keepingNewlinesAndTabs: true)
            .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
    }

    static func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// Tenths of a second, or milliseconds below one.
    static func seconds(_ duration: Duration) -> String {
        let milliseconds = duration.milliseconds
        if milliseconds < 1_000 { return "\(milliseconds) ms" }
        let tenths = (milliseconds + 50) / 100
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
