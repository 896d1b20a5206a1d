import Terminal

/// What the tier was told, where the panes are otherwise: for every screen that has no column for it.
struct ToldOverlay: Overlay {
    /// First line shown, from 0.
    private var top = 0

    var coversPanes: Bool { true }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        action == .told ? .close() : .pass
    }

    mutating func move(by distance: Int, in program: DashboardProgram) {
        let body = Self.textRect(ScreenLayout(program).body)
        let count = ToldText(program).lines(width: body.width).count
        top = min(max(0, top + distance), max(0, count - body.height))
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        [(.back, "back"), (.down, "down"), (.up, "up")]
    }

    private static func textRect(_ rect: Rect) -> Rect { rect.inset(left: 1, top: 1) }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        let text = ToldText(program)
        let body = Self.textRect(rect)
        let lines = text.lines(width: body.width)
        let first = min(top, max(0, lines.count - body.height))
        let below = lines.count - first - body.height
        Rule(pane: text.heading, note: below > 0 ? "\(Figures.plural(below, "line")) below" : "", isFocused: true)
            .draw(on: &canvas, in: rect)
        for (row, line) in lines[first...].prefix(body.height).enumerated() {
            canvas.put(line, at: body.x, body.y + row, in: body)
        }
    }
}
