import EscalationCore

extension DashboardProgram {
    /// What the last line offers, the most useful first: only what would do something now.
    var hints: [(action: Action, word: String)] {
        switch overlay {
        case .help: return [(.back, "back"), (.down, "down"), (.up, "up")]
        case .sessions(let browser):
            if browser.isFiltering { return [] }
            guard let session = selectedInList else { return [(.filter, "filter"), (.back, "back")] }
            let own: (Action, String)? =
                sessions.isRunning(session.id)
                ? (.cancel, "cancel") : session.state == .running ? nil : (.replay, "replay")
            return [(.open, "open"), (.filter, "filter")] + [own].compactMap(\.self) + [(.back, "back")]
        case .chains: return [(.open, "choose"), (.back, "back")]
        case .quitQuestion: return []
        case nil: break
        }
        if focus == .task {
            var hints: [(Action, String)] = composer.history.isEmpty ? [] : [(.recallPrevious, "earlier task")]
            if !composer.editor.isEmpty { hints.append((.interrupt, "clear")) }
            return hints + [(.nextPane, "next pane"), (.help, "help")]
        }
        if replay != nil {
            return [
                (.playPause, "play/pause"), (.slower, "slower"), (.faster, "faster"), (.realSpeed, "1x"),
                (.toEnd, "end"),
                (.close, "leave"), (.nextPane, "next pane"), (.help, "help"),
            ]
        }
        guard let shown else {
            let samples = !setup.samples.isEmpty
            return (samples ? [(.open, "run")] : []) + [(.compose, "write a task"), (.sessions, "sessions")] + chainHint
                + [(.help, "help"), (.close, "quit")] + (samples ? [(.down, "down"), (.up, "up")] : [])
        }
        var hints: [(Action, String)] = [(.help, "help"), (.nextPane, "next pane"), (.compose, "write a task")]
        if sessions.isRunning(shown.id) { hints.append((.cancel, "cancel")) }
        if !answer.isFollowing || selectedAttempt != nil { hints.append((.follow, "follow")) }
        hints += [(.zoom, isZoomed ? "unzoom" : "zoom"), (.sessions, "sessions")]
        if !sessions.isRunning(shown.id) { hints.append((.replay, "replay")) }
        return hints + chainHint + (isZoomed ? [] : [(.close, "quit")])
    }

    private var chainHint: [(Action, String)] { setup.chains.count > 1 ? [(.chooseChain, "chain")] : [] }
}
