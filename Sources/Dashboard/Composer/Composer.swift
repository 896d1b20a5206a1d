import Terminal

/// The task being written, and those written before.
struct Composer: Sendable {
    var editor = LineEditor()
    /// Oldest first.
    private(set) var history: [String] = []
    /// Where in the history recall stands; nil on the draft.
    private var recalled: Int?
    /// What was being written when recall began.
    private var draft = ""

    /// Most tasks recalled; older ones are forgotten.
    private static let historyLimit = 200

    var isBlank: Bool { editor.isEmpty || editor.text.allSatisfy(\.isWhitespace) }

    /// Empties the editor into the history.
    /// - Returns: what stood there.
    mutating func take() -> String {
        let text = editor.text
        remember(text)
        editor = LineEditor()
        recalled = nil
        return text
    }

    mutating func restore(_ text: String) {
        editor = LineEditor(text)
        recalled = nil
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
    mutating func recallNext() -> Bool {
        guard let recalled else { return false }
        let next = recalled + 1
        self.recalled = history.indices.contains(next) ? next : nil
        editor.setText(self.recalled.map { history[$0] } ?? draft)
        return true
    }

    private mutating func remember(_ text: String) {
        guard !text.allSatisfy(\.isWhitespace), history.last != text else { return }
        history.append(text)
        if history.count > Self.historyLimit { history.removeFirst() }
    }
}
