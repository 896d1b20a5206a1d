import EscalationCore

extension DashboardProgram {
    /// What the last line offers, the most useful first: only what would do something now.
    var hints: [(action: Action, word: String)] {
        switch overlay {
        case .help: return [(.down, "down"), (.up, "up"), (.back, "back")]
        case .sessions(let browser):
            if browser.isFiltering { return [] }
            return [(.open, "open"), (.filter, "filter"), (.replay, "replay"), (.cancel, "cancel"), (.back, "back")]
        case .chains: return [(.open, "choose"), (.back, "back")]
        case .quitQuestion: return []
        case nil: break
        }
        if focus == .task {
            return [(.leave, "leave, draft kept"), (.recallPrevious, "earlier task"), (.interrupt, "clear")]
        }
        if replay != nil {
            return [
                (.playPause, "play/pause"), (.slower, "slower"), (.faster, "faster"), (.realSpeed, "1x"),
                (.toEnd, "end"),
                (.close, "leave"), (.nextPane, "next pane"), (.help, "help"),
            ]
        }
        guard let shown else {
            let run: [(Action, String)] = setup.samples.isEmpty ? [] : [(.open, "run"), (.down, "down"), (.up, "up")]
            return run + [(.compose, "write a task"), (.sessions, "sessions")] + chainHint + [
                (.help, "help"), (.close, "quit"),
            ]
        }
        var hints: [(Action, String)] = [(.help, "help"), (.nextPane, "next pane"), (.compose, "write a task")]
        if sessions.isRunning(shown.id) { hints.append((.cancel, "cancel")) }
        if !answer.isFollowing || selectedAttempt != nil { hints.append((.follow, "follow")) }
        hints += [(.zoom, isZoomed ? "unzoom" : "zoom"), (.sessions, "sessions")]
        if !sessions.isRunning(shown.id) { hints.append((.replay, "replay")) }
        return hints + chainHint + [(.close, isZoomed ? "unzoom" : "quit")]
    }

    private var chainHint: [(Action, String)] { setup.chains.count > 1 ? [(.chooseChain, "chain")] : [] }
}
