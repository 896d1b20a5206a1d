import EscalationCore
import Terminal

extension DashboardProgram {
    /// A key while the composer has the focus. What the editor knows is the editor's; of the rest only keys that can't be
    /// typed reach the bindings that hold everywhere.
    mutating func write(_ key: Key, wasArmed: Bool) -> [Effect] {
        if composer.handle(key) { return [.saveDraft(composer.text)] }
        return action(for: key).map { performWhileWriting($0, wasArmed: wasArmed) } ?? []
    }

    /// What an action does while the composer has the focus.
    mutating func performWhileWriting(_ action: Action, wasArmed: Bool) -> [Effect] {
        switch action {
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
        case .newLine:
            _ = composer.handle("ctrl-j")
            return [.saveDraft(composer.text)]
        case .pageUp: answer.scroll(by: -max(1, ScreenLayout(self).answerText.height - 1))
        case .pageDown: answer.scroll(by: max(1, ScreenLayout(self).answerText.height - 1))
        // There is nothing to go into, or to move in, but the text; and that the editor has seen to.
        case .open, .up, .down, .top, .bottom, .halfPageUp, .halfPageDown: break
        default: return perform(action, wasArmed: wasArmed)
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
