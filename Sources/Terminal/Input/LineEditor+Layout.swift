extension LineEditor {
    /// The part of the text around the caret, as rows of a rectangle.
    public struct Layout: Sendable, Hashable {
        /// At most as many rows as asked for, each at most as wide, tabs made into blanks.
        public var rows: [String]
        /// Where the caret stands in `rows`: its column, and the row's index.
        public var caret: Canvas.Position
        /// Whether text is hidden above the first row.
        public var continuesAbove: Bool
        /// Whether text is hidden below the last row.
        public var continuesBelow: Bool
    }

    /// Lays out the rows around the caret. Lines too long for `width` columns continue in the next row.
    ///
    /// Takes time for what is visible, not for the whole text: in a line of many thousand characters rows start at fixed
    /// places near the caret. Sizes under 1 count as 1.
    public func layout(width: Int, height: Int) -> Layout {
        let width = max(1, width)
        let height = max(1, height)
        let start = segmentStart(before: caret)
        let end = segmentEnd(from: caret)
        let here = Segment(self, start..<end, width: width, caret: caret)
        var above = Array(here.rows[..<here.caretRow])
        var below = Array(here.rows[(here.caretRow + 1)...])
        var top = start
        while top > 0, above.count <= height {
            let previousEnd = buffer[top - 1] == "\n" ? top - 1 : top
            let previousStart = segmentStart(holdingEnd: previousEnd)
            above = Segment(self, previousStart..<previousEnd, width: width).rows + above
            top = previousStart
        }
        var bottom = end
        while bottom < count, below.count <= height {
            let nextStart = buffer[bottom] == "\n" ? bottom + 1 : bottom
            let nextEnd = segmentEnd(from: nextStart)
            below += Segment(self, nextStart..<nextEnd, width: width).rows
            bottom = nextEnd
        }
        let wantedAbove = min(above.count, height / 2)
        let shownBelow = min(below.count, height - 1 - wantedAbove)
        let shownAbove = min(above.count, height - 1 - shownBelow)
        return Layout(
            rows: above.suffix(shownAbove) + [here.rows[here.caretRow]] + below.prefix(shownBelow),
            caret: Canvas.Position(x: here.caretColumn, y: shownAbove),
            continuesAbove: shownAbove < above.count || top > 0,
            continuesBelow: shownBelow < below.count || bottom < count)
    }

    /// Characters after which a long line is cut for layout.
    static let segmentLength = 4096

    /// Start of the piece of a line that holds caret position `index`.
    private func segmentStart(before index: Int) -> Int {
        let start = lineStart(before: index)
        return start + (index - start) / Self.segmentLength * Self.segmentLength
    }

    /// Start of the piece of a line that ends at `end`, its last character included.
    private func segmentStart(holdingEnd end: Int) -> Int {
        let start = lineStart(before: end)
        return start + max(0, end - start - 1) / Self.segmentLength * Self.segmentLength
    }

    private func segmentEnd(from index: Int) -> Int {
        let start = segmentStart(before: index)
        var end = index
        while end < count, buffer[end] != "\n", end - start < Self.segmentLength { end += 1 }
        return end
    }

    /// A piece of a line cut into rows.
    private struct Segment {
        var rows: [String] = []
        var caretRow = 0
        var caretColumn = 0

        init(_ editor: LineEditor, _ range: Range<Int>, width: Int, caret: Int? = nil) {
            var row = ""
            var column = 0
            for index in range {
                var character = editor.buffer[index]
                var columns = TextWidth.of(character)
                if character == "\t" {
                    columns = TextWrap.tabWidth - column % TextWrap.tabWidth
                    character = " "
                }
                if column > 0, column + columns > width {
                    rows.append(row)
                    (row, column) = ("", 0)
                    if editor.buffer[index] == "\t" { columns = min(TextWrap.tabWidth, width) }
                }
                if index == caret { (caretRow, caretColumn) = (rows.count, column) }
                row += editor.buffer[index] == "\t" ? String(repeating: " ", count: columns) : String(character)
                column += columns
            }
            if range.upperBound == caret {
                if column >= width {
                    // The caret needs a column of its own.
                    rows.append(row)
                    (row, column) = ("", 0)
                }
                (caretRow, caretColumn) = (rows.count, column)
            }
            rows.append(row)
        }
    }
}
