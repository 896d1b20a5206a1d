import CTerminal
import Terminal

/// Brings a canvas to ncurses: only rows and cells that differ from the frame before.
@TerminalActor
struct ScreenPainter {
    private var pairs: ColorPairs
    private var shown: Canvas?
    private var shownSheet: StyleSheet?
    /// What a look came out as: there are few, and a frame has thousands of cells.
    private var looks: [Style: (pair: Int32, attributes: UInt8)] = [:]

    init(pairs: ColorPairs) {
        self.pairs = pairs
    }

    var depth: ColorDepth { pairs.depth }

    /// Forgets what is on the screen, so that the next frame is painted whole.
    mutating func forget() {
        shown = nil
    }

    /// Paints the part of `canvas` that lies in a screen of `size`.
    mutating func paint(_ canvas: Canvas, _ sheet: StyleSheet, size: Size) {
        if shown?.size != canvas.size {
            shown = nil
            ct_erase()
        }
        let before = sheet == shownSheet ? shown : nil
        let width = min(canvas.size.width, size.width)
        for y in 0..<min(canvas.size.height, size.height) {
            paintRow(y, canvas.row(y).prefix(width), over: before?.row(y).prefix(width), sheet)
        }
        shown = canvas
        shownSheet = sheet
        if let place = canvas.cursor ?? canvas.focus, Rect(size).contains(x: place.x, y: place.y) {
            ct_flush(Int32(place.y), Int32(place.x), canvas.cursor != nil)
        } else {
            ct_flush(0, -1, false)
        }
    }

    private mutating func paintRow(
        _ y: Int, _ row: ArraySlice<Cell>, over before: ArraySlice<Cell>?, _ sheet: StyleSheet
    ) {
        guard row != before, var first = row.indices.first, var last = row.indices.last else { return }
        if let before {
            while first < last, row[first] == before[first] { first += 1 }
            while last > first, row[last] == before[last] { last -= 1 }
        }
        if row[first].isContinuation, first > row.startIndex { first -= 1 }
        var cells: [ct_cell] = []
        cells.reserveCapacity(last - first + 1)
        for index in first...last where !row[index].isContinuation {
            // Half of a wide glyph at the screen's edge can't be shown.
            let isCut = row[index].width == 2 && index == row.endIndex - 1
            cells.append(encode(isCut ? nil : row[index].scalars, row[index].width, sheet.style(of: row[index])))
        }
        ct_put(Int32(y), Int32(first - row.startIndex), cells, Int32(cells.count))
    }

    /// - Parameter glyph: nil for a blank.
    private mutating func encode(_ glyph: GlyphScalars?, _ width: UInt8, _ style: Style) -> ct_cell {
        let look = look(of: style)
        var cell = ct_cell()
        cell.attributes = look.attributes
        cell.pair = look.pair
        if let glyph {
            cell.width = width
            cell.scalars = (glyph[0], glyph[1], glyph[2], glyph[3], glyph[4])
        } else {
            cell.width = 1
            cell.scalars.0 = 0x20
        }
        return cell
    }

    private mutating func look(of style: Style) -> (pair: Int32, attributes: UInt8) {
        if let known = looks[style] { return known }
        var bits: UInt8 = 0
        let attributes: [(TextAttributes, Int)] = [
            (.bold, CT_BOLD), (.dim, CT_DIM), (.italic, CT_ITALIC), (.underline, CT_UNDERLINE), (.reverse, CT_REVERSE),
        ]
        for (attribute, bit) in attributes where style.attributes.contains(attribute) { bits |= UInt8(bit) }
        let look = (pairs.number(for: style), bits)
        looks[style] = look
        return look
    }
}
