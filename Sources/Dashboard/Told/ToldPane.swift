import Terminal

/// What the tier was told, in a column of its own on a wide screen.
struct ToldPane {
    private let text: ToldText

    init(_ program: DashboardProgram) { text = ToldText(program) }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        let body = rect.inset(left: 1, top: 1, right: 1)
        let lines = text.lines(width: body.width)
        let hidden = lines.count - body.height
        Rule(pane: text.heading, note: hidden > 0 ? "\(Figures.plural(hidden, "line")) more" : "", isFocused: false)
            .draw(on: &canvas, in: rect)
        for (row, line) in lines.prefix(body.height).enumerated() {
            canvas.put(line, at: body.x, body.y + row, in: body)
        }
    }
}
