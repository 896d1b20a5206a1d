/// Which item of a list is selected, and which part of the list is on the screen. Kept by the program between frames.
public struct ListState: Sendable, Hashable {
    /// The selected item, counted from 0; nil for none.
    public var selection: Int?
    /// The item in the first row.
    public private(set) var top = 0

    public init(selection: Int? = nil) {
        self.selection = selection
    }

    /// Moves the selection by `distance` items, stopping at both ends; from no selection, to the nearer end.
    public mutating func move(by distance: Int, count: Int) {
        guard count > 0 else {
            selection = nil
            return
        }
        guard let selection else {
            self.selection = distance < 0 ? count - 1 : 0
            return
        }
        let target = selection.addingReportingOverflow(distance)
        let wanted = target.overflow ? (distance < 0 ? 0 : count - 1) : target.partialValue
        self.selection = min(max(wanted, 0), count - 1)
    }

    /// Scrolls as little as needed for the selection to be among `height` visible rows of `count` items.
    public mutating func reveal(count: Int, height: Int) {
        top = visible(count: count, height: height).lowerBound
    }

    /// The items on a screen of `height` rows: those `reveal` would leave there.
    public func visible(count: Int, height: Int) -> Range<Int> {
        guard count > 0, height > 0 else { return 0..<0 }
        var first = min(max(top, 0), max(0, count - height))
        if let selection {
            let target = min(max(selection, 0), count - 1)
            first = min(first, target)
            first = max(first, target - height + 1)
        }
        return first..<min(count, first + height)
    }
}

/// Items in rows, one of them selected. Only visible items are asked for, so that the list may be long.
public struct ListView: Sendable {
    public var state: ListState
    public var count: Int
    /// Laid over the selected row, over its whole width; the canvas's focus is in that row then.
    public var selectionOverlay: StyleKey?
    private let item: @Sendable (Int) -> StyledLine

    /// - Parameter item: the line of an item, counted from 0.
    public init(
        count: Int, state: ListState, selectionOverlay: StyleKey? = nil, item: @escaping @Sendable (Int) -> StyledLine
    ) {
        self.count = max(0, count)
        self.state = state
        self.selectionOverlay = selectionOverlay
        self.item = item
    }

    /// Draws the items on the screen, and returns which they are.
    @discardableResult
    public func draw(on canvas: inout Canvas, in rect: Rect) -> Range<Int> {
        guard !rect.isEmpty else { return 0..<0 }
        let visible = state.visible(count: count, height: rect.height)
        for (row, index) in visible.enumerated() {
            canvas.put(item(index), at: rect.x, rect.y + row, in: rect)
            if index == state.selection, let selectionOverlay {
                canvas.apply(overlay: selectionOverlay, to: rect.row(row))
                canvas.focus = Canvas.Position(x: rect.x, y: rect.y + row)
            }
        }
        return visible
    }
}
