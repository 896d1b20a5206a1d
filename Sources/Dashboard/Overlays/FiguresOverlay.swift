import Terminal

/// What the journal adds up to, as tables.
public struct FigureTable: Sendable, Hashable {
    public var title: String
    /// The first column is aligned to the left, the others to the right; as many as each row has.
    public var heading: [String]
    public var rows: [[String]]

    public init(_ title: String, heading: [String], rows: [[String]]) {
        self.title = title
        self.heading = heading
        self.rows = rows
    }
}

/// Statistics and the report card.
struct FiguresOverlay: Overlay {
    /// Nil until the journal has added up.
    private var tables: [FigureTable]?
    /// First line shown, from 0.
    private var top = 0

    /// What is to be asked when it opens.
    static let opening: [DashboardProgram.Effect] = [.readFigures]

    var coversPanes: Bool { true }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        action == .statistics ? .close() : .pass
    }

    mutating func move(by distance: Int, in program: DashboardProgram) {
        top = min(max(0, top + distance), max(0, lines(width: program.size.width).count - program.overlayHeight))
    }

    mutating func hear(_ message: DashboardProgram.Message, in program: DashboardProgram) {
        if case .figures(let tables) = message { self.tables = tables }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        [(.back, "back"), (.down, "down"), (.up, "up")]
    }

    /// Narrowest that a first column gets, in columns of the screen.
    private static let narrowest = 8

    /// Figures are shown whole: where a row is too wide, what stands before them is shortened.
    private func lines(width: Int) -> [StyledLine] {
        guard let tables else { return [] }
        return tables.flatMap { table -> [StyledLine] in
            let cells = [table.heading] + table.rows.map { $0.map { OneLine.folded($0) } }
            var widths = table.heading.indices.map { column in
                cells.map { TextWidth.of($0[column]) }.max() ?? 0
            }
            let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
            if excess > 0, let first = widths.first { widths[0] = min(first, max(Self.narrowest, first - excess)) }
            let rows = cells.enumerated().map { index, row in
                let words = row.indices.map { column in
                    column == 0
                        ? OneLine.shortened(row[column], to: widths[0]).padded(to: widths[0])
                        : row[column].leftPadded(to: widths[column])
                }
                return StyledLine(words.joined(separator: "  "), index == 0 ? .muted : .text)
            }
            return [StyledLine(table.title, .title)] + rows + [StyledLine()]
        }
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        let note = tables == nil ? "adding up the journal …" : "simulated sessions left out"
        Rule(
            pane: "Statistics", note: program.setup.isSimulated && tables != nil ? "simulated sessions" : note,
            isFocused: true
        ).draw(on: &canvas, in: rect)
        let body = rect.inset(left: 1, top: 1)
        if tables?.isEmpty == true {
            Label("nothing to add up yet", style: Role.muted.key).draw(on: &canvas, in: body)
        }
        for (row, line) in lines(width: body.width).dropFirst(top).prefix(max(0, body.height)).enumerated() {
            canvas.put(line.truncated(to: body.width), at: body.x, body.y + row, in: body)
        }
    }
}
