import EscalationCore
import Terminal

extension DashboardProgram {
    /// Rows of the text or list that has the focus.
    var pageHeight: Int {
        let layout = ScreenLayout(self)
        switch focus {
        case .verdict: return layout.verdictText.height
        case .answer: return layout.answerText.height
        case .attempts, .chain: return max(1, layout.attempts.height - 1)
        case .task: return 1
        }
    }

    mutating func focus(on pane: Pane) {
        // Without a session there is nothing but the chain, the samples and the composer.
        focus = shown == nil && ![.chain, .task].contains(pane) ? .attempts : pane
        switch pane {
        case .verdict: detail = .verdict
        case .answer: detail = .answer
        case .chain, .attempts, .task: break
        }
    }

    mutating func moveFocus(by step: Int) {
        let panes: [Pane] = shown == nil ? [.chain, .attempts, .task] : Pane.allCases
        let index = panes.firstIndex(of: focus) ?? 0
        focus(on: panes[(index + step + panes.count) % panes.count])
    }

    /// Moves the selection or scrolls the text that has the focus; positive is down.
    mutating func move(by distance: Int) {
        if focus == .chain { return selectTier(by: distance) }
        guard shown != nil else {
            sampleIndex = min(max(0, sampleIndex + distance), max(0, setup.samples.count - 1))
            return
        }
        switch focus {
        case .attempts: selectAttempt(by: distance)
        case .chain: break
        case .answer: answer.scroll(by: distance)
        case .verdict: scrollVerdict(by: distance)
        case .task: break
        }
    }

    mutating func scrollVerdict(by distance: Int) {
        let text = ScreenLayout(self).verdictText
        let last = max(0, VerdictPane(self).lines(width: text.width).count - text.height)
        verdictTop = min(max(0, min(verdictTop, last) + distance), last)
    }

    private mutating func selectAttempt(by distance: Int) {
        guard let shown, let attempt = shownAttempt else { return }
        selectAttempt(min(max(1, attempt.number + distance), shown.attempts.count))
    }

    mutating func selectAttempt(_ number: Int) {
        guard let shown else { return }
        selectedTier = nil
        // The newest is followed, so that the next one takes its place.
        selectedAttempt = number == shown.attempts.count ? nil : number
        verdictTop = 0
    }

    /// Looks at the next tier of the chain, and at its last attempt where it was asked.
    private mutating func selectTier(by distance: Int) {
        let count = (shown?.chain ?? chosenChain)?.tiers.count ?? 0
        guard count > 0 else { return }
        let tier = min(max(1, lookedTier + distance), count)
        selectedTier = tier
        guard let shown, let last = shown.attempts.last(where: { $0.tier == tier }), shownAttempt?.tier != tier else {
            return
        }
        selectedAttempt = last.number == shown.attempts.count ? nil : last.number
        verdictTop = 0
    }

    /// The next size of the focused pane, round in a circle.
    mutating func cycleSize(by step: Int) {
        guard shown != nil else { return }
        let count = PaneSize.allCases.count
        paneSize = PaneSize(rawValue: (paneSize.rawValue + step + count) % count) ?? .usual
    }

    /// Enter: goes into what is selected.
    mutating func open() -> [Effect] {
        if shown == nil, focus == .chain {
            focus(on: .attempts)
            return []
        }
        guard shown != nil else {
            guard setup.samples.indices.contains(sampleIndex) else {
                focus(on: .task)
                return []
            }
            return submit(setup.samples[sampleIndex].prompt)
        }
        switch focus {
        case .attempts, .chain: focus(on: .answer)
        case .answer: if answer.hasReasoning { answer.isUnfolded.toggle() }
        case .verdict, .task: break
        }
        return []
    }

    /// Sends a task up the chosen chain.
    mutating func submit(_ prompt: String) -> [Effect] {
        guard let chain = chosenChain else {
            notice = "no chain is configured, so nobody can be asked"
            return []
        }
        showNewest()
        return [.submit(task(writing: prompt), chain: chain.name)]
    }
}
