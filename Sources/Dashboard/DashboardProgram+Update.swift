import EscalationCore
import Terminal

extension DashboardProgram {
    /// Takes in a message.
    /// - Returns: what is to be done about it, in order.
    public mutating func update(_ message: Message) -> [Effect] {
        let wasListing = overlay?.isListing ?? false
        var effects = absorb(message)
        tellOverlay(message)
        settle(isIdle: message == .secondPassed)
        if wasListing, overlay?.isListing != true { effects.append(.closeList) }
        return effects + leaveUnseenLog()
    }

    private mutating func absorb(_ message: Message) -> [Effect] {
        switch message {
        case .event(let event):
            return apply(event) + recalled(for: event)
        case .loaded(let events): return load(events)
        case .remarked(let verdicts, let id):
            remarks[id] = verdicts
            return []
        case .live(.backend(let status)):
            backends[status.backend] = status.steadied(by: backends[status.backend])
            return absorb(status)
        case .live(.journal(let status)):
            journal = status
            guard case .failing = status else {
                unrecordedSince = nil
                return []
            }
            unrecordedSince = unrecordedSince ?? moment?.now
            return []
        case .key(let key):
            notice = nil
            return press(key)
        case .pointer(let pointer):
            return point(pointer)
        case .focused(let isFocused):
            isElsewhere = !isFocused
            return []
        case .resized(let size):
            self.size = size
            return []
        case .secondPassed:
            return needsTime ? [.readTime] : []
        case .time(let moment):
            self.moment = moment
            loads.pass(moment.now)
            switch quitWindow {
            case .opening: quitWindow = .until(moment.now + QuitWindow.length)
            case .until(let limit) where moment.now > limit: (quitWindow, notice) = (nil, nil)
            case .until, nil: break
            }
            return []
        case .recalledLoads(let model, let time):
            loads.expect(time, of: model)
            return []
        case .sessionChanged(let id, let session):
            absorb(id, changedTo: session)
            return []
        case .listed, .listedMore, .counted, .listRefused, .figures, .log, .logEnded:
            // For the overlay that asked.
            return []
        case .following(let id, let isFollowed):
            sessions.setFollowed(id, isFollowed)
            return []
        case .followed(let event):
            sessions.load([event])
            return []
        case .steered(let steered, let text):
            steering.remove(steered)
            notice = text
            return []
        case .notice(let text):
            notice = text
            return []
        case .draftRestored(let text):
            if composer.editor.isEmpty { composer.restore(text) }
            return []
        case .historyRestored(let tasks):
            composer.restoreHistory(tasks)
            return []
        case .edited(let text):
            return takeEdited(text)
        case .files(let paths, let partial):
            return complete(partial, with: paths)
        case .replay(let update):
            return follow(update)
        case .compared(let old, let new):
            compare(old, new)
            return []
        case .themes(let themes):
            self.themes = themes
            return []
        }
    }

    /// Whatever is no key may concern what lies over the panes.
    private mutating func tellOverlay(_ message: Message) {
        if case .key = message { return }
        guard var top = overlay else { return }
        top.hear(message, in: self)
        overlay = top
    }

    private mutating func apply(_ event: SessionEvent) -> [Effect] {
        if replay?.state.session == event.session {
            replay?.session.apply(event)
            return []
        }
        let isNew = sessions[event.session] == nil
        sessions.apply(event, now: moment?.now ?? .zero)
        // A session that has just begun takes the screen, unless a replay has it.
        if isNew { select(event.session) }
        // The end says more than that it was asked for.
        if event.session == selection, sessions[event.session]?.finish != nil, quitWindow == nil { notice = nil }
        guard case .sessionFinished = event.kind else { return [] }
        return notifying(of: event.session)
    }

    private mutating func load(_ events: [SessionEvent]) -> [Effect] {
        guard let id = events.first?.session else { return [] }
        sessions.load(events)
        select(id)
        guard awaited == id, let state = sessions[id] else { return [] }
        awaited = nil
        return goOn(from: state)
    }

    /// Puts a session on the screen, at its newest attempt.
    mutating func select(_ id: Session.ID) {
        guard selection != id else { return }
        selection = id
        (selectedAttempt, selectedTier) = (nil, nil)
        verdictTop = 0
        answer.follow()
    }

    /// Brings what depends on the rest in line with it: the answer's wrapped lines, selections that went out of range.
    ///
    /// - Parameter isIdle: whether there is time for what is out of sight.
    private mutating func settle(isIdle: Bool) {
        if let number = selectedAttempt, shown?.attempt(number) == nil { selectedAttempt = nil }
        sampleIndex = min(sampleIndex, max(0, setup.samples.count - 1))
        let layout = ScreenLayout(self)
        answer.show(
            shownAttempt, of: shown?.id, isReplay: replay != nil, in: layout.answerText.size,
            isBeside: layout.isBesideRail, isIdle: isIdle)
    }
}

extension BackendStatus {
    /// This status with the latency shown so far, unless that has doubled or halved: a probe's time always trembles, and
    /// the screen should not.
    fileprivate func steadied(by shown: BackendStatus?) -> BackendStatus {
        guard case .reachable(let now) = reach, case .reachable(let before) = shown?.reach,
            now < before * 2, now * 2 > before
        else { return self }
        var steady = self
        steady.reach = .reachable(latency: before)
        return steady
    }
}
