import Terminal

/// A display on a real terminal, and what can be asked of it beside frames.
public protocol TerminalScreen: Display {
    /// The colours there are, and that frames are reduced to.
    var depth: ColorDepth { get }

    /// What may be drawn.
    var symbols: Canvas.Symbols { get }

    /// Stops the process as Ctrl-Z does in a shell, the terminal given back; returns when it is continued.
    func stopProcess() async

    /// Asks the terminal to put a text into the system's clipboard.
    /// - Returns: false for a text that is too long, or where nobody can be asked.
    func setClipboard(_ text: String) async -> Bool

    /// Asks the terminal to tell the user something, and rings the bell.
    func notify(_ text: String) async
}

extension CursesDisplay: TerminalScreen {}
