import Terminal

/// The keys of the part of the screen that had the focus, as the key map has them.
struct HelpOverlay: Overlay {
    /// Where the user was, the nearest first: what holds there is shown first.
    private let contexts: [KeyBindings.Context]
    /// What it was opened over.
    private var below: (any Overlay)?
    /// First line shown, from 0.
    private var top = 0

    init(_ program: DashboardProgram) {
        contexts = program.contexts
        below = program.overlay
    }

    var coversPanes: Bool { true }
    var isListing: Bool { below?.isListing ?? false }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        switch action {
        case .help, .back, .close: below.map { .open($0) } ?? .close()
        default: .pass
        }
    }

    /// The one below is to be up to date when it comes back.
    mutating func hear(_ message: DashboardProgram.Message, in program: DashboardProgram) {
        below?.hear(message, in: program)
    }

    mutating func move(by distance: Int, in program: DashboardProgram) {
        let body = ScreenLayout(program).body.inset(left: 1, top: 1)
        let rows = Self.rowCount(lines(program.setup.keys).count, width: body.width)
        top = min(max(0, top + distance), max(0, rows - body.height))
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        [(.back, "back"), (.down, "down"), (.up, "up"), (.palette, "find an action")]
    }

    /// The bindings of where the user was, those that hold everywhere, and the rest.
    private func lines(_ keys: KeyMap<Action>) -> [StyledLine] {
        let others = KeyBindings.Context.allCases.filter { !contexts.contains($0) }
        let sections = contexts.map(Optional.some) + [nil] + others.map(Optional.some)
        var lines: [StyledLine] = []
        for section in sections {
            let bindings = keys.bindings.filter { $0.context == section?.rawValue && !$0.keys.isEmpty }
            guard !bindings.isEmpty else { continue }
            if !lines.isEmpty { lines.append(StyledLine()) }
            lines.append(StyledLine(section?.title ?? "Everywhere", .title))
            let labels = bindings.map { $0.keys.map(\.description).joined(separator: " ") }
            let width = min(20, labels.map { TextWidth.of($0) }.max() ?? 0)
            for (label, binding) in zip(labels, bindings) {
                lines.append(StyledLine(label.padded(to: width), .key).appending("  " + binding.help, .text))
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
        let lines = lines(program.setup.keys)
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
