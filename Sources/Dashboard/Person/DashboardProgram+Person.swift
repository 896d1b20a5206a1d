import EscalationCore
import Terminal

/// What the person at the screen decides about answers.
extension DashboardProgram {
    /// The attempt of the session on the screen that waits for a person; nil where none does, and in a replay.
    var awaitedAttempt: Attempt? {
        guard replay == nil, let shown, sessions.isRunning(shown.id), let attempt = shown.attempts.last,
            attempt.awaitsPerson
        else { return nil }
        return attempt
    }

    /// How many sessions that are not on the screen wait for a person.
    var awaitedElsewhere: Int {
        running.count { $0 != shown?.id && sessions[$0]?.attempts.last?.awaitsPerson == true }
    }

    mutating func acceptAwaited() -> [Effect] {
        guard let shown, let attempt = awaitedAttempt else { return [] }
        return [.decide(.accept, attempt: attempt.number, of: shown.id)]
    }

    /// Asks for feedback, and rejects with it.
    ///
    /// - Parameter isEditing: begins with what the verifiers said, so that it can be changed before it goes on.
    mutating func rejectAwaited(isEditing: Bool) {
        guard let shown, let attempt = awaitedAttempt else { return }
        write(
            FeedbackEditor(
                .reject, attempt: attempt.number, of: shown.id, text: isEditing ? attempt.verifiersFeedback : ""))
    }

    /// Decides otherwise than was decided.
    ///
    /// While an attempt waits its answer is accepted although the verifiers rejected it, or rejected. After the end:
    /// see `overruleAfterwards`.
    mutating func overrule() -> [Effect] {
        if let attempt = awaitedAttempt {
            if attempt.isRejectedByVerifiers { return acceptAwaited() }
            rejectAwaited(isEditing: false)
            return []
        }
        guard replay == nil, let shown, let attempt = shownAttempt else { return [] }
        return overruleAfterwards(attempt, of: shown)
    }

    /// Opens the editor, with what was left in it before.
    mutating func write(_ editor: FeedbackEditor) {
        overlay = feedbackDraft.flatMap { $0.continues(editor) ? $0 : nil } ?? editor
    }

    /// What the last line offers first while an answer waits.
    var personHints: [Hint] {
        guard let attempt = awaitedAttempt else { return [] }
        let edit: [Hint] = attempt.verifiersFeedback.isEmpty ? [] : [(.editFeedback, "edit the feedback")]
        return [(.accept, "accept"), (.reject, "reject")] + edit
    }
}

extension Attempt {
    /// The feedback of the verifier that rejected the answer; empty where none did.
    var verifiersFeedback: String {
        for case .answered(let judgement) in judgements.map(\.word) where judgement.verdict != .accept {
            return judgement.verdict.feedback
        }
        return ""
    }

    fileprivate var isRejectedByVerifiers: Bool {
        judgements.contains {
            if case .answered(let judgement) = $0.word { judgement.verdict != .accept } else { false }
        }
    }
}
