/// What a display reports.
public enum DisplayInput: Sendable, Hashable {
    case key(Key)
    case resized(Size)
}

/// Where frames are shown and keys come from: a terminal, or a recording in tests.
public protocol Display: Sendable {
    /// Columns and rows of the screen now.
    var size: Size { get async }

    /// The next key or resize, as soon as there is one. Several resizes at once may be reported as the last one.
    ///
    /// - Returns: nil once the display is gone, or when the waiting task is cancelled.
    func nextInput() async -> DisplayInput?

    /// Shows a frame. One of another size than the screen is clipped, and blank where it is too small.
    func show(_ canvas: Canvas, _ styleSheet: StyleSheet) async

    /// Gives the screen back to whoever had it, until `resume`. Frames shown meanwhile appear when it is resumed, keys
    /// belong to others. Suspending twice is suspending once.
    func suspend() async

    /// Takes the screen again and paints everything.
    func resume() async

    /// Paints everything again, as after another program has written to the screen.
    func repaint() async

    /// Rings the bell.
    func bell() async
}
