import Terminal

/// The themes, each tried on while it is selected.
struct ThemeChooser: ChoosingOverlay {
    var chooser: Chooser<ThemeChoice>
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

    mutating func hear(_ message: DashboardProgram.Message, in program: DashboardProgram) {
        if case .themes = message { chooser = Self.chooser(program) }
    }

    mutating func moved(in program: inout DashboardProgram) -> [DashboardProgram.Effect] {
        if let selected = chooser.selected { program.wear(selected.value) }
        return []
    }

    var choosing: String { "wear it" }

    func title(in program: DashboardProgram) -> String { program.themes == nil ? "Themes · reading …" : "Themes" }

    mutating func choose(_ choice: ThemeChoice, in program: inout DashboardProgram) -> OverlayReply {
        program.choose(choice)
        return .close()
    }

    mutating func performOther(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        guard [.back, .close, .themes].contains(action) else { return .pass }
        program.wear(original)
        return .close()
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        chooser.isTyping ? [] : [(.open, choosing), (.filter, "filter"), (.back, "as before")]
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
