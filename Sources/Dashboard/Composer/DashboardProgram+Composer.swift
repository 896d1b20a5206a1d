import EscalationCore
import Terminal

extension DashboardProgram {
    /// A key while the composer has the focus. What the editor knows is the editor's; of the rest only keys that can't be
    /// typed reach the bindings that hold everywhere.
    mutating func write(_ key: Key, wasArmed: Bool) -> [Effect] {
        if composer.handle(key) { return [.saveDraft(composer.text)] }
        return bound(key).map { performWhileWriting($0, wasArmed: wasArmed) } ?? []
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
                followUp = nil
                return [.saveDraft("")] + remembering(composer.take())
            }
            return interrupt(wasArmed: wasArmed)
        case .newLine:
            _ = composer.handle("ctrl-j")
            return [.saveDraft(composer.text)]
        case .complete:
            if let mention = composer.mention { return [.listFiles(mention.partial)] }
            moveFocus(by: 1)
        case .searchHistory:
            guard !composer.history.isEmpty else {
                notice = "no task was written before"
                return []
            }
            overlay = HistorySearch(composer.history)
        case .writeInEditor: return [.editDraft(composer.text)]
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
        return leaving + [.saveDraft("")] + remembering(text) + submit(text)
    }

    /// Keeps a task for later runs. What is written to the simulator is tried out, and stays with this run.
    private func remembering(_ text: String) -> [Effect] {
        setup.isSimulated || text.allSatisfy(\.isWhitespace) ? [] : [.remember(text)]
    }

    /// The draft as it comes back from the editor, without the line's end that editors put behind the last line.
    mutating func takeEdited(_ text: String) -> [Effect] {
        composer.rewrite(text.last?.isNewline == true ? String(text.dropLast()) : text)
        focus(on: .task)
        return [.saveDraft(composer.text)]
    }

    /// The files that begin as the one at the caret does, unless the user has gone on writing meanwhile.
    mutating func complete(_ partial: String, with paths: [String]) -> [Effect] {
        guard focus == .task, composer.mention?.partial == partial else { return [] }
        if composer.complete(with: paths) { return [.saveDraft(composer.text)] }
        let names = paths.prefix(Self.mostNamed).map { Self.lastPart(of: $0) }.joined(separator: " ")
        notice =
            paths.isEmpty
            ? "no file begins with '\(partial)'"
            : names + (paths.count > Self.mostNamed ? " and \(paths.count - Self.mostNamed) more" : "")
        return []
    }

    /// Most files named where several begin alike.
    private static let mostNamed = 12

    private static func lastPart(of path: String) -> String {
        let isFolder = path.hasSuffix("/")
        return (path.split(separator: "/").last.map(String.init) ?? path) + (isFolder ? "/" : "")
    }
}
