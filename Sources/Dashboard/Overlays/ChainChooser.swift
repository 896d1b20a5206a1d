import Terminal

/// The chains, to choose one for the tasks to come.
struct ChainChooser: Overlay {
    private var chooser: Chooser<String>

    init(_ program: DashboardProgram) {
        chooser = Chooser(
            program.setup.chains.map { chain in
                Chooser.Item(
                    value: chain.name, name: chain.name,
                    note: StyledLine(chain.tiers.map(\.model).joined(separator: " › "), .muted),
                    isCurrent: chain.name == program.chainName)
            })
    }

    var context: KeyBindings.Context? { .list }
    var isTyping: Bool { chooser.isTyping }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        chooser.type(key)
        return .stay()
    }

    mutating func move(by distance: Int, in program: DashboardProgram) { chooser.move(by: distance) }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        switch action {
        case .open:
            guard let chosen = chooser.selected else { return .stay() }
            program.chainName = chosen.value
            // Said here too: a small screen has no room for it beside the chain.
            if let swap = program.swapWarnings(of: program.chosenChain).first {
                program.notice =
                    "judge \(swap.judge) makes \(swap.backend) swap models twice an attempt: see rung check"
            }
            return .close()
        case .filter:
            chooser.startTyping()
            return .stay()
        default: return .pass
        }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        chooser.isTyping ? [] : [(.open, "choose"), (.filter, "filter"), (.back, "back")]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        chooser.drawBox(on: &canvas, in: rect, title: "Chain for new tasks", program.glyphs)
    }
}
