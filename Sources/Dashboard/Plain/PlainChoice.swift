import EscalationCore

/// Something that a number on the screen stands for.
enum PlainChoice: Sendable, Hashable {
    case write
    /// Go on writing what was written and not sent.
    case resume
    case sample(Int)
    case chains
    case chain(String)
    case skills
    /// Nil for none.
    case skill(SkillChoice?)
    /// Accept the attempt of that number.
    case accept(Int, Session.ID)
    /// Reject it, with feedback to be written.
    case reject(Int, Session.ID)
    /// Reject it with the verifiers' feedback.
    case passOn(Int, Session.ID)
    case sessions
    case session(Session)
    case replay(Session.ID)
    case replayControl(PlainReplayControl)
    case cancel(Session.ID)
    case back
    case quit
}

extension PlainDialogue {
    /// Most past sessions offered.
    private static let mostSessions = 20

    /// What can be done while nothing runs.
    mutating func offerMenu() {
        choices = [.write]
        if !draft.isEmpty { choices.append(.resume) }
        choices += setup.samples.indices.map { .sample($0) }
        if setup.chains.count > 1 { choices.append(.chains) }
        if !setup.skills.isEmpty { choices.append(.skills) }
        choices += [.sessions, .quit]
        sayChoices()
    }

    /// The journal's sessions, newest first.
    mutating func offer(_ sessions: [Session]) {
        guard !sessions.isEmpty else {
            say("No session has been recorded.")
            offerMenu()
            return
        }
        choices = sessions.prefix(Self.mostSessions).map { .session($0) } + [.back]
        sayChoices()
    }

    /// What can be done with a past session that was told.
    ///
    /// - Parameter isReplayable: false while it still runs.
    mutating func offer(about id: Session.ID, isReplayable: Bool = true) {
        choices = (isReplayable ? [.replay(id)] : []) + [.sessions, .back]
        sayChoices()
    }

    mutating func sayChoices() {
        say("")
        for (index, choice) in choices.enumerated() { say("\(index + 1). \(words(for: choice))") }
        say("Type a number, then Enter.")
    }

    private func words(for choice: PlainChoice) -> String {
        switch choice {
        case .write: "Write a task"
        case .resume: "Go on with the draft: \(OneLine.folded(draft, limit: 60))"
        case .sample(let index): "\(setup.samples[index].title): \(OneLine.folded(setup.samples[index].prompt))"
        case .chains: "Choose the chain, now \(chainName)"
        case .chain(let name): name
        case .skills: "Choose a skill, now \(skill?.name ?? "none")"
        case .skill(let skill):
            skill.map { "\($0.name): " + ($0.problem.map { "broken: " + $0 } ?? $0.description) }
                ?? "none: the task alone"
        case .accept: "Accept the answer"
        case .reject: "Reject it, and write feedback for the next tier"
        case .passOn: "Reject it with the verifiers' feedback"
        case .sessions: "Past sessions"
        case .session(let session):
            "\(session.state.words): \(OneLine.folded(session.task, limit: 60)), "
                + Figures.plural(session.attempts, "attempt")
        case .replay: "Replay it, at its own pace"
        case .replayControl(.pause): "Pause"
        case .replayControl(.goOn): "Go on"
        case .replayControl(.faster): "Twice as fast"
        case .replayControl(.slower): "Half as fast"
        case .replayControl(.nextAttempt): "To the next attempt"
        case .replayControl(.stop): "Leave the replay"
        case .cancel: "Cancel it"
        case .back: "Back"
        case .quit: "Quit"
        }
    }
}

extension Session.Run {
    fileprivate var words: String {
        switch self {
        case .running: "running"
        case .interrupted: "interrupted"
        case .ended(let outcome): outcome.words
        }
    }
}
