/// Width and height in terminal columns and rows. Never negative: smaller values become 0.
public struct Size: Sendable, Hashable {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    public static let zero = Size(width: 0, height: 0)
}

/// A rectangle of cells: `x` counts columns from the left edge, `y` rows from the top.
///
/// Width and height are never negative. Every operation is total: it clips instead of trapping, so that a view can be laid
/// out in 0×0 cells without asking first.
public struct Rect: Sendable, Hashable {
    public let x: Int
    public let y: Int
    public let width: Int
    public let height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        // Clamped far beyond any screen, so that sums of coordinates can't overflow.
        self.x = min(max(x, -Rect.limit), Rect.limit)
        self.y = min(max(y, -Rect.limit), Rect.limit)
        self.width = min(max(width, 0), Rect.limit)
        self.height = min(max(height, 0), Rect.limit)
    }

    public init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    public static let zero = Rect(x: 0, y: 0, width: 0, height: 0)

    /// Largest magnitude a coordinate or a length can have: 2³⁰, far beyond any screen.
    static let limit = 1 << 30

    public var size: Size { Size(width: width, height: height) }

    /// First column right of the rectangle.
    public var endX: Int { x + width }

    /// First row below the rectangle.
    public var endY: Int { y + height }

    public var isEmpty: Bool { width == 0 || height == 0 }

    public func contains(x column: Int, y line: Int) -> Bool {
        column >= x && column < endX && line >= y && line < endY
    }

    /// The part both rectangles cover; empty where they don't meet.
    public func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(x: left, y: top, width: min(endX, other.endX) - left, height: min(endY, other.endY) - top)
    }
}

extension Rect {
    /// The rectangle without a margin on its four sides; a margin larger than the side leaves nothing of it.
    public func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
        let left = min(max(left, 0), width)
        let top = min(max(top, 0), height)
        return Rect(
            x: x + left, y: y + top, width: width - left - max(right, 0), height: height - top - max(bottom, 0))
    }

    /// The rectangle without a margin of `margin` cells on every side.
    public func inset(by margin: Int) -> Rect {
        inset(left: margin, top: margin, right: margin, bottom: margin)
    }

    /// Row `index`, counted from the rectangle's own top; empty where the rectangle has no such row.
    public func row(_ index: Int) -> Rect {
        guard index >= 0, index < height else { return Rect(x: x, y: endY, width: width, height: 0) }
        return Rect(x: x, y: y + index, width: width, height: 1)
    }

    /// Rows `range` of the rectangle, counted from its own top and clipped to it.
    public func rows(_ range: Range<Int>) -> Rect {
        let lower = min(max(range.lowerBound, 0), height)
        let upper = min(max(range.upperBound, lower), height)
        return Rect(x: x, y: y + lower, width: width, height: upper - lower)
    }

    /// Cuts `columns` off the left; both parts are clipped to the rectangle.
    public func split(left columns: Int) -> (left: Rect, rest: Rect) {
        let columns = min(max(columns, 0), width)
        return (
            Rect(x: x, y: y, width: columns, height: height),
            Rect(x: x + columns, y: y, width: width - columns, height: height)
        )
    }

    /// Cuts `columns` off the right; both parts are clipped to the rectangle.
    public func split(right columns: Int) -> (rest: Rect, right: Rect) {
        let parts = split(left: width - min(max(columns, 0), width))
        return (parts.left, parts.rest)
    }

    /// Cuts `rows` off the top; both parts are clipped to the rectangle.
    public func split(top rows: Int) -> (top: Rect, rest: Rect) {
        let rows = min(max(rows, 0), height)
        return (
            Rect(x: x, y: y, width: width, height: rows),
            Rect(x: x, y: y + rows, width: width, height: height - rows)
        )
    }

    /// Cuts `rows` off the bottom; both parts are clipped to the rectangle.
    public func split(bottom rows: Int) -> (rest: Rect, bottom: Rect) {
        let parts = split(top: height - min(max(rows, 0), height))
        return (parts.top, parts.rest)
    }

    /// A rectangle of at most `size`, in the middle of this one.
    public func centred(_ size: Size) -> Rect {
        let wide = min(size.width, width)
        let high = min(size.height, height)
        return Rect(x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high)
    }
}
