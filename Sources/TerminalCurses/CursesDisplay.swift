import CTerminal
import Foundation
import Terminal

/// The terminal on standard input and output, through ncurses. Made by `withCursesDisplay`.
///
/// ncurses draws; keys are decoded by `KeyDecoder` from the bytes themselves with the sequences of ncurses' terminal
/// description, so that a paste of a megabyte is read in pieces of 64 KiB rather than key by key, and what a byte sequence
/// means can be tested without a terminal.
@TerminalActor
public final class CursesDisplay: Display, TerminalInputReceiver, TakenTerminal {
    /// How the terminal is used.
    public struct Options: Sendable, Hashable {
        /// Colours not to go beyond: `.truecolor` for all the terminal has, `.mono` for none.
        public var mostColors: ColorDepth
        public var mouse: Mouse

        public init(mostColors: ColorDepth = .truecolor, mouse: Mouse = .off) {
            self.mostColors = mostColors
            self.mouse = mouse
        }
    }

    /// What of the mouse is reported. With anything but `off` the terminal no longer selects text by itself.
    public enum Mouse: Sendable, Hashable {
        case off, wheel
        /// The wheel and the left button.
        case on
    }

    public private(set) var size: Size

    /// The colours there are, and that frames are reduced to.
    public nonisolated let depth: ColorDepth

    /// What may be drawn: `.ascii` where no UTF-8 locale is to be had.
    public nonisolated let symbols: Canvas.Symbols

    private var painter: ScreenPainter
    private let input: TerminalInput
    private let mouse: Mouse
    private let ownsTerminationSignals: Bool
    private(set) var isSuspended = false
    private(set) var isClosed = false
    /// The frame to paint when the screen is taken again.
    private var latest: (canvas: Canvas, sheet: StyleSheet)?

    private static var isOpen = false

    init(_ options: Options) throws(CursesError) {
        if Self.isOpen { throw .alreadyOpen }
        let environment = ProcessInfo.processInfo.environment
        if let reason = TerminalCheck.reasonAgainstScreen(environment: environment) { throw .noTerminal(reason) }
        symbols = ct_use_utf8_locale() ? .unicode : .ascii
        var descriptor: Int32 = -1
        ownsTerminationSignals = try TerminationSignals.install()
        guard ct_install_screen_signals(&descriptor) else { throw .noSignals(String(cString: strerror(errno))) }
        mouse = options.mouse
        guard ct_open(options.mouse != .off, options.mostColors > .mono) else {
            Self.removeSignals(owningTermination: ownsTerminationSignals)
            throw .unknownTerminal(environment["TERM"] ?? "")
        }
        size = Self.windowSize()
        input = TerminalInput(KeyDecoder(extra: TerminalKeys.sequences()), signals: descriptor)
        painter = ScreenPainter(pairs: ColorPairs(most: options.mostColors))
        depth = painter.depth
        Self.isOpen = true
    }

    /// Gives the terminal back for good.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        Self.isOpen = false
        ct_ignore_interrupts(false)
        ct_close()
        Self.removeSignals(owningTermination: ownsTerminationSignals)
        TerminalActor.shared.interrupt(.input)
    }

    private static func removeSignals(owningTermination: Bool) {
        ct_remove_screen_signals()
        if owningTermination { TerminationSignals.remove() }
    }

    public func show(_ canvas: Canvas, _ styleSheet: StyleSheet) {
        latest = (canvas, styleSheet)
        guard !isAway else { return }
        painter.paint(canvas, styleSheet, size: size)
    }

    public func suspend() {
        guard !isAway else { return }
        isSuspended = true
        ct_suspend()
        ct_ignore_interrupts(true)
        TerminalActor.shared.interrupt(.input)
    }

    public func resume() {
        guard isSuspended, !isClosed else { return }
        isSuspended = false
        ct_ignore_interrupts(false)
        ct_resume()
        refreshSize()
        paintWhole()
        TerminalActor.shared.interrupt(.input)
    }

    public func repaint() {
        guard !isAway else { return }
        ct_touch()
        paintWhole()
    }

    public func bell() {
        guard !isAway else { return }
        ct_beep()
    }

    /// Stops the process as Ctrl-Z does in a shell, the terminal given back; returns when it is continued, the screen whole.
    public func stopProcess() {
        guard !isClosed else { return }
        let wasSuspended = isSuspended
        if !wasSuspended { ct_suspend() }
        ct_stop_process()
        // Continuing was reported too, and is dealt with below.
        input.discardSignals()
        if !wasSuspended {
            ct_resume()
            refreshSize()
            paintWhole()
        }
    }

    public func nextInput() async -> DisplayInput? { await input.next(for: self) }

    // MARK: What arrives

    /// Terminals report presses with the wheel, and some the mouse without being asked.
    func wants(_ key: Key) -> Bool {
        guard case .pointer(let pointer) = key else { return true }
        return mouse == .on || mouse == .wheel && pointer.event != .press
    }

    func receive(_ signals: Set<Int32>) {
        // Also while another program has the terminal: Ctrl-Z there stops the whole group, and `fg` continues it.
        if signals.contains(SIGTSTP) { stopProcess() }
        if signals.contains(SIGCONT), !isSuspended {
            // Stopped by SIGSTOP, unasked: the shell has reset the terminal meanwhile.
            ct_resume()
            refreshSize()
            paintWhole()
        }
        if signals.contains(SIGWINCH), !isSuspended {
            refreshSize()
            // A frame of that size was shown, and none will come for it: the window was smaller and is back again before
            // anybody looked, and the terminal has lost what it had no room for.
            if latest?.canvas.size == size { repaint() }
        }
    }

    private func refreshSize() {
        let current = Self.windowSize()
        guard current != size else { return }
        size = current
        ct_resize(Int32(current.width), Int32(current.height))
        painter.forget()
        input.resize(to: current)
    }

    private func paintWhole() {
        painter.forget()
        if let latest { painter.paint(latest.canvas, latest.sheet, size: size) }
    }

    private static func windowSize() -> Size {
        var width: Int32 = 0
        var height: Int32 = 0
        // Where the kernel doesn't know, a terminal's classic size.
        guard ct_window_size(&width, &height) else { return Size(width: 80, height: 24) }
        return Size(width: Int(width), height: Int(height))
    }
}
