/// A row of bars, one column a value, scaled to the largest.
public struct Sparkline: Sendable, Hashable {
    /// Oldest first. Negative values and NaN count as 0.
    public var values: [Double]
    public var style: StyleKey

    public init(_ values: [Double], style: StyleKey = .plain) {
        self.values = values
        self.style = style
    }

    /// Draws the newest values that fit in the first row of `rect`, the last one at its right edge.
    public func draw(on canvas: inout Canvas, in rect: Rect) {
        let row = rect.row(0)
        guard !row.isEmpty else { return }
        let shown = values.suffix(row.width).map { $0.isFinite ? max(0, $0) : 0 }
        let largest = shown.max() ?? 0
        let bars = canvas.symbols == .ascii ? Self.asciiBars : Self.bars
        for (column, value) in shown.enumerated() {
            let level = largest > 0 ? Int((value / largest * Double(bars.count - 1)).rounded()) : 0
            canvas.put(bars[level], at: row.endX - shown.count + column, row.y, style: style, in: row)
        }
    }

    private static let bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let asciiBars = ["_", ".", "-", "=", "#"]
}
