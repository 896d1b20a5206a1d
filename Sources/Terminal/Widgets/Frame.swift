/// A horizontal rule with a title, heavy while what is under it has the focus: `━ title ━━━━━━ note ━`.
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

/// A box around a rectangle, with a title in its upper edge; heavy while it has the focus.
public struct Frame: Sendable, Hashable {
    public var rule: Rule

    public init(_ rule: Rule = Rule()) {
        self.rule = rule
    }

    /// Draws the box on the border of `rect`.
    /// - Returns: the rectangle inside it.
    @discardableResult
    public func draw(on canvas: inout Canvas, in rect: Rect) -> Rect {
        let inside = rect.inset(by: 1)
        guard rect.width >= 2, rect.height >= 2 else { return inside }
        let heavy = rule.isFocused
        let style = rule.lineStyle
        rule.draw(on: &canvas, in: rect)
        let bottom = rect.endY - 1
        let right = rect.endX - 1
        let flat: Character = heavy ? (canvas.symbols == .ascii ? "=" : "━") : "─"
        let upright: Character = heavy ? "┃" : "│"
        canvas.horizontalLine(at: rect.x, bottom, length: rect.width, glyph: flat, style: style)
        canvas.verticalLine(at: rect.x, rect.y, length: rect.height, glyph: upright, style: style)
        canvas.verticalLine(at: right, rect.y, length: rect.height, glyph: upright, style: style)
        let corners = heavy ? ["┏", "┓", "┗", "┛"] : ["┌", "┐", "└", "┘"]
        canvas.put(corners[0], at: rect.x, rect.y, style: style)
        canvas.put(corners[1], at: right, rect.y, style: style)
        canvas.put(corners[2], at: rect.x, bottom, style: style)
        canvas.put(corners[3], at: right, bottom, style: style)
        return inside
    }
}
