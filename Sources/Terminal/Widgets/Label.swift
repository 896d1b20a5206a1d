/// One line of text, cut with an ellipsis where it doesn't fit.
public struct Label: Sendable, Hashable {
    public enum Alignment: Sendable, Hashable {
        case left, centre, right
    }

    public var text: String
    public var style: StyleKey
    public var alignment: Alignment

    public init(_ text: String, style: StyleKey = .plain, alignment: Alignment = .left) {
        self.text = text
        self.style = style
        self.alignment = alignment
    }

    /// Draws in the first row of `rect`.
    public func draw(on canvas: inout Canvas, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let ellipsis = canvas.symbols == .ascii ? "~" : "…"
        let shown = TextWrap.truncate(text, to: rect.width, ellipsis: ellipsis)
        let room = rect.width - TextWidth.of(shown)
        let offset =
            switch alignment {
            case .left: 0
            case .centre: room / 2
            case .right: room
            }
        canvas.put(shown, at: rect.x + offset, rect.y, style: style, in: rect)
    }
}
