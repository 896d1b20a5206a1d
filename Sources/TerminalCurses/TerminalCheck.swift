import Foundation

/// Whether a full-screen program can run here.
public enum TerminalCheck {
    /// Why it can't, in words for people; nil if it can.
    ///
    /// Both standard input and output must be a terminal, and `TERM` must name one that can do more than print.
    public static func reasonAgainstScreen(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String? {
        reason(inputIsTerminal: isatty(0) == 1, outputIsTerminal: isatty(1) == 1, term: environment["TERM"])
    }

    static func reason(inputIsTerminal: Bool, outputIsTerminal: Bool, term: String?) -> String? {
        guard outputIsTerminal else { return "standard output is not a terminal" }
        guard inputIsTerminal else { return "standard input is not a terminal" }
        switch term {
        case nil, "": return "TERM is not set"
        case "dumb": return "TERM is 'dumb', a terminal without cursor movement"
        default: return nil
        }
    }
}
