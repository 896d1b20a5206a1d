import EscalationCore

/// Holds events against a condition, one after the other: which attempt one belongs to is known from those before it.
struct EventMatcher {
    private let condition: EventCondition
    /// By number.
    private var attempts: [Int: SessionEvent.AttemptStarted] = [:]
    /// The last words of each attempt's output, so that a text is found that came in two pieces.
    private var tails: [Channel: String] = [:]

    private struct Channel: Hashable {
        var attempt: Int
        var channel: OutputChannel
    }

    /// - Parameter attempts: those that began before the first event.
    init(_ condition: EventCondition, after attempts: [SessionEvent.AttemptStarted] = []) {
        self.condition = condition
        for attempt in attempts { self.attempts[attempt.attempt] = attempt }
    }

    /// Whether the next event matches.
    mutating func matches(_ event: SessionEvent) -> Bool {
        if case .attemptStarted(let started) = event.kind { attempts[started.attempt] = started }
        let text = searchesText ? self.text(of: event.kind) : ""
        return condition.terms.allSatisfy { holds($0, for: event.kind, text: text) }
    }

    private var searchesText: Bool { condition.terms.contains { $0.name == .text } }

    private func holds(_ term: EventCondition.Term, for kind: SessionEvent.Kind, text: String) -> Bool {
        switch term.name {
        case .kind: holds(term, word: kind.name)
        case .verdict: holds(term, word: kind.verdict?.rawValue)
        case .outcome:
            if case .sessionFinished(let outcome, _, _) = kind { holds(term, word: outcome.rawValue) } else { false }
        case .phase: if case .phaseEntered(_, let phase, _) = kind { holds(term, word: phase.rawValue) } else { false }
        case .model: holds(term, word: kind.attempt.flatMap { attempts[$0] }?.model)
        case .attempt: holds(term, number: kind.attempt)
        case .tier: holds(term, number: kind.tier ?? kind.attempt.flatMap { attempts[$0] }?.tier)
        case .text: text.lowercased().contains(term.value.lowercased())
        }
    }

    private func holds(_ term: EventCondition.Term, word: String?) -> Bool {
        guard let word else { return false }
        switch term.relation {
        case .equal: return word == term.value
        case .unequal: return word != term.value
        case .contains: return word.lowercased().contains(term.value.lowercased())
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return false
        }
    }

    private func holds(_ term: EventCondition.Term, number: Int?) -> Bool {
        guard let number, let value = Int(term.value) else { return false }
        switch term.relation {
        case .equal: return number == value
        case .unequal: return number != value
        case .less: return number < value
        case .lessOrEqual: return number <= value
        case .greater: return number > value
        case .greaterOrEqual: return number >= value
        case .contains: return false
        }
    }

    /// All that an event says, the end of what its channel said before included.
    private mutating func text(of kind: SessionEvent.Kind) -> String {
        switch kind {
        case .sessionStarted(let started): return started.task.prompt + "\n" + started.task.skillPrompt
        case .attemptStarted(let started): return started.model + "\n" + started.addedPrompt
        case .outputReceived(let attempt, let channel, let pieces):
            let key = Channel(attempt: attempt, channel: channel)
            let text = (tails[key] ?? "") + pieces.map(\.text).joined()
            let longest = condition.terms.map(\.value.count).max() ?? 0
            tails[key] = String(text.suffix(max(0, longest - 1)))
            return text
        case .waiting(_, let reason, _), .retryScheduled(_, let reason, _), .tierSkipped(_, let reason): return reason
        case .attemptFailed(_, let failure): return failure.text
        case .answerCompleted(let completed): return completed.text ?? ""
        case .verifierAnswered(let answered):
            return answered.judgement.verdict.feedback + "\n" + answered.judgement.remark
        case .verifierFailed(_, let verifier, let failure, _): return verifier + "\n" + failure.text
        case .verdictReached(_, let verdict, _), .overruled(_, let verdict): return verdict.feedback
        case .sessionFinished(_, _, let error): return error
        case .phaseEntered, .escalated: return ""
        }
    }
}

extension SessionEvent.Kind {
    /// Every kind in snake_case.
    static let names = [
        "session_started", "attempt_started", "phase_entered", "output_received", "waiting", "retry_scheduled",
        "attempt_failed", "answer_completed", "verifier_answered", "verifier_failed", "verdict_reached", "tier_skipped",
        "overruled", "escalated", "session_finished",
    ]

    /// The attempt it is about; nil for those about a tier or the session.
    fileprivate var attempt: Int? {
        switch self {
        case .attemptStarted(let started): started.attempt
        case .phaseEntered(let attempt, _, _), .outputReceived(let attempt, _, _), .waiting(let attempt, _, _),
            .retryScheduled(let attempt, _, _), .attemptFailed(let attempt, _), .verifierFailed(let attempt, _, _, _),
            .verdictReached(let attempt, _, _), .overruled(let attempt, _):
            attempt
        case .answerCompleted(let completed): completed.attempt
        case .verifierAnswered(let answered): answered.attempt
        case .sessionStarted, .tierSkipped, .escalated, .sessionFinished: nil
        }
    }

    /// The tier it names by itself.
    fileprivate var tier: Int? {
        switch self {
        case .tierSkipped(let tier, _): tier
        case .escalated(_, let to): to
        case .sessionStarted, .attemptStarted, .phaseEntered, .outputReceived, .waiting, .retryScheduled,
            .attemptFailed, .answerCompleted, .verifierAnswered, .verifierFailed, .verdictReached, .overruled,
            .sessionFinished:
            nil
        }
    }

    fileprivate var verdict: RecordedVerdict? {
        switch self {
        case .verdictReached(_, let verdict, _), .overruled(_, let verdict): verdict == .accept ? .accept : .escalate
        case .attemptFailed: .error
        case .sessionStarted, .attemptStarted, .phaseEntered, .outputReceived, .waiting, .retryScheduled,
            .answerCompleted, .verifierAnswered, .verifierFailed, .tierSkipped, .escalated, .sessionFinished:
            nil
        }
    }
}
