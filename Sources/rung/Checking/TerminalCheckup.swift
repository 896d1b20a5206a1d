import Foundation
import Settings
import TerminalCurses

/// What the dashboard will find of the terminal. Nothing here keeps a task from running.
enum TerminalCheckup {
    static func finding(
        for configuration: Configuration?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Finding {
        let remedy = "The dashboard can't open here: set TERM to the terminal's name, such as xterm-256color."
        guard let term = environment["TERM"], !term.isEmpty else {
            return Finding("terminal", .warning, "TERM is not set", remedy: remedy)
        }
        guard term != "dumb" else {
            return Finding("terminal", .warning, "TERM is 'dumb', a terminal without cursor movement", remedy: remedy)
        }
        guard let colors = TerminalCheck.colors(of: term) else {
            return Finding(
                "terminal", .warning, "no description of '\(term)' is installed",
                remedy: "The dashboard can't open here: install ncurses-term, or set TERM=xterm-256color.")
        }
        let hasNoColor = environment["NO_COLOR"]?.isEmpty == false || configuration?.color == .never
        let shown = hasNoColor ? "colours off" : colors > 1 ? "\(colors) colours" : "no colours"
        guard TerminalCheck.hasUTF8Locale() else {
            return Finding(
                "terminal", .warning, "\(term), \(shown), no UTF-8 locale: only ASCII is drawn",
                remedy: "Set LANG=C.UTF-8, or install a locale.")
        }
        return Finding("terminal", .ok, "\(term), \(shown), UTF-8")
    }
}
