/// Text wrapped to its rectangle, scrolled by whole lines.
public struct Paragraph: Sendable, Hashable {
    public var runs: [TextRun]
    /// Lines hidden above the first row; more than there are shows the last line.
    public var scroll: Int
    /// Blanks before every line of a paragraph but its first.
    public var indent: Int

    public init(_ runs: [TextRun], scroll: Int = 0, indent: Int = 0) {
        self.runs = runs
        self.scroll = scroll
        self.indent = indent
    }

    public init(_ text: String, style: StyleKey = .plain, scroll: Int = 0, indent: Int = 0) {
        self.init([TextRun(text, style: style)], scroll: scroll, indent: indent)
    }

    /// Draws as many lines as the rectangle has rows.
    /// - Returns: the number of lines the whole text has at this width; 0 in an empty rectangle, where nothing is wrapped.
    @discardableResult
    public func draw(on canvas: inout Canvas, in rect: Rect) -> Int {
        guard !rect.isEmpty else { return 0 }
        let lines = TextWrap.wrap(runs, width: rect.width, indent: indent)
        let first = min(max(0, scroll), lines.count - 1)
        for (row, line) in lines[first...].prefix(rect.height).enumerated() {
            canvas.put(line, at: rect.x, rect.y + row, in: rect)
        }
        return lines.count
    }
}
