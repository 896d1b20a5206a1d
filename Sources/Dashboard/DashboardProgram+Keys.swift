import EscalationCore
import Terminal

extension DashboardProgram {
    /// What a key does depends on where it is pressed: in a question, a list that covers the panes, the composer, a pane.
    mutating func press(_ key: Key) -> [Effect] {
        let wasArmed = quitWindow != nil
        quitWindow = nil
        guard begunKeys.isEmpty else { return pressNext(key, wasArmed: wasArmed) }
        if overlay != nil { return pressInOverlay(key, wasArmed: wasArmed) }
        if focus == .task { return write(key, wasArmed: wasArmed) }
        if let effects = pressInReplay(key) { return effects }
        return bound(key).map { perform($0, wasArmed: wasArmed) } ?? []
    }

    /// What a key does where the user is; with a key that others must follow, it is waited for those.
    mutating func bound(_ key: Key) -> Action? {
        switch setup.keys.match(begunKeys + [key], in: contexts.map(\.rawValue)) {
        case .action(let action):
            begunKeys = []
            return action
        case .prefix:
            begunKeys.append(key)
            return nil
        case nil:
            begunKeys = []
            return nil
        }
    }

    /// A key after those with which longer ones begin.
    private mutating func pressNext(_ key: Key, wasArmed: Bool) -> [Effect] {
        let pressed = begunKeys + [key]
        if let action = bound(key) { return run(action, wasArmed: wasArmed) }
        // Esc only takes back what was begun.
        if begunKeys.isEmpty, key != .named(.escape) {
            notice = pressed.map(\.description).joined(separator: " ") + " does nothing here"
        }
        return []
    }

    /// The contexts whose bindings hold now, the nearest first.
    var contexts: [KeyBindings.Context] {
        if let overlay { return [overlay.context].compactMap(\.self) }
        if focus == .task { return [.task] }
        if shown == nil { return [.samples] }
        let person: [KeyBindings.Context] = awaitedAttempt == nil ? [] : [.person]
        return person + (replay == nil ? [] : [.replay]) + (focus == .answer ? [.answer] : [])
    }

    func action(for key: Key) -> Action? { setup.keys.action(for: key, in: contexts.map(\.rawValue)) }

    /// Does what a key bound to the action would do where the user is.
    mutating func run(_ action: Action, wasArmed: Bool = false) -> [Effect] {
        if overlay != nil { return performInOverlay(action, wasArmed: wasArmed) }
        return focus == .task
            ? performWhileWriting(action, wasArmed: wasArmed) : perform(action, wasArmed: wasArmed)
    }

    /// The key that does `action` where the user is now; nil if none does.
    func key(for action: Action) -> KeySequence? { keysHere.key(for: action) }

    /// The keys that do something where the user is now; for one who asks for many of them.
    var keysHere: KeysHere {
        KeysHere(
            map: setup.keys, contexts: contexts.map(\.rawValue), isWriting: overlay?.isTyping ?? (focus == .task))
    }

    /// Which keys come to which actions in one place.
    struct KeysHere {
        fileprivate let map: KeyMap<Action>
        fileprivate let contexts: [String]
        fileprivate let isWriting: Bool

        func key(for action: Action) -> KeySequence? {
            map.key(for: action, in: contexts) { keys in
                // What can be typed is typed while something is written.
                if isWriting, case .character = keys.first { return false }
                return true
            }
        }
    }

