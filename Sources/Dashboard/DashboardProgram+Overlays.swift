import EscalationCore
import Terminal

extension DashboardProgram {
    /// What an action does while help, the sessions or the chains are open.
    mutating func performInOverlay(_ action: Action, wasArmed: Bool) -> [Effect] {
        switch action {
        case .up: moveInOverlay(by: -1)
        case .down: moveInOverlay(by: 1)
        case .top: moveInOverlay(by: -Self.far)
        case .bottom: moveInOverlay(by: Self.far)
        case .halfPageUp: moveInOverlay(by: -max(1, overlayHeight / 2))
        case .halfPageDown: moveInOverlay(by: max(1, overlayHeight / 2))
        case .pageUp: moveInOverlay(by: -max(1, overlayHeight - 1))
        case .pageDown: moveInOverlay(by: max(1, overlayHeight - 1))
        case .open: return openInOverlay()
        case .back, .close: overlay = nil
        case .help: if case .help = overlay { overlay = nil } else { overlay = .help(top: 0) }
        case .sessions: if case .sessions = overlay { overlay = nil }
        case .filter: startFiltering()
        case .replay:
            guard let session = selectedInList else { return [] }
            return startReplay(of: session.id, isRunning: session.state == .running)
        case .cancel:
            guard let session = selectedInList, session.state == .running, sessions.isRunning(session.id) else {
                return []
            }
            return [.cancel(session.id)]
        case .quit: finish()
        case .interrupt: return interrupt(wasArmed: wasArmed)
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .compose:
            overlay = nil
            focus(on: .task)
        case .nextPane, .previousPane, .chainPane, .attemptsPane, .verdictPane, .answerPane, .taskPane, .zoom, .follow,
            .chooseChain, .send, .newLine, .leave, .recallPrevious, .recallNext, .playPause, .slower, .faster,
            .realSpeed, .toEnd, .confirm, .decline:
            break
        }
        return []
    }

    private var overlayHeight: Int { max(1, ScreenLayout(self).body.height - 1) }

    /// The session under the cursor of the open list; nil where there is none.
    var selectedInList: Session? {
        guard case .sessions(let browser) = overlay else { return nil }
        let listed = listedSessions(browser)
        return listed.indices.contains(browser.index) ? listed[browser.index] : nil
    }

    private mutating func moveInOverlay(by distance: Int) {
        func moved(_ index: Int, count: Int) -> Int { min(max(0, index + distance), max(0, count - 1)) }
        switch overlay {
        case .help(let top):
            let body = ScreenLayout(self).body
            let rows = HelpPane(self, top: top).rowCount(width: body.width - 1)
            overlay = .help(top: moved(top, count: max(1, rows - (body.height - 1) + 1)))
        case .sessions(var browser):
            browser.index = moved(browser.index, count: listedSessions(browser).count)
            overlay = .sessions(browser)
        case .chains(let index):
            overlay = .chains(moved(index, count: setup.chains.count))
        case .quitQuestion, nil: break
        }
    }

    private mutating func openInOverlay() -> [Effect] {
        switch overlay {
        case .sessions:
            guard let session = selectedInList else { return [] }
            overlay = nil
            if focus == .task { focus = .attempts }
            let leaving: [Effect] = replay == nil ? [] : [.replayControl(.stop)]
            guard sessions[session.id] != nil else { return leaving + [.open(session.id)] }
            select(session.id)
            return leaving
        case .chains(let index):
            if setup.chains.indices.contains(index) { chainName = setup.chains[index].name }
            overlay = nil
            return []
        case .help, .quitQuestion, nil:
            return []
        }
    }

    // MARK: Filtering the sessions

    private mutating func startFiltering() {
        guard case .sessions(var browser) = overlay else { return }
        browser.isFiltering = true
        overlay = .sessions(browser)
    }

    /// A key while the filter is being typed: Enter keeps it, Esc takes it away.
    mutating func type(_ key: Key, inFilterOf browser: SessionBrowser) -> [Effect] {
        var browser = browser
        let before = browser.filter.text
        switch key {
        case .enter: browser.isFiltering = false
        case .escape, .control("c"):
            browser.isFiltering = false
            browser.filter = LineEditor()
        case .named(.up, _), .named(.down, _):
            overlay = .sessions(browser)
            moveInOverlay(by: key == .named(.up) ? -1 : 1)
            return []
        case .paste(let text): browser.filter.insert(OneLine.folded(text))
        case .control("j"): break
        default: browser.filter.handle(key)
        }
        let changed = browser.filter.text != before
        if changed { browser.index = 0 }
        overlay = .sessions(browser)
        return changed ? [.listSessions(query: browser.filter.text)] : []
    }
}
