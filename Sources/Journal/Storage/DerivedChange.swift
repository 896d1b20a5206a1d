import EscalationCore

/// What an event changes in the rows that are derived from events.
enum DerivedChange: Sendable {
    case sessionStarted(SessionEvent.SessionStarted)
    case attemptStarted(SessionEvent.AttemptStarted)
    case phase(attempt: Int, Phase)
    /// A piece of the answer or of the reasoning before it came, the first at that moment.
    case output(attempt: Int, first: Duration)
    /// `failure` is nil where the answer is complete.
    case ended(attempt: Int, failure: Failure.Kind?, Spending)
    case judged(Judged)
    case verdict(attempt: Int, RecordedVerdict, by: Judge)
    case overruled(attempt: Int, RecordedVerdict)
    case sessionFinished(Outcome)

    struct Judged: Sendable {
        var attempt: Int
        var verifier: String
        /// `error` where the verifier could not say.
        var verdict: RecordedVerdict
        var duration: Duration
        var spending: Spending
    }

    /// Nil parts are unknown.
    struct Spending: Sendable {
        var promptTokens: Int?
        var answerTokens: Int?
        /// In dollars.
        var cost: Double?

        init(_ usage: Usage?, cost: Double?) {
            promptTokens = usage?.promptTokens
            answerTokens = usage?.answerTokens
            self.cost = cost
        }
    }

    /// - Returns: nil where the event changes none.
    init?(_ kind: SessionEvent.Kind) {
        switch kind {
        case .sessionStarted(let started): self = .sessionStarted(started)
        case .attemptStarted(let started): self = .attemptStarted(started)
        case .phaseEntered(let attempt, let phase, _): self = .phase(attempt: attempt, phase)
        case .outputReceived(let attempt, let channel, let pieces):
            guard channel != .progress, let first = pieces.first else { return nil }
            self = .output(attempt: attempt, first: first.offset)
        case .attemptFailed(let attempt, let failure):
            self = .ended(attempt: attempt, failure: failure.kind, Spending(failure.usage, cost: failure.cost))
        case .answerCompleted(let completed):
            self = .ended(
                attempt: completed.attempt, failure: nil, Spending(completed.usage, cost: completed.cost))
        case .verifierAnswered(let answered):
            self = .judged(
                Judged(
                    attempt: answered.attempt, verifier: answered.verifier, verdict: .init(answered.judgement.verdict),
                    duration: answered.duration,
                    spending: Spending(answered.judgement.usage, cost: answered.judgement.cost)))
        case .verifierFailed(let attempt, let verifier, let failure, let duration):
            self = .judged(
                Judged(
                    attempt: attempt, verifier: verifier, verdict: .error, duration: duration,
                    spending: Spending(failure.usage, cost: failure.cost)))
        case .verdictReached(let attempt, let verdict, let judge):
            self = .verdict(attempt: attempt, .init(verdict), by: judge)
        case .overruled(let attempt, let verdict): self = .overruled(attempt: attempt, .init(verdict))
        case .sessionFinished(let outcome, _, _): self = .sessionFinished(outcome)
        case .waiting, .retryScheduled, .tierSkipped, .escalated: return nil
        }
    }

    /// Whether full text has more to find than before.
    var changesTexts: Bool {
        switch self {
        case .sessionStarted, .ended, .verdict, .overruled: true
        case .attemptStarted, .phase, .output, .judged, .sessionFinished: false
        }
    }
}

extension RecordedVerdict {
    init(_ verdict: Verdict) { self = verdict == .accept ? .accept : .escalate }
}
