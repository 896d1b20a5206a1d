import Terminal

/// The task being written, and those written before.
struct Composer: Sendable {
    private(set) var editor = LineEditor()
    /// Oldest first.
    private(set) var history: [String] = []
    /// Where in the history recall stands; nil on the draft.
    private var recalled: Int?
    /// What was being written when recall began.
    private var draft = ""
    private var pastes = FoldedPastes()

    /// Most tasks recalled; older ones are forgotten.
    static let historyLimit = 1_000

    /// What is written, pasted texts unfolded.
    var text: String { pastes.unfolded(editor.text) }

    var isBlank: Bool { editor.isEmpty || text.allSatisfy(\.isWhitespace) }

    /// Lets the editor have a key.
    /// - Returns: whether it meant something there.
    mutating func handle(_ key: Key) -> Bool {
        guard case .paste(let text) = key, let marker = pastes.fold(text) else { return editor.handle(key) }
        editor.insert(marker)
        return true
    }

    mutating func replaceBeforeCaret(_ count: Int, with text: String) { editor.replaceBeforeCaret(count, with: text) }

    /// Takes in tasks of earlier runs, which come before those of this one.
    /// - Parameter tasks: oldest first.
    mutating func restoreHistory(_ tasks: [String]) {
        history = (tasks.filter { !history.contains($0) } + history).suffix(Self.historyLimit)
        recalled = nil
    }

    /// Writes `text` in the place of what is written. Can be undone.
    mutating func rewrite(_ text: String) {
        recalled = nil
        editor.setText(text)
    }

    /// Empties the editor into the history.
    /// - Returns: what stood there, pasted texts unfolded.
    mutating func take() -> String {
        let text = text
        remember(text)
        restore("")
        return text
    }

    mutating func restore(_ text: String) {
        editor = LineEditor(text)
        recalled = nil
        pastes = FoldedPastes()
    }

    /// Shows the task written before the one shown.
    /// - Returns: false where there is none.
    mutating func recallPrevious() -> Bool {
        let next = (recalled ?? history.count) - 1
        guard history.indices.contains(next) else { return false }
        if recalled == nil { draft = editor.text }
        recalled = next
        editor.setText(history[next])
        return true
    }

    /// Shows the task written after the one shown, and the draft after the last.
    /// - Returns: false where the draft is shown already.
    mutating func recallNext() -> Bool {
        guard let recalled else { return false }
        let next = recalled + 1
        self.recalled = history.indices.contains(next) ? next : nil
        editor.setText(self.recalled.map { history[$0] } ?? draft)
        return true
    }

    private mutating func remember(_ text: String) {
        guard !text.allSatisfy(\.isWhitespace) else { return }
        history.removeAll { $0 == text }
        history.append(text)
        if history.count > Self.historyLimit { history.removeFirst() }
    }
}
