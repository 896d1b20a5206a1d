/// Turns frames into the bytes that show them where the cursor stands, in the lines of a terminal that goes on scrolling.
///
/// Moves are relative, so that the frame may stand anywhere. What was above it is never touched; a frame of another height
/// or width takes the place of the one before.
public struct InlineEncoder: Sendable {
    private var styles: StyleEncoder
    private var shown: Canvas?
    private var shownSheet: StyleSheet?
    /// Row of the frame in which the cursor stands.
    private var row = 0

    public init(depth: ColorDepth = .truecolor) { styles = StyleEncoder(depth: depth) }

    /// What makes the terminal show `canvas` in the place of the frame before; empty if nothing has changed.
    public mutating func encode(_ canvas: Canvas, _ styleSheet: StyleSheet) -> String {
        if canvas == shown && styleSheet == shownSheet { return "" }
        let isFresh = shown?.size != canvas.size || styleSheet != shownSheet
        var output = "\u{1B}[?25l"
        if isFresh, shown != nil { output += move(to: 0) + "\r\u{1B}[J" }
        for y in 0..<canvas.size.height {
            if isFresh {
                if y > 0 { output += "\r\n" }
                row = y
            } else if shown.map({ $0.row(y) == canvas.row(y) }) ?? false {
                continue
            }
            output += move(to: y) + "\r" + encoded(canvas.row(y), styleSheet)
        }
        if let place = canvas.cursor ?? canvas.focus, canvas.bounds.contains(x: place.x, y: place.y) {
            output += move(to: place.y) + "\r" + (place.x > 0 ? "\u{1B}[\(place.x)C" : "")
            if canvas.cursor != nil { output += "\u{1B}[?25h" }
        }
        (shown, shownSheet) = (canvas, styleSheet)
        return output
    }

    /// Leaves the frame where it is: what comes next stands below it.
    public mutating func leave() -> String {
        guard let shown else { return "" }
        defer { (self.shown, row) = (nil, 0) }
        return move(to: max(0, shown.size.height - 1)) + "\r\n\u{1B}[?25h"
    }

    private mutating func move(to y: Int) -> String {
        defer { row = y }
        if y == row { return "" }
        return y < row ? "\u{1B}[\(row - y)A" : "\u{1B}[\(y - row)B"
    }

    /// A row from its first column, without the plain blanks at its end: a narrower window would break them into lines.
    private func encoded(_ row: ArraySlice<Cell>, _ sheet: StyleSheet) -> String {
        let last = row.lastIndex { $0.scalars != .space || sheet.style(of: $0) != Style() }
        var output = ""
        var style = Style()
        for cell in row[..<(last.map { $0 + 1 } ?? row.startIndex)] where !cell.isContinuation {
            let look = sheet.style(of: cell)
            if look != style { output += styles.select(look) }
            style = look
            output.append(cell.glyph)
        }
        return output + (style == Style() ? "" : "\u{1B}[0m") + "\u{1B}[K"
    }
}
