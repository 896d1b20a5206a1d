import EscalationCore
import Terminal

extension DashboardProgram {
    /// A key while the composer has the focus. What the editor knows is the editor's; of the rest only keys that can't be
    /// typed reach the bindings that hold everywhere.
    mutating func write(_ key: Key, wasArmed: Bool) -> [Effect] {
        if composer.handle(key) { return [.saveDraft(composer.text)] }
        switch action(for: key) {
        case .send: return sendDraft()
        case .leave, .back:
            focus = shown == nil ? .attempts : (detail == .answer ? .answer : .verdict)
            return []
        case .recallPrevious: return composer.recallPrevious() ? [.saveDraft(composer.text)] : []
        case .recallNext: return composer.recallNext() ? [.saveDraft(composer.text)] : []
        case .interrupt:
            guard composer.editor.isEmpty else {
                _ = composer.take()
                followUp = nil
                return [.saveDraft("")]
            }
            return interrupt(wasArmed: wasArmed)
        case .nextPane: moveFocus(by: 1)
        case .previousPane: moveFocus(by: -1)
        case .help: overlay = HelpOverlay()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .pageUp: answer.scroll(by: -max(1, ScreenLayout(self).answerText.height - 1))
        case .pageDown: answer.scroll(by: max(1, ScreenLayout(self).answerText.height - 1))
        default: break
        }
        return []
    }

    private mutating func sendDraft() -> [Effect] {
        guard !composer.isBlank else { return [] }
        guard chosenChain != nil else {
            notice = "no chain is configured, so nobody can be asked"
            return []
        }
        let text = composer.take()
        let leaving: [Effect] = replay == nil ? [] : [.replayControl(.stop)]
        return leaving + [.saveDraft("")] + submit(text)
    }
}
