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
    /// Where attempts ended, in order.
    public var marks: [Mark]

    /// The end of an attempt on the bar.
    public struct Mark: Sendable, Hashable {
        public var at: Duration
        public var attempt: Int
        public var stage: Attempt.Stage
    }

    /// A replay of these events, at its start and playing.
    public init(session: Session.ID, events: [SessionEvent], speed: Double = 1) {
        self.session = session
        self.speed = speed
        position = .zero
        length = events.last?.offset ?? .zero
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
    /// It is over, or was left.
    case ended(Session.ID)
}

/// What the user does to a replay.
public enum ReplayControl: Sendable, Hashable {
    case play
    case pause
    /// Times real speed.
    case speed(Double)
    /// Show everything that is left at once.
    case toEnd
    /// Leave the replay.
    case stop
}
