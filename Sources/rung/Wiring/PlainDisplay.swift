import Terminal
import TerminalCurses

/// A terminal on which nothing is drawn: lines are appended to it by others.
struct PlainDisplay: TerminalScreen {
    var depth: ColorDepth { .mono }
    var symbols: Canvas.Symbols { .unicode }
    var size: Size { .zero }

    func nextInput() async -> DisplayInput? { nil }
    func show(_ canvas: Canvas, _ styleSheet: StyleSheet) async {}
    func suspend() async {}
    func resume() async {}
    func repaint() async {}
    func bell() async { if StandardStream.output.isTerminal { StandardStream.output.write("\u{7}") } }
    func stopProcess() async {}
    func setClipboard(_ text: String) async -> Bool { false }
    func notify(_ text: String) async { await bell() }
}
