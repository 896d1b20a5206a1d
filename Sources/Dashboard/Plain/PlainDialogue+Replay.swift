import EscalationCore

/// A past session told again at its own pace: the same lines as when it ran, each answer as it was completed.
extension PlainDialogue {
    /// A replay from its being asked for to its end.
    struct PlainReplay: Sendable {
        /// Nil until the replay has begun.
        var state: ReplayState?
        var session: SessionState
        /// Whether it was asked to end.
        var isLeaving = false

        init(_ id: Session.ID) { session = SessionState(id: id) }

        var id: Session.ID { session.id }
    }

    mutating func beginReplay(of id: Session.ID) -> [Effect] {
        replay = PlainReplay(id)
        return [.replay(id)]
    }

    mutating func control(_ control: PlainReplayControl) -> [Effect] {
        guard let state = replay?.state else { return [] }
        switch control {
        case .pause: return [.replayControl(.pause)]
        case .goOn: return [.replayControl(.play)]
        case .faster: return [.replayControl(.speed(min(ReplayState.speeds.upperBound, state.speed * 2)))]
        case .slower: return [.replayControl(.speed(max(ReplayState.speeds.lowerBound, state.speed / 2)))]
        case .nextAttempt: return [.replayControl(.stepAttempt(forward: true))]
        case .stop: return leaveReplay()
        }
    }

    /// Takes in what happened to the replay.
    mutating func hear(_ update: ReplayUpdate) -> [Effect] {
        guard let id = replay?.id else { return [] }
        switch update {
        case .began(let state):
            guard state.session == id else { return [] }
            replay?.state = state
            say("replay of \(id.short), \(Figures.clock(state.length)) long")
            offerReplayControls()
            return []
        case .moved(let state):
            guard state.session == id, let before = replay?.state else { return [] }
            replay?.state = state
            // Being asked to end can be missed by a player that reads just then; it tells where it stands after each wish.
            if replay?.isLeaving == true { return [.replayControl(.stop)] }
            return tell(state, after: before)
        case .jumped(let state, let session):
            guard state.session == id else { return [] }
            replay?.state = state
            replay?.session = session
            let attempt = session.attempts.last.map { ", attempt \($0.number)" } ?? ""
            say("now at \(Figures.clock(state.position))" + attempt)
            return session.finish == nil && !hasToldAll ? [] : leaveReplay()
        case .ended(let ended):
            guard ended == id else { return [] }
            if replay?.state != nil { say("the replay is over") }
            replay = nil
            leaveIfDone()
            if !isFinished { offer(about: id) }
            return []
        }
    }

    /// A control has taken effect, or the end of what there is has been reached.
    private mutating func tell(_ state: ReplayState, after before: ReplayState) -> [Effect] {
        if state.speed != before.speed { say(Self.words(forSpeed: state.speed)) }
        if hasToldAll { return leaveReplay() }
        if state.isPlaying != before.isPlaying, state.position < state.length {
            if !state.isPlaying { say("paused at \(Figures.clock(state.position))") }
            offerReplayControls()
        }
        return []
    }

    /// Whether a session without an end stands at its last event; any other leaves at its end itself.
    ///
    /// The position alone doesn't tell: it runs on while events are still to come. Neither does the last event's offset,
    /// which the events before it may share.
    private var hasToldAll: Bool {
        guard let replay, let state = replay.state, state.position >= state.length else { return false }
        guard let whole = sessions[replay.id] else { return true }
        return whole.finish == nil && replay.session.sequence >= whole.sequence
    }

    /// A fact of the session that is replayed.
    mutating func retell(_ event: SessionEvent) -> [Effect] {
        replay?.session.apply(event)
        guard let session = replay?.session else { return [] }
        if let line = words(event, session) { say(line) }
        switch event.kind {
        case .answerCompleted(let completed):
            let answer = session.attempt(completed.attempt)?.answer ?? ""
            if !answer.isEmpty { say("answer #\(completed.attempt):\n\(answer)") }
        case .sessionFinished: return leaveReplay()
        default: break
        }
        // The position may have been told before the last events were.
        return hasToldAll ? leaveReplay() : []
    }

    private static func words(forSpeed speed: Double) -> String {
        switch speed {
        case 1: "at real speed"
        case 0.5: "at half of real speed"
        case 0.25: "at a quarter of real speed"
        default: "at \(Int(speed)) times real speed"
        }
    }

    private mutating func leaveReplay() -> [Effect] {
        guard replay?.isLeaving == false else { return [] }
        replay?.isLeaving = true
        return [.replayControl(.stop)]
    }

    private mutating func offerReplayControls() {
        let controls: [PlainReplayControl] = [
            replay?.state?.isPlaying == false ? .goOn : .pause, .faster, .slower, .nextAttempt, .stop,
        ]
        choices = controls.map { .replayControl($0) }
        sayChoices()
    }
}

/// What can be done to a replay that is told.
enum PlainReplayControl: Sendable, Hashable {
    case pause, goOn, faster, slower, nextAttempt, stop
}
