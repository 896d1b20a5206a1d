extension PaletteCommand {
    /// `theme NAME`: what the screen looks like from now on.
    static let theme = PaletteCommand(
        name: "theme", help: "what the screen looks like",
        arguments: { program in
            (program.themes ?? []).map { choice in
                Argument(text: choice.name, note: choice.note, isCurrent: choice.name == program.theme.name)
            }
        },
        run: { name, program in
            if let choice = program.themes?.first(where: { $0.name == name }) { program.choose(choice) }
            return []
        })
}
