/// Turns frames into the bytes that show them on a terminal that understands ECMA-48: for recordings of a screen.
///
/// A value of its own, without a terminal: each frame gives what changes the one before into it. Text on the canvas is
/// harmless already, so that the only control sequences are the encoder's. Terminals disagree on the width of newer emoji and of
/// some marks: the cursor is placed anew behind them, so that nothing else moves.
public struct AnsiEncoder: Sendable {
    private let styles: StyleEncoder
    private var shown: Canvas?
    private var shownSheet: StyleSheet?

    /// - Parameter depth: colours not to go beyond.
    public init(depth: ColorDepth = .truecolor) { styles = StyleEncoder(depth: depth) }

    /// What makes the screen show `canvas`, given that it shows the frame before; the first frame, and one of another size
    /// or style sheet, is drawn from a blank screen. Empty if nothing has changed.
    public mutating func encode(_ canvas: Canvas, _ styleSheet: StyleSheet) -> String {
        if canvas == shown && styleSheet == shownSheet { return "" }
        var output = ""
        var style: Style?
        let isFresh = shown?.size != canvas.size || styleSheet != shownSheet
        if isFresh { output += "\u{1B}[0m\u{1B}[2J" }
        let before = isFresh ? Canvas(size: canvas.size) : shown ?? Canvas(size: canvas.size)
        for y in 0..<canvas.size.height {
            encodeRow(y, canvas.row(y), over: before.row(y), styleSheet, &style, isFresh: isFresh, into: &output)
        }
        if style != nil { output += "\u{1B}[0m" }
        if let cursor = canvas.cursor, canvas.bounds.contains(x: cursor.x, y: cursor.y) {
            output += move(cursor.x, cursor.y) + "\u{1B}[?25h"
        } else if isFresh || shown?.cursor != nil {
            output += "\u{1B}[?25l"
        }
        (shown, shownSheet) = (canvas, styleSheet)
        return output
    }

    /// What leaves the last frame as it stands, with the cursor in sight in its last row: for the end of a recording.
    public func end() -> String {
        guard let shown, shown.size.height > 0 else { return "" }
        return "\u{1B}[0m" + move(0, shown.size.height - 1) + "\u{1B}[?25h"
    }

    private func encodeRow(
        _ y: Int, _ row: ArraySlice<Cell>, over before: ArraySlice<Cell>, _ sheet: StyleSheet, _ style: inout Style?,
        isFresh: Bool, into output: inout String
    ) {
        var position: Int?
        for (x, (cell, old)) in zip(row, before).enumerated() where !cell.isContinuation {
            let look = sheet.style(of: cell)
            // A blank screen shows plain blanks already; a theme may give even those a background.
            let isThere = isFresh ? cell.scalars == .space && look == Style() : cell == old
            if isThere { continue }
            if position != x { output += move(x, y) }
            if style != look {
                output += styles.select(look)
                style = look
            }
            let isSettled = Self.hasSettledWidth(cell.scalars)
            // A terminal that takes a wide glyph for a narrow one would leave what was there in the second column.
            if !isSettled && cell.width == 2 { output += "  " + move(x, y) }
            output.append(cell.glyph)
            position = isSettled ? x + Int(cell.width) : nil
        }
    }

    /// Whether all terminals give the glyph the width it has here: Latin and what stands near it, arrows, lines and blocks,
    /// CJK, Hangul, each a scalar of its own.
    private static func hasSettledWidth(_ glyph: GlyphScalars) -> Bool {
        guard glyph.isSingle else { return false }
        return switch glyph[0] {
        case 0x20...0x2FF, 0x370...0x52F, 0x2010...0x205E, 0x2190...0x2319, 0x2400...0x25FC, 0x2713...0x2718,
            0x3001...0xA4CF, 0xAC00...0xD7A3:
            true
        default: false
        }
    }

    private func move(_ x: Int, _ y: Int) -> String {
        "\u{1B}[\(y + 1);\(x + 1)H"
    }
}
