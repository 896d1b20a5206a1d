import CTerminal
import Foundation
import Terminal

/// Some lines of the terminal, drawn where the cursor stands: what was above stays, and the last frame stays in the
/// scrollback. Made by `withInlineDisplay`.
@TerminalActor
public final class InlineDisplay: TerminalScreen, TerminalInputReceiver, TakenTerminal {
    public private(set) var size: Size
    public nonisolated let depth: ColorDepth
    public nonisolated let symbols: Canvas.Symbols

    private var encoder: InlineEncoder
    private let input: TerminalInput
    private let ownsTerminationSignals: Bool
    private(set) var isSuspended = false
    private(set) var isClosed = false
    private var latest: (canvas: Canvas, sheet: StyleSheet)?

    /// Most rows a frame has.
    nonisolated static let mostRows = 14

    init(mostColors: ColorDepth) throws(CursesError) {
        let environment = ProcessInfo.processInfo.environment
        if let reason = TerminalCheck.reasonAgainstScreen(environment: environment) { throw .noTerminal(reason) }
        symbols = ct_use_utf8_locale() ? .unicode : .ascii
        // Terminals without terminfo are many today, and those of 256 colours nearly all.
        let available: ColorDepth = environment["TERM"]?.contains("256") == true ? .indexed256 : .palette8
        depth = min(mostColors, available)
        encoder = InlineEncoder(depth: depth)
        var descriptor: Int32 = -1
        ownsTerminationSignals = try TerminationSignals.install()
        guard ct_install_screen_signals(&descriptor), ct_take_inline() else {
            throw .noSignals(String(cString: strerror(errno)))
        }
        input = TerminalInput(KeyDecoder(), signals: descriptor)
        size = Self.frameSize()
    }

    /// Gives the terminal back for good, the last frame left standing.
    func close() {
        guard !isClosed else { return }
        leave()
        isClosed = true
        ct_ignore_interrupts(false)
        ct_remove_screen_signals()
        if ownsTerminationSignals { TerminationSignals.remove() }
        TerminalActor.shared.interrupt(.input)
    }

    private func leave() {
        ct_send(encoder.leave())
        ct_give_back_inline()
    }

    public func show(_ canvas: Canvas, _ styleSheet: StyleSheet) {
        latest = (canvas, styleSheet)
        guard !isAway else { return }
        ct_send(encoder.encode(canvas, styleSheet))
    }

    public func suspend() {
        guard !isAway else { return }
        isSuspended = true
        leave()
        ct_ignore_interrupts(true)
        TerminalActor.shared.interrupt(.input)
    }

    public func resume() {
        guard isSuspended, !isClosed else { return }
        isSuspended = false
        ct_ignore_interrupts(false)
        takeAgain()
        TerminalActor.shared.interrupt(.input)
    }

    /// A new frame below whatever was written meanwhile.
    public func repaint() {
        guard !isAway else { return }
        ct_send(encoder.leave())
        if let latest { ct_send(encoder.encode(latest.canvas, latest.sheet)) }
    }

    public func bell() {
        guard !isAway else { return }
        ct_send("\u{7}")
    }

    public func stopProcess() {
        guard !isClosed else { return }
        let wasSuspended = isSuspended
        if !wasSuspended { leave() }
        ct_stop_process()
        input.discardSignals()
        if !wasSuspended { takeAgain() }
    }

    private func takeAgain() {
        _ = ct_take_inline()
        refreshSize()
        if let latest { ct_send(encoder.encode(latest.canvas, latest.sheet)) }
    }

    public func setClipboard(_ text: String) -> Bool {
        guard !isAway, let request = TerminalRequest.clipboard(text) else { return false }
        ct_send(request)
        return true
    }

    public func notify(_ text: String) {
        guard !isAway else { return }
        ct_send("\u{7}" + TerminalRequest.notification(text))
    }

    public func nextInput() async -> DisplayInput? { await input.next(for: self) }

    /// The mouse is never asked for here.
    func wants(_ key: Key) -> Bool {
        if case .pointer = key { false } else { true }
    }

    func receive(_ signals: Set<Int32>) {
        if signals.contains(SIGTSTP) { stopProcess() }
        if signals.contains(SIGWINCH), !isSuspended { refreshSize() }
    }

    private func refreshSize() {
        let current = Self.frameSize()
        guard current != size else { return }
        size = current
        input.resize(to: current)
    }

    /// The window's width, and as many rows as leave some of what was there before.
    private static func frameSize() -> Size {
        var width: Int32 = 80
        var height: Int32 = 24
        if !ct_window_size(&width, &height) { (width, height) = (80, 24) }
        return Size(width: Int(width), height: max(1, min(mostRows, Int(height) - 1)))
    }
}

/// Takes some lines of the terminal, runs `body` with them, and gives the terminal back, the last frame left standing.
/// Signals are seen to as by `withCursesDisplay`.
public func withInlineDisplay<Result: Sendable>(
    mostColors: ColorDepth = .truecolor, _ body: @Sendable (InlineDisplay) async throws -> Result
) async throws -> Result {
    try await withTaken({ try await InlineDisplay(mostColors: mostColors) }, body)
}
