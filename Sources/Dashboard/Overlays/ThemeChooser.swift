import Terminal

/// The themes, each tried on while it is selected.
struct ThemeChooser: Overlay {
    private var chooser: Chooser<ThemeChoice>
    /// What is worn again if none is chosen.
    private let original: ThemeChoice

    init(_ program: DashboardProgram) {
        original = program.theme
        chooser = Self.chooser(program)
    }

    private static func chooser(_ program: DashboardProgram) -> Chooser<ThemeChoice> {
        Chooser(
            (program.themes ?? []).map { choice in
                Chooser.Item(
                    value: choice, name: choice.name,
                    note: StyledLine(OneLine.folded(choice.note), choice.theme == nil ? .error : .muted),
                    isCurrent: choice.name == program.theme.name)
            })
    }

    var context: KeyBindings.Context? { .list }
    var isTyping: Bool { chooser.isTyping }

    mutating func hear(_ message: DashboardProgram.Message, in program: DashboardProgram) {
        if case .themes = message { chooser = Self.chooser(program) }
    }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        chooser.type(key)
        return .stay(moved(in: &program))
    }

    mutating func move(by distance: Int, in program: DashboardProgram) { chooser.move(by: distance) }

    mutating func moved(in program: inout DashboardProgram) -> [DashboardProgram.Effect] {
        if let selected = chooser.selected { program.wear(selected.value) }
        return []
    }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        switch action {
        case .open:
            guard let chosen = chooser.selected else { return .stay() }
            program.choose(chosen.value)
            return .close()
        case .filter:
            chooser.startTyping()
            return .stay()
        case .back, .close, .themes:
            program.wear(original)
            return .close()
        default: return .pass
        }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        chooser.isTyping ? [] : [(.open, "wear it"), (.filter, "filter"), (.back, "as before")]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        let title = program.themes == nil ? "Themes · reading …" : "Themes"
        chooser.drawBox(on: &canvas, in: rect, title: title, program.glyphs)
    }
}

extension DashboardProgram {
    mutating func chooseTheme() -> [Effect] {
        overlay = ThemeChooser(self)
        return themes == nil ? [.listThemes] : []
    }

    /// Wears a theme until the program ends, and says how it stays.
    mutating func choose(_ choice: ThemeChoice) {
        guard choice.theme != nil else {
            notice = choice.note
            return
        }
        wear(choice)
        notice = "\(choice.name) until you leave · 'theme: \(choice.name)' in config.yaml keeps it"
    }
}
