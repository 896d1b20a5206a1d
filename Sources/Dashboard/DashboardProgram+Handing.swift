import EscalationCore

/// What the dashboard hands to others: the clipboard, a pager, an editor, a command.
extension DashboardProgram {
    mutating func copy() -> [Effect] {
        guard let menu = CopyMenu(self) else {
            notice = "no session is shown, so there is nothing to copy"
            return []
        }
        overlay = menu
        return []
    }

    /// Does something with the answer on the screen, where there is one.
    mutating func handOver(_ hand: (String) -> Effect) -> [Effect] {
        guard let answer = shownAnswer else { return [] }
        return [hand(answer)]
    }

    mutating func pipe() -> [Effect] {
        if let answer = shownAnswer { overlay = PipeField(answer) }
        return []
    }

    /// Leaves, with the run written where the user can scroll back to it.
    mutating func writeOut() -> [Effect] {
        guard let shown else { return [] }
        guard running.isEmpty else {
            notice = "something still runs: it can be written out when it has ended"
            return []
        }
        finish()
        return [.writeOut(shown)]
    }

    mutating func search() -> [Effect] {
        guard shownAttempt != nil else { return [] }
        focus(on: .answer)
        overlay = AnswerSearchField(self)
        return []
    }

    private var shownAnswer: String? {
        mutating get {
            if let text = shownAttempt?.answer, !text.isEmpty { return text }
            notice = "there is no answer yet"
            return nil
        }
    }

    /// Says that a session has ended to somebody who is looking elsewhere.
    func notifying(of id: Session.ID) -> [Effect] {
        guard isElsewhere, replay == nil, let session = sessions[id], let finish = session.finish else { return [] }
        return [.notify("rung: \(finish.outcome.words): \(OneLine.folded(session.task, limit: 80))")]
    }
}
