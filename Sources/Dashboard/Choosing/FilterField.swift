import Terminal

/// The line that narrows a list while it is typed.
struct FilterField: Sendable {
    private var editor = LineEditor()
    /// Whether keys go into it.
    var isTyping = false

    var text: String { editor.text }
    var isEmpty: Bool { editor.isEmpty }

    /// Columns of the mark before the text.
    private static let mark = " / "

    mutating func clear() { editor = LineEditor() }

    mutating func setText(_ text: String) { editor = LineEditor(text) }

    /// A key that edits the text; one that would break its line does nothing.
    /// - Returns: whether the text is another now.
    mutating func edit(_ key: Key) -> Bool {
        let before = text
        switch key {
        case .paste(let text): editor.insert(OneLine.folded(text))
        case .enter, .control("j"): break
        default: editor.handle(key)
        }
        return text != before
    }

    /// A key while the filter of a list is typed: Enter keeps it, Esc takes it away, arrows move in the list.
    mutating func take(_ key: Key) -> Outcome {
        switch key {
        case .enter:
            isTyping = false
            return .same
        case .escape, .control("c"):
            isTyping = false
            let wasEmpty = isEmpty
            clear()
            return wasEmpty ? .same : .changed
        case .named(.up, _): return .moved(-1)
        case .named(.down, _): return .moved(1)
        default: return edit(key) ? .changed : .same
        }
    }

    enum Outcome: Sendable, Hashable {
        case same, changed
        /// So many items down.
        case moved(Int)
    }

    /// Draws it in the first row of `rect`, with what ends it at the right edge.
    func draw(on canvas: inout Canvas, in rect: Rect, mark: String = Self.mark, note: String = Self.note) {
        let row = rect.row(0)
        let start = canvas.put(mark, at: row.x, row.y, style: Role.key.key, in: row)
        if isTyping {
            Label(note, style: Role.hint.key, alignment: .right)
                .draw(on: &canvas, in: row.inset(left: start + TextWidth.of(text) + 2))
        }
        TextArea(editor, isFocused: isTyping).draw(on: &canvas, in: row.inset(left: start))
    }

    static let note = "Enter keeps it · Esc clears it "
}
