import Terminal

/// The keys of the part of the screen that had the focus, as the key map has them.
struct HelpPane {
    private let lines: [StyledLine]
    private let title: String
    private let note: String
    private let top: Int

    init(_ program: DashboardProgram, top: Int) {
        self.top = top
        title = "Help"
        note = program.setup.version.isEmpty ? "" : "rung \(program.setup.version)"
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
        self.lines = lines
    }

    private static let columnWidth = 38

    private func columnCount(_ width: Int) -> Int { min(3, max(1, width / Self.columnWidth)) }

    /// Rows it takes in `width` columns.
    func rowCount(width: Int) -> Int {
        let columns = columnCount(width)
        return (lines.count + columns - 1) / columns
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        let body = rect.inset(left: 1, top: 1)
        let columns = columnCount(body.width)
        let rows = max(rowCount(width: body.width), body.height)
        let first = min(top, max(0, rowCount(width: body.width) - body.height))
        let below = rowCount(width: body.width) - first - body.height
        Rule(pane: title, note: below > 0 ? "\(Figures.plural(below, "line")) below" : note, isFocused: true)
            .draw(on: &canvas, in: rect)
        let perColumn = columns == 1 ? lines.count : min(rows, max(body.height, rowCount(width: body.width)))
        for (index, line) in lines.enumerated() {
            let (column, row) = (index / max(1, perColumn), index % max(1, perColumn) - first)
            guard row >= 0, row < body.height, column < columns else { continue }
            let cell = body.row(row).inset(left: column * Self.columnWidth)
            canvas.put(line.truncated(to: min(cell.width, Self.columnWidth - 2)), at: cell.x, cell.y, in: cell)
        }
    }
}
