/// Why the screen could not be taken.
public struct CursesError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: Sendable, Hashable {
        /// Not a terminal, or a dumb one.
        case noTerminal
        /// The terminal's description is missing, or says that it can't move its cursor.
        case unknownTerminal
        /// Signals can't be received: no descriptors are left.
        case noSignals
        /// The screen is taken already: a process has one.
        case alreadyOpen
    }

    public var code: Code
    public var description: String

    static func noTerminal(_ reason: String) -> CursesError {
        CursesError(code: .noTerminal, description: "Can't open the screen: \(reason). Run it in a terminal.")
    }

    static func unknownTerminal(_ term: String) -> CursesError {
        CursesError(
            code: .unknownTerminal,
            description: "Can't open the screen: no usable terminal description for TERM='\(term)'. "
                + "Install it (package ncurses-term), or set TERM to a known one, such as xterm-256color.")
    }

    static func noSignals(_ reason: String) -> CursesError {
        CursesError(
            code: .noSignals,
            description: "Can't open the screen: no pipe for signals (\(reason)). Close some files and try again.")
    }

    static let alreadyOpen = CursesError(code: .alreadyOpen, description: "The screen is in use already.")
}