    /// What an action does in the panes.
    mutating func perform(_ action: Action, wasArmed: Bool) -> [Effect] {
        switch action {
        case .help: overlay = HelpOverlay(self)
        case .palette: return openPalette()
        case .nextPane: moveFocus(by: 1)
        case .previousPane: moveFocus(by: -1)
        case .chainPane: focus(on: .chain)
        case .attemptsPane: focus(on: .attempts)
        case .verdictPane: focus(on: .verdict)
        case .answerPane: focus(on: .answer)
        case .taskPane: focus(on: .task)
        case .compose:
            followUp = nil
            focus(on: .task)
        case .up, .down, .top, .bottom, .halfPageUp, .halfPageDown, .pageUp, .pageDown:
            move(by: action.distance(page: pageHeight) ?? 0)
        case .open: return open()
        case .back: goBack()
        case .close: return close()
        case .quit: finish()
        case .zoom: if shown != nil { isZoomed.toggle() }
        case .larger: cycleSize(by: 1)
        case .smaller: cycleSize(by: -1)
        case .cancel: return cancelShown()
        case .sessions: return browse()
        case .statistics:
            overlay = FiguresOverlay()
            return FiguresOverlay.opening
        case .replay: return replayShown()
        case .goOn: return goOnFromShown()
        case .followUp: startFollowUp()
        case .submitAgain: return submitAgain()
        case .follow:
            (selectedAttempt, selectedTier) = (nil, nil)
            answer.follow()
        case .chooseChain: chooseChain()
        case .chooseSkill: chooseSkill()
        case .warmUp: return warmUp()
        case .unload: return unload()
        case .serverLog: return openServerLog()
        case .themes: return chooseTheme()
        case .search: return search()
        case .nextMatch: answer.findNext(by: 1)
        case .previousMatch: answer.findNext(by: -1)
        case .copy: return copy()
        case .viewInEditor: return handOver { .view($0, .editor) }
        case .viewInPager: return handOver { .view($0, .pager) }
        case .pipe: return pipe()
        case .writeOut: return writeOut()
        case .interrupt: return interrupt(wasArmed: wasArmed)
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .playPause, .slower, .faster, .realSpeed, .seekBack, .seekForward, .nudgeBack, .nudgeForward, .stepBack,
            .stepForward, .attemptBack, .attemptForward, .toStart, .toEnd, .seekTenth, .idleCap, .setMark, .jumpToMark,
            .findEvent:
            return control(action)
        case .accept: return acceptAwaited()
        case .reject: rejectAwaited(isEditing: false)
        case .editFeedback: rejectAwaited(isEditing: true)
        case .overrule: return overrule()
        case .told: if shownAttempt != nil { overlay = ToldOverlay() }
        case .filter, .mark, .compare, .delete, .tag, .untag, .rename, .send, .newLine, .leave, .recallPrevious,
            .recallNext, .searchHistory,
            .writeInEditor, .complete, .confirm, .decline:
            break
        }
        return []
    }

    /// Further than any list or text is long.
    static let far = 1 << 28

    // MARK: Quitting and cancelling

    private mutating func close() -> [Effect] {
        if replay != nil { return [.replayControl(.stop)] }
        if isZoomed {
            isZoomed = false
        } else if running.isEmpty {
            finish()
        } else {
            overlay = QuitQuestion()
        }
        return []
    }

    private mutating func cancelShown() -> [Effect] {
        guard replay == nil, let shown, sessions.isRunning(shown.id) else { return [] }
        notice = "cancelling …"
        return [.cancel(shown.id)]
    }

    /// Ctrl-C: cancels the session shown, then quits.
    mutating func interrupt(wasArmed: Bool) -> [Effect] {
        if wasArmed {
            finish()
            return []
        }
        quitWindow = .opening
        let cancelling = cancelShown()
        let key = setup.keys.key(for: .interrupt)?.description ?? ""
        notice = cancelling.isEmpty ? "\(key) again quits" : "cancelling … \(key) again quits"
        return cancelling + [.readTime]
    }

    private mutating func goBack() {
        if paneSize != .usual {
            paneSize = .usual
        } else {
            (selectedAttempt, selectedTier) = (nil, nil)
        }
    }

    // MARK: Sessions

    private mutating func browse() -> [Effect] {
        overlay = SessionsOverlay()
        return SessionsOverlay.opening
    }

    private mutating func chooseSkill() {
        guard !setup.skills.isEmpty else {
            notice = "there are no skills yet: rung skills says where they go"
            return
        }
        overlay = SkillChooser(self)
    }

    private mutating func chooseChain() {
        guard setup.chains.count > 1 else { return }
        overlay = ChainChooser(self)
    }
}
