import ArgumentParser
import Dashboard
import Foundation
import Settings
import Terminal

/// How the dashboard looks, wherever it is drawn.
struct LookOptions: ParsableArguments {
    @Option(help: "Colours: auto, always or never.") var color: ColorOption?

    enum ColorOption: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

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
