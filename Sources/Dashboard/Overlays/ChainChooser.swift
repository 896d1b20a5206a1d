import Terminal

/// The chains, to choose one for the tasks to come.
struct ChainChooser: ChoosingOverlay {
    var chooser: Chooser<String>

    init(_ program: DashboardProgram) {
        chooser = Chooser(
            program.setup.chains.map { chain in
                Chooser.Item(
                    value: chain.name, name: chain.name,
                    note: StyledLine(chain.tiers.map(\.model).joined(separator: " › "), .muted),
                    isCurrent: chain.name == program.chainName)
            })
    }

    func title(in program: DashboardProgram) -> String { "Chain for new tasks" }

    mutating func choose(_ name: String, in program: inout DashboardProgram) -> OverlayReply {
        program.chainName = name
        // Said here too: a small screen has no room for it beside the chain.
        if let swap = program.swapWarnings(of: program.chosenChain).first {
            program.notice =
                "judge \(swap.judge) may make \(swap.backend) swap models twice an attempt"
        }
        return .close()
    }
}
