import Terminal

/// The keys of the part of the screen that had the focus, as the key map has them.
struct HelpOverlay: Overlay {
    /// First line shown, from 0.
    private var top = 0

    var coversPanes: Bool { true }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        action == .help ? .close() : .pass
    }

    mutating func move(by distance: Int, in program: DashboardProgram) {
        let body = ScreenLayout(program).body.inset(left: 1, top: 1)
        let rows = Self.rowCount(Self.lines(program).count, width: body.width)
        top = min(max(0, top + distance), max(0, rows - body.height))
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        [(.back, "back"), (.down, "down"), (.up, "up")]
    }

    private static func lines(_ program: DashboardProgram) -> [StyledLine] {
        var lines: [StyledLine] = []
        for (heading, bindings) in program.helpSections {
            if !lines.isEmpty { lines.append(StyledLine()) }
            lines.append(StyledLine(heading, .title))
            let labels = bindings.map { $0.keys.map(\.description).joined(separator: " ") }
            let width = min(20, labels.map { TextWidth.of($0) }.max() ?? 0)
            for (label, binding) in zip(labels, bindings) {
                var line = StyledLine(label.padded(to: width), .key)
                line.append("  " + binding.help, .text)
                lines.append(line)
            }
        }
        return lines
    }

    private static let columnWidth = 38

    private static func columnCount(_ width: Int) -> Int { min(3, max(1, width / columnWidth)) }

    /// Rows that so many lines take in `width` columns.
    private static func rowCount(_ lines: Int, width: Int) -> Int {
        let columns = columnCount(width)
        return (lines + columns - 1) / columns
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        let body = rect.inset(left: 1, top: 1)
        let lines = Self.lines(program)
        let columns = Self.columnCount(body.width)
        let rows = Self.rowCount(lines.count, width: body.width)
        let first = min(top, max(0, rows - body.height))
        let below = rows - first - body.height
        let version = program.setup.version.isEmpty ? "" : "rung \(program.setup.version)"
        Rule(pane: "Help", note: below > 0 ? "\(Figures.plural(below, "line")) below" : version, isFocused: true)
            .draw(on: &canvas, in: rect)
        let perColumn = columns == 1 ? lines.count : max(body.height, rows)
        for (index, line) in lines.enumerated() {
            let (column, row) = (index / max(1, perColumn), index % max(1, perColumn) - first)
            guard row >= 0, row < body.height, column < columns else { continue }
            let cell = body.row(row).inset(left: column * Self.columnWidth)
            canvas.put(line.truncated(to: min(cell.width, Self.columnWidth - 2)), at: cell.x, cell.y, in: cell)
        }
    }
}
