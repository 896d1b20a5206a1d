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
