import EscalationCore
import Terminal

extension DashboardProgram {
    /// Takes in what happened to a replay.
    mutating func follow(_ update: ReplayUpdate) -> [Effect] {
        switch update {
        case .began(let state):
            replay = ReplayView(state)
            overlay = nil
            (selectedAttempt, selectedTier) = (nil, nil)
            detail = .answer
            if focus != .answer { focus = .attempts }
            answer.follow()
            return []
        case .moved(let state):
            if replay?.state.session == state.session { replay?.state = state }
            return []
        case .jumped(let state, let session):
            guard replay?.state.session == state.session else { return [] }
            replay?.state = state
            replay?.session = session
            return []
        case .ended(let id):
            guard replay?.state.session == id else { return [] }
            replay = nil
            selectedAttempt = nil
            guard sessions[id] == nil else {
                select(id)
                return []
            }
            return [.open(id)]
        }
    }

    mutating func replayShown() -> [Effect] {
        guard replay == nil, let shown else { return [] }
        return startReplay(of: shown.id, isRunning: sessions.isRunning(shown.id))
    }

    /// Asks for a replay, unless the session still runs or is being replayed.
    mutating func startReplay(of id: Session.ID, isRunning: Bool) -> [Effect] {
        guard !isRunning else {
            notice = "still running: it can be replayed when it has ended"
            return []
        }
        return replay?.state.session == id ? [] : [.replay(id)]
    }

    /// A key that means more to a replay than the action it is bound to: a digit, or the letter of a mark.
    /// - Returns: nil where it is a key like any other.
    mutating func pressInReplay(_ key: Key) -> [Effect]? {
        guard var view = replay else { return nil }
        if let purpose = view.awaiting {
            view.awaiting = nil
            defer { replay = view }
            guard case .character(let letter) = key, letter.isLetter else { return [] }
            switch purpose {
            case .toSet:
                view.marks[letter] = view.state.position
                notice = "marked \(letter) at \(Figures.clock(view.state.position))"
            case .toJump:
                if let position = view.marks[letter] { return [.replayControl(.seek(position))] }
                notice = "there is no mark \(letter): \(self.key(for: .setMark)?.description ?? "m") sets one"
            }
            return []
        }
        guard action(for: key) == .seekTenth, case .character(let digit) = key, let tenths = digit.wholeNumberValue
        else { return nil }
        return [.replayControl(.seek(view.state.length * tenths / 10))]
    }

    /// What an action does to the replay.
    mutating func control(_ action: Action) -> [Effect] {
        guard let state = replay?.state else { return [] }
        switch action {
        case .playPause: return [.replayControl(state.isPlaying ? .pause : .play)]
        case .slower: return [.replayControl(.speed(max(ReplayState.speeds.lowerBound, state.speed / 2)))]
        case .faster: return [.replayControl(.speed(min(ReplayState.speeds.upperBound, state.speed * 2)))]
        case .realSpeed: return [.replayControl(.speed(1))]
        case .seekBack: return [.replayControl(.seekBy(.seconds(-5)))]
        case .seekForward: return [.replayControl(.seekBy(.seconds(5)))]
        case .nudgeBack: return [.replayControl(.seekBy(.seconds(-1)))]
        case .nudgeForward: return [.replayControl(.seekBy(.seconds(1)))]
        case .stepBack: return [.replayControl(.step(-1))]
        case .stepForward: return [.replayControl(.step(1))]
        case .attemptBack: return [.replayControl(.stepAttempt(forward: false))]
        case .attemptForward: return [.replayControl(.stepAttempt(forward: true))]
        case .toStart: return [.replayControl(.seek(.zero))]
        case .toEnd: return [.replayControl(.toEnd)]
        case .idleCap: return [.replayControl(.idleCap(state.nextIdleCap))]
        case .setMark: replay?.awaiting = .toSet
        case .jumpToMark: replay?.awaiting = .toJump
        case .findEvent: overlay = EventPrompt()
        default: break
        }
        return []
    }

    /// What the last line offers while a replay has the focus.
    var replayHints: [Hint] {
        [
            (.playPause, "play/pause"), (.seekForward, "5 s on"), (.stepForward, "event"), (.attemptForward, "attempt"),
            (.faster, "faster"), (.close, "leave"), (.help, "help"), (.slower, "slower"), (.findEvent, "find"),
            (.setMark, "mark"), (.idleCap, "idle"), (.nextPane, "next pane"),
        ]
    }
}
