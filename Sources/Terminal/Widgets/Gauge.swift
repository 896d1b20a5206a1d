/// A horizontal bar filled to a fraction, in eighths of a column where the terminal has the glyphs.
public struct Gauge: Sendable, Hashable {
    /// 0 to 1; values outside are clamped, and NaN counts as 0.
    public var fraction: Double
    public var filledStyle: StyleKey
    public var emptyStyle: StyleKey

    public init(_ fraction: Double, filledStyle: StyleKey = .plain, emptyStyle: StyleKey = .plain) {
        self.fraction = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
        self.filledStyle = filledStyle
        self.emptyStyle = emptyStyle
    }

    /// Draws in the first row of `rect`.
    public func draw(on canvas: inout Canvas, in rect: Rect) {
        let row = rect.row(0)
        guard !row.isEmpty else { return }
        let eighths = Int((fraction * Double(row.width) * 8).rounded())
        let (full, rest) = eighths.quotientAndRemainder(dividingBy: 8)
        canvas.fill(row, with: "░", style: emptyStyle)
        canvas.fill(row.split(left: full).left, with: "█", style: filledStyle)
        if rest > 0, canvas.symbols == .unicode {
            canvas.put(Self.parts[rest - 1], at: row.x + full, row.y, style: filledStyle, in: row)
        }
    }

    private static let parts = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
}
