import Terminal

/// The tasks written before, the newest first, to take one up again: Ctrl-R.
struct HistorySearch: Overlay {
    private var chooser: Chooser<String>

    /// Characters of a task that are searched and shown.
    private static let longestName = 160

    /// - Parameter tasks: oldest first.
    init(_ tasks: [String]) {
        chooser = Chooser(
            tasks.reversed().map { Chooser.Item(value: $0, name: OneLine.folded($0, limit: Self.longestName)) })
        chooser.startTyping()
    }

    var isTyping: Bool { true }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        switch key {
        case .enter, .tab:
            guard let chosen = chooser.selected else { return .stay() }
            program.composer.rewrite(chosen.value)
            program.focus(on: .task)
            return .close([.saveDraft(program.composer.text)])
        case .escape, .control("c"), .control("g"): return .close()
        case .control("r"): chooser.move(by: 1)
        default: chooser.type(key)
        }
        return .stay()
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] { [] }

    func question(in program: DashboardProgram) -> [StyledLine]? {
        [
            HintLine.piece(.enter, "take it up"), HintLine.piece(.escape, "back"),
            HintLine.piece(.control("r"), "an older one"),
        ]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        chooser.drawBox(on: &canvas, in: rect, title: "Earlier tasks", program.glyphs)
    }
}
