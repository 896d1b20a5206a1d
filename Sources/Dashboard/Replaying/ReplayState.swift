import EscalationCore

/// Where a replay stands.
public struct ReplayState: Sendable, Hashable {
    public var session: Session.ID
    /// Since the session's start.
    public var position: Duration
    /// The offset of the session's last event.
    public var length: Duration
    /// Times real speed.
    public var speed: Double
    public var isPlaying: Bool
    /// Longest stretch without an event that is waited out; nil for any.
    public var idleCap: Duration?
    /// Where attempts ended, in order.
    public var marks: [Mark]

    /// The end of an attempt on the bar.
    public struct Mark: Sendable, Hashable {
        public var at: Duration
        public var attempt: Int
        public var stage: Attempt.Stage
    }

    /// A replay at its start and playing.
    ///
    /// - Parameters:
    ///   - events: of the session, in order; of those only the ones that end attempts are looked at.
    ///   - length: nil for the offset of the last one.
    public init(
        session: Session.ID, events: [SessionEvent], length: Duration? = nil, speed: Double = 1,
        idleCap: Duration? = nil
    ) {
        self.session = session
        self.speed = speed
        self.idleCap = idleCap
        position = .zero
        self.length = length ?? events.last?.offset ?? .zero
        isPlaying = true
        marks = events.compactMap { event in
            switch event.kind {
            case .attemptFailed(let attempt, _): Mark(at: event.offset, attempt: attempt, stage: .failed)
            case .verdictReached(let attempt, let verdict, _):
                Mark(at: event.offset, attempt: attempt, stage: verdict == .accept ? .accepted : .rejected)
            case .sessionStarted, .attemptStarted, .phaseEntered, .outputReceived, .waiting, .retryScheduled,
                .answerCompleted, .verifierAnswered, .verifierFailed, .tierSkipped, .overruled, .escalated,
                .sessionFinished:
                nil
            }
        }
    }
}

/// What happened to a replay.
public enum ReplayUpdate: Sendable, Hashable {
    /// It starts (again): the session's events follow from the first on.
    case began(ReplayState)
    /// Time went on, or a control took effect.
    case moved(ReplayState)
    /// The session is now this, whatever its events said before; those that follow come after it.
    case jumped(ReplayState, SessionState)
    /// It is over, or was left.
    case ended(Session.ID)
}

/// What the user does to a replay.
public enum ReplayControl: Sendable, Hashable {
    case play
    case pause
    /// Times real speed.
    case speed(Double)
    /// Longest stretch without an event that is waited out; nil for any.
    case idleCap(Duration?)
    /// To a moment of the session.
    case seek(Duration)
    /// On by so much, or back.
    case seekBy(Duration)
    /// On by so many events, or back.
    case step(Int)
    /// To where the next attempt began, or back to where this one or the one before did.
    case stepAttempt(forward: Bool)
    /// To the next event, or the last one before, that is as the text says: `verdict=escalate tier>=2`.
    case find(String, forward: Bool)
    /// To the end.
    case toEnd
    /// Leave the replay.
    case stop
}
