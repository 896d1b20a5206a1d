import Terminal

/// Whether to quit although something runs.
struct QuitQuestion: Overlay {
    var context: KeyBindings.Context? { .question }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        switch action {
        case .confirm, .quit, .interrupt:
            program.finish()
            return .stay()
        case .decline: return .close()
        default: return .stay()
        }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] { [] }

    func question(in program: DashboardProgram) -> [StyledLine]? {
        let what =
            switch program.running.count {
            case 0: "Quit?"
            // The answers matter more than the reason.
            case _ where program.size.width < 60: "Quit?"
            case 1: "1 session runs. Cancel it and quit?"
            case let count: "\(count) sessions run. Cancel them and quit?"
            }
        return [StyledLine(what, .warning)] + program.answers
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {}
}

extension DashboardProgram {
    /// The keys that answer a question with yes and no.
    var answers: [StyledLine] {
        [(Action.confirm, "yes"), (.decline, "no")].compactMap { action, word in
            setup.keys.key(for: action, in: KeyBindings.Context.question.rawValue).map { HintLine.piece($0, word) }
        }
    }
}
