import ArgumentParser
import Dashboard
import Foundation
import Settings
import Terminal
import TerminalCurses

/// How the screen looks.
struct ScreenOptions: ParsableArguments {
    @Option(help: "Colours: auto, always or never.") var color: ColorOption?
    @Flag(help: "Append lines and number the choices instead of drawing: for screen readers.") var plainUi = false
    @Flag(help: "Draw in some lines below the prompt, and leave them in the scrollback.") var inline = false

    enum ColorOption: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

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

    /// Colours to go to at most. `NO_COLOR` has the last word.
    func colorDepth(
        _ configuration: Configuration?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> ColorDepth {
        if environment["NO_COLOR"]?.isEmpty == false { return .mono }
        switch color ?? ColorOption(rawValue: configuration?.color.rawValue ?? "") ?? .auto {
        case .never: return .mono
        case .auto, .always: return .truecolor
        }
    }

    /// How the terminal is used; without a configuration, with all its colours and none of its mouse.
    func display(_ configuration: Configuration?) -> CursesDisplay.Options {
        let mouse: CursesDisplay.Mouse =
            switch configuration?.mouse {
            case .off, nil: .off
            case .wheel: .wheel
            case .on: .on
            }
        return CursesDisplay.Options(mostColors: colorDepth(configuration), mouse: mouse)
    }

    /// What the dashboard starts with; without a configuration, the built-in looks and keys.
    func setup(for configuration: Configuration?) throws -> DashboardSetup {
        var setup = DashboardSetup(
            chains: configuration?.chains.map(\.chain) ?? [],
            symbols: configuration?.symbols == .ascii ? .ascii : .unicode, version: Version.current)
        guard let configuration else { return setup }
        setup.theme = try ThemeLookup().theme(configuration.theme, of: configuration)
        setup.themeName = configuration.theme.value
        setup.keys = try KeyBindings.standard.rebound(configuration)
        return setup
    }
}
