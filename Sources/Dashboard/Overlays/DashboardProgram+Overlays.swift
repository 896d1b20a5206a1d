import EscalationCore
import Terminal

extension DashboardProgram {
    /// A key while something lies over the panes.
    mutating func pressInOverlay(_ key: Key, wasArmed: Bool) -> [Effect] {
        guard var top = overlay else { return [] }
        if top.isTyping { return settle(top.type(key, in: &self), top) }
        return bound(key).map { performInOverlay($0, wasArmed: wasArmed) } ?? []
    }

    /// What an action does while something lies over the panes.
    mutating func performInOverlay(_ action: Action, wasArmed: Bool) -> [Effect] {
        if let distance = action.distance(page: overlayHeight) { return moveInOverlay(by: distance) }
        guard var top = overlay else { return [] }
        let reply = top.perform(action, in: &self)
        if case .pass = reply { return performOverAny(action, wasArmed: wasArmed) }
        return settle(reply, top)
    }

    /// Moves the selection of what lies over the panes, or scrolls it; positive is down.
    mutating func moveInOverlay(by distance: Int) -> [Effect] {
        guard var top = overlay else { return [] }
        top.move(by: distance, in: self)
        let effects = top.moved(in: &self)
        overlay = top
        return effects
    }

    private mutating func settle(_ reply: OverlayReply, _ top: any Overlay) -> [Effect] {
        switch reply {
        case .stay(let effects):
            overlay = top
            return effects
        case .close(let effects):
            overlay = nil
            return effects
        case .open(let next, let effects):
            overlay = next
            return effects
        case .replaced(let effects):
            return effects
        case .pass:
            overlay = top
            return []
        }
    }

    /// What holds over every overlay that has no use of its own for the action; most actions mean nothing there.
    private mutating func performOverAny(_ action: Action, wasArmed: Bool) -> [Effect] {
        switch action {
        case .back, .close: overlay = nil
        case .help: overlay = HelpOverlay(self)
        case .palette: return openPalette()
        case .quit: finish()
        case .interrupt: return interrupt(wasArmed: wasArmed)
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .compose:
            overlay = nil
            focus(on: .task)
        default: break
        }
        return []
    }

    /// Rows that an overlay which covers the panes has for itself, its title not counted.
    var overlayHeight: Int { max(1, ScreenLayout(self).body.height - 1) }
}

extension Action {
    /// How far it moves a list or a text of `page` rows; positive is down, nil for what moves nothing.
    func distance(page: Int) -> Int? {
        switch self {
        case .up: -1
        case .down: 1
        case .top: -DashboardProgram.far
        case .bottom: DashboardProgram.far
        case .halfPageUp: -max(1, page / 2)
        case .halfPageDown: max(1, page / 2)
        case .pageUp: -max(1, page - 1)
        case .pageDown: max(1, page - 1)
        default: nil
        }
    }
}
