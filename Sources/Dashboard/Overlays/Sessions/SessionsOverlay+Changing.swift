import EscalationCore
import Terminal

extension SessionsOverlay {
    /// Asks about a change to the selected session.
    mutating func ask(_ kind: SessionChange.Kind, in program: inout DashboardProgram) -> OverlayReply {
        guard let session = selected(program) else { return .stay() }
        switch kind {
        case .delete where session.state == .running:
            let key = program.sessions.isRunning(session.id) ? program.key(for: .cancel) : nil
            program.notice = "\(session.id.short) still runs" + (key.map { ": \($0) cancels it" } ?? " elsewhere")
        case .delete where program.replay?.state.session == session.id:
            program.notice = "\(session.id.short) is being replayed: leave the replay first"
        case .untag where session.tags.isEmpty:
            program.notice = "\(session.id.short) has no tag"
        case .delete, .tag, .untag, .rename: change = SessionChange(kind, of: session)
        }
        return .stay()
    }

    /// What an action does while it is asked whether to delete.
    mutating func answer(_ action: Action) -> OverlayReply {
        switch action {
        case .confirm:
            let effect = change?.effect
            change = nil
            return .stay(effect.map { [$0] } ?? [])
        case .decline:
            change = nil
            return .stay()
        case .quit, .redraw, .suspend, .interrupt: return .pass
        default: return .stay()
        }
    }

    /// A key while a name is typed.
    mutating func typeName(_ key: Key) -> OverlayReply {
        guard case .done(let effects)? = change?.type(key) else { return .stay() }
        change = nil
        return .stay(effects)
    }

    /// What can be changed about a session, for the last line.
    func changingHints(of session: Session) -> [DashboardProgram.Hint] {
        let untag: [DashboardProgram.Hint] = session.tags.isEmpty ? [] : [(.untag, "untag")]
        return [(.tag, "tag")] + untag + [(.rename, "rename")]
            + (session.state == .running ? [] : [(.delete, "delete")])
    }
}

extension DashboardProgram {
    /// Takes in how a session stands in the journal after a change; one that is gone leaves the screen too.
    mutating func absorb(_ id: Session.ID, changedTo session: Session?) {
        guard session == nil else { return }
        sessions.remove(id)
        guard selection == id else { return }
        selection = sessions.order.last
        (selectedAttempt, selectedTier) = (nil, nil)
    }
}
