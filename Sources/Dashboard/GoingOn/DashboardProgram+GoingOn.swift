import EscalationCore

/// An accepted answer that the task being written goes on from.
struct FollowUp: Sendable, Hashable {
    var session: Session.ID
    var answer: String
}

extension DashboardProgram {
    /// Goes on from the session on the screen.
    mutating func goOnFromShown() -> [Effect] {
        guard replay == nil, let shown else { return [] }
        return goOn(from: shown)
    }

    /// Goes on from a session of the list, which may have to be read first.
    mutating func goOn(from session: Session) -> [Effect] {
        if let state = sessions[session.id] { return goOn(from: state) }
        guard session.state != .running else {
            notice = "still running, elsewhere"
            return []
        }
        awaited = session.id
        return [.open(session.id)]
    }

    /// Has the next tier asked where the last attempt wasn't accepted: a new session with this one as its parent.
    mutating func goOn(from state: SessionState) -> [Effect] {
        if sessions.isRunning(state.id) {
            notice = "still running"
            return []
        }
        guard state.outcome != .accepted else {
            notice = "accepted: \(key(for: .followUp)?.description ?? "f") follows its answer up"
            return []
        }
        return state.continuation.map { resume($0, from: state) } ?? []
    }

    /// Submits the task of a replay again, from the attempt that is looked at.
    mutating func submitAgain() -> [Effect] {
        guard let session = replay?.session else { return [] }
        let next = shownAttempt.flatMap { session.continuation(at: $0.number) } ?? session.continuation
        guard let next else { return [] }
        let effects = resume(next, from: session)
        return effects.isEmpty ? [] : [.replayControl(.stop)] + effects
    }

    /// On the session's own chain while that has a tier for it; then on the chain chosen for new tasks, from its start.
    mutating func resume(_ task: TaskSpec, from state: SessionState) -> [Effect] {
        let own = setup.chains.first { $0.name == state.chain?.name }
        if let own, task.firstTier <= own.tiers.count {
            showNewest()
            return [.submit(task, chain: own.name)]
        }
        guard let chosen = chosenChain else {
            notice = "no chain is configured, so nobody can be asked"
            return []
        }
        guard chosen.name != own?.name else {
            let key = key(for: .chooseChain)?.description ?? "c"
            let remedy = setup.chains.count > 1 ? ": \(key) chooses another chain" : ""
            notice = "every tier of \(chosen.name) was asked" + remedy
            return []
        }
        showNewest()
        var task = task
        task.firstTier = 1
        return [.submit(task, chain: chosen.name)]
    }

    /// The new session takes the screen, at what it answers.
    mutating func showNewest() {
        isZoomed = false
        detail = .answer
        focus = .answer
    }

    /// Begins a task that goes on from the answer on the screen.
    mutating func startFollowUp() {
        guard let shown, let answer = shown.acceptedAnswer else {
            notice = "only an accepted answer can be followed up"
            return
        }
        followUp = FollowUp(session: shown.id, answer: answer)
        focus(on: .task)
    }

    /// What is sent where a text was written: behind the answer it follows up, if it does.
    mutating func task(writing text: String) -> TaskSpec {
        var task = TaskSpec(text, skillPrompt: skill?.prompt ?? "", skillName: skill?.name)
        if let followUp {
            task.prompt = followUp.answer + "\n\n" + text
            task.parent = followUp.session
        }
        followUp = nil
        return task
    }
}
