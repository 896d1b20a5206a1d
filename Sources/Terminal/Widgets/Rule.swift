/// A horizontal rule with a title, heavy while what is under it has the focus: `━ title ━━━━━━ note ━`. The canvas's focus is
/// there then.
public struct Rule: Sendable, Hashable {
    public var title: String
    /// Shown at the right end; left out where it doesn't fit beside the title.
    public var note: String
    public var isFocused: Bool
    public var lineStyle: StyleKey
    public var titleStyle: StyleKey

    public init(
        _ title: String = "", note: String = "", isFocused: Bool = false, lineStyle: StyleKey = .plain,
        titleStyle: StyleKey = .plain
    ) {
        self.title = title
        self.note = note
        self.isFocused = isFocused
        self.lineStyle = lineStyle
        self.titleStyle = titleStyle
    }

    /// Draws in the first row of `rect`.
    public func draw(on canvas: inout Canvas, in rect: Rect) {
        let row = rect.row(0)
        guard !row.isEmpty else { return }
        if isFocused { canvas.focus = Canvas.Position(x: row.x, y: row.y) }
        // Heavy and light lines look alike in ASCII, so the focus takes a line of its own there.
        let glyph: Character = isFocused ? (canvas.symbols == .ascii ? "=" : "━") : "─"
        canvas.horizontalLine(at: row.x, row.y, length: row.width, glyph: glyph, style: lineStyle)
        let middle = row.inset(left: 1, right: 1)
        guard !title.isEmpty, middle.width >= 3 else { return }
        let room = middle.width - 2
        let ellipsis = canvas.symbols == .ascii ? "~" : "…"
        let shown = TextWrap.truncate(title, to: room, ellipsis: ellipsis)
        let used = canvas.put(" \(shown) ", at: middle.x, row.y, style: titleStyle, in: middle)
        let noteWidth = TextWidth.of(note) + 2
        guard !note.isEmpty, used + 1 + noteWidth <= middle.width else { return }
        canvas.put(" \(note) ", at: middle.endX - noteWidth, row.y, style: titleStyle, in: middle)
    }
}
