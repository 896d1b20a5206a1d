/// The text of an editor with the terminal's cursor at its caret.
public struct TextArea: Sendable {
    public var editor: LineEditor
    public var style: StyleKey
    /// Shown in its own style while the text is empty.
    public var placeholder: TextRun?
    public var isFocused: Bool

    public init(
        _ editor: LineEditor, style: StyleKey = .plain, placeholder: TextRun? = nil, isFocused: Bool = true
    ) {
        self.editor = editor
        self.style = style
        self.placeholder = placeholder
        self.isFocused = isFocused
    }

    /// Draws the rows around the caret, and puts the canvas's cursor there if the area has the focus.
    public func draw(on canvas: inout Canvas, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let layout = editor.layout(width: rect.width, height: rect.height)
        for (row, text) in layout.rows.enumerated() {
            canvas.put(text, at: rect.x, rect.y + row, style: style, in: rect)
        }
        if editor.isEmpty, let placeholder {
            Label(placeholder.text, style: placeholder.style).draw(on: &canvas, in: rect)
        }
        if isFocused {
            canvas.cursor = Canvas.Position(x: rect.x + layout.caret.x, y: rect.y + layout.caret.y)
        }
    }
}
