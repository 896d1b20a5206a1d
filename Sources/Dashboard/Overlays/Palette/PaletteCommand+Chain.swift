extension PaletteCommand {
    /// `chain NAME`: where tasks go from now on.
    static let chain = PaletteCommand(
        name: "chain", help: "the chain for new tasks",
        arguments: { program in
            program.setup.chains.map { chain in
                Argument(
                    text: chain.name, note: chain.tiers.map(\.model).joined(separator: " › "),
                    isCurrent: chain.name == program.chainName)
            }
        },
        run: { name, program in
            program.chainName = name
            program.notice = "new tasks go to \(name)"
            return []
        })
}
