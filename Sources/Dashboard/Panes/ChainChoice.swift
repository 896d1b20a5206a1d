import Terminal

/// The chains, to choose one for the tasks to come.
struct ChainChoice {
    private let lines: [StyledLine]
    private let index: Int

    init(_ program: DashboardProgram, _ index: Int) {
        self.index = index
        let names = program.setup.chains.map { TextWidth.of($0.name) }.max() ?? 0
        lines = program.setup.chains.map { chain in
            var line = StyledLine(chain.name == program.chainName ? program.glyphs[.tierActive] : " ", .tierActive)
            line.append(chain.name.padded(to: names) + "  ")
            line.append(chain.tiers.map(\.model).joined(separator: " › "), .muted)
            return line
        }
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        let width = min(rect.width, max(30, (lines.map(\.width).max() ?? 0) + 4))
        let box = rect.centred(Size(width: width, height: lines.count + 2))
        canvas.fill(box)
        let inside = Frame(Rule(pane: "Chain for new tasks", isFocused: true)).draw(on: &canvas, in: box)
        var state = ListState(selection: index)
        state.reveal(count: lines.count, height: inside.height)
        let lines = lines
        ListView(count: lines.count, state: state, selectionOverlay: Role.selection.key) { row in
            lines[row].truncated(to: inside.width)
        }.draw(on: &canvas, in: inside)
    }
}
