import EscalationCore

extension DashboardProgram {
    /// What the last line offers, the most useful first: only what would do something now.
    var hints: [Hint] {
        if let overlay { return overlay.hints(in: self) }
        if focus == .task {
            var hints: [Hint] = composer.history.isEmpty ? [] : [(.recallPrevious, "earlier task")]
            if !composer.editor.isEmpty { hints.append((.interrupt, "clear")) }
            hints.append((.complete, composer.mention == nil ? "next pane" : "complete the path"))
            return hints + [(.writeInEditor, "editor"), (.help, "help")]
                + (composer.history.isEmpty ? [] : [(.searchHistory, "search earlier tasks")])
        }
        if replay != nil { return replayHints }
        if focus == .chain {
            return [
                (.warmUp, "warm up"), (.unload, "unload"), (.serverLog, "log"), (.down, "down"), (.up, "up"),
                (.nextPane, "next pane"), (.help, "help"),
            ]
        }
        guard let shown else {
            let samples = !setup.samples.isEmpty
            return (samples ? [(.open, "run")] : []) + [(.compose, "write a task"), (.sessions, "sessions")] + chainHint
                + [(.help, "help"), (.palette, "command"), (.close, "quit")]
                + (samples ? [(.down, "down")] : [])
        }
        var hints: [Hint] =
            personHints + [
                (.help, "help"), (.palette, "command"), (.nextPane, "next pane"), (.compose, "write a task"),
            ]
        if sessions.isRunning(shown.id) { hints.append((.cancel, "cancel")) }
        if !answer.isFollowing || selectedAttempt != nil { hints.append((.follow, "follow")) }
        hints += [(.zoom, isZoomed ? "unzoom" : "zoom"), (.sessions, "sessions")]
        if !sessions.isRunning(shown.id) { hints += [(.replay, "replay")] + goingOnHints(shown) }
        if let attempt = shownAttempt, !attempt.answer.isEmpty { hints += [(.search, "find"), (.copy, "copy")] }
        hints += chainHint + (isZoomed ? [] : [(.close, "quit")])
        return hints + overruleHints
    }

    /// How the session can be gone on from; none where there is nobody left to ask.
    private func goingOnHints(_ shown: SessionState) -> [Hint] {
        if shown.acceptedAnswer != nil { return [(.followUp, "follow up")] }
        guard !sessions.isFollowed(shown.id), let task = shown.continuation,
            task.firstTier <= shown.chain?.tiers.count ?? 0
        else { return [] }
        return [(.goOn, "go on")]
    }

    private var chainHint: [Hint] {
        (setup.chains.count > 1 ? [(.chooseChain, "chain")] : [])
            + (setup.skills.isEmpty ? [] : [(.chooseSkill, "skill")])
    }
}
