import ArgumentParser
import Settings
import TerminalCurses

/// How the dashboard takes the terminal, and how it looks there.
struct ScreenOptions: ParsableArguments {
    @OptionGroup var look: LookOptions
    @Flag(help: "Append lines and number the choices instead of drawing: for screen readers.") var plainUi = false
    @Flag(help: "Draw in some lines below the prompt, and leave them in the scrollback.") var inline = false

    func validate() throws {
        if plainUi, inline { throw ValidationError("--plain-ui and --inline exclude each other.") }
    }

    var style: DashboardSession.Style { plainUi ? .plain : inline ? .inline : .screen }

    /// - Throws: where there is no terminal to draw on and something is to be drawn, with what to use instead.
    func requireTerminal() throws {
        guard !plainUi else { return }
        try Self.requireTerminal()
    }

    /// - Parameter instead: what to use where there is no terminal.
    /// - Throws: where there is no terminal to draw on.
    static func requireTerminal(instead: String = "rung --plain-ui, rung run TASK, or rung show ID") throws {
        guard let reason = TerminalCheck.reasonAgainstScreen() else { return }
        throw CommandFailure(
            .usage, "The dashboard needs a terminal: \(reason). Without one, use \(instead).")
    }

    /// How the terminal is used; without a configuration, with all its colours and none of its mouse.
    func display(_ configuration: Configuration?) -> CursesDisplay.Options {
        let mouse: CursesDisplay.Mouse =
            switch configuration?.mouse {
            case .off, nil: .off
            case .wheel: .wheel
            case .on: .on
            }
        return CursesDisplay.Options(mostColors: look.colorDepth(configuration), mouse: mouse)
    }
}
