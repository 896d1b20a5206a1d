/// A grid of cells that views draw on and a `Display` shows.
///
/// Everything clips: any coordinate is safe, on a canvas of any size, 0×0 included. Text is made harmless as it is drawn
/// (see `VisibleText`); a wide glyph never straddles a border, its visible half is a blank instead.
public struct Canvas: Sendable, Equatable {
    public private(set) var size: Size
    private var cells: [Cell]

    /// Where the terminal's own cursor stands; nil hides it. A position outside the canvas hides it too.
    public var cursor: Position?

    /// Where the user is while there is no cursor: the terminal's own is left there unseen, for screen readers and magnifiers
    /// go by it. Nil leaves it anywhere. What is drawn last has it.
    public var focus: Position?

    /// Which characters may be drawn. With `.ascii`, `AsciiFallback` replaces every other as it is drawn.
    public var symbols: Symbols

    /// A column and a row, counted from the top left corner.
    public struct Position: Sendable, Hashable {
        public var x: Int
        public var y: Int

        public init(x: Int, y: Int) {
            self.x = x
            self.y = y
        }
    }

    public enum Symbols: Sendable, Hashable {
        case unicode, ascii
    }

    public init(size: Size, symbols: Symbols = .unicode) {
        self.size = size
        self.symbols = symbols
        cells = Array(repeating: .blank, count: size.width * size.height)
    }

    public init(width: Int, height: Int) {
        self.init(size: Size(width: width, height: height))
    }

    public var bounds: Rect { Rect(size) }

    /// The cell in column `x` of row `y`; a blank outside the canvas.
    public subscript(x: Int, y: Int) -> Cell {
        guard bounds.contains(x: x, y: y) else { return .blank }
        return cells[y * size.width + x]
    }

    /// The cells of row `y`, from left to right; empty outside the canvas.
    public func row(_ y: Int) -> ArraySlice<Cell> {
        guard y >= 0, y < size.height else { return [] }
        return cells[(y * size.width)..<((y + 1) * size.width)]
    }

    /// Blanks everything and hides the cursor.
    public mutating func clear() {
        // Anew rather than cell by cell: the last frame mostly still has the old ones.
        cells = Array(repeating: .blank, count: cells.count)
        (cursor, focus) = (nil, nil)
    }

    /// Takes another size; the canvas is blank afterwards.
    public mutating func resize(to size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.width * size.height)
        (cursor, focus) = (nil, nil)
    }
}

extension Canvas {
    /// Draws one line of text with its first column at (`x`, `y`).
    ///
    /// - Parameter overlay: drawn over the style; nil for none.
    /// - Parameter clip: where drawing is allowed; nil for the whole canvas.
    /// - Returns: the columns from `x` to the end of what was drawn, those hidden left of the clip included and none beyond
    ///   its right edge: the next piece of the line starts at `x` plus this. 0 if the line lies outside.
    @discardableResult
    public mutating func put(
        _ text: some StringProtocol, at x: Int, _ y: Int, style: StyleKey = .plain, overlay: StyleKey? = nil,
        in clip: Rect? = nil
    ) -> Int {
        let area = clip.map(bounds.intersection) ?? bounds
        guard !area.isEmpty, y >= area.y, y < area.endY, x < area.endX, x > -Rect.limit else { return 0 }
        if let columns = putPlain(text, at: x, y, style: style, overlay: overlay, in: area) { return columns }
        var column = x
        for character in text {
            guard column < area.endX else { break }
            GlyphRun.forEach(of: character) { glyph in
                set(glyph, at: column, y, style: style, overlay: overlay, in: area)
                column += Int(glyph.width)
            }
        }
        return min(column, area.endX) - x
    }

    /// Draws what is printable ASCII as far as it can be seen, a column a byte: that is most of what is ever drawn.
    ///
    /// - Returns: as `put`; nil, and nothing is drawn, for any other text.
    private mutating func putPlain(
        _ text: some StringProtocol, at x: Int, _ y: Int, style: StyleKey, overlay: StyleKey?, in area: Rect
    ) -> Int? {
        let columns = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
            let end = min(x + bytes.count, area.endX)
            // One further than can be seen: a mark there belongs to the glyph before it.
            guard bytes.prefix(end - x + 1).allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
            let start = max(x, area.x)
            if start < end {
                mendEdges(of: Rect(x: start, y: y, width: end - start, height: 1), row: y)
                let row = y * size.width
                for column in start..<end {
                    cells[row + column] = Cell(
                        scalars: GlyphScalars(Unicode.Scalar(bytes[column - x])), width: 1, style: style,
                        overlay: overlay)
                }
            }
            return end - x
        }
        return columns ?? nil
    }

    /// Fills a rectangle with one glyph of one column; a wide glyph fills with blanks.
    public mutating func fill(
        _ rect: Rect, with glyph: Character = " ", style: StyleKey = .plain, overlay: StyleKey? = nil
    ) {
        let area = bounds.intersection(rect)
        guard !area.isEmpty else { return }
        let cell = Cell(glyph: single(glyph), width: 1, style: style, overlay: overlay)
        for y in area.y..<area.endY {
            mendEdges(of: area, row: y)
            for x in area.x..<area.endX { cells[y * size.width + x] = cell }
        }
    }

    /// A line of `length` glyphs to the right of (`x`, `y`).
    public mutating func horizontalLine(
        at x: Int, _ y: Int, length: Int, glyph: Character = "─", style: StyleKey = .plain
    ) {
        fill(Rect(x: x, y: y, width: length, height: 1), with: glyph, style: style)
    }

    /// A line of `length` glyphs down from (`x`, `y`).
    public mutating func verticalLine(
        at x: Int, _ y: Int, length: Int, glyph: Character = "│", style: StyleKey = .plain
    ) {
        fill(Rect(x: x, y: y, width: 1, height: length), with: glyph, style: style)
    }

    /// Lays `overlay` over everything in a rectangle, whatever is drawn there; nil takes overlays away.
    ///
    /// A wide glyph cut by the border is covered whole.
    public mutating func apply(overlay: StyleKey?, to rect: Rect) {
        let area = bounds.intersection(rect)
        guard !area.isEmpty else { return }
        for y in area.y..<area.endY {
            let row = y * size.width
            let first = cells[row + area.x].isContinuation ? area.x - 1 : area.x
            let last = cells[row + area.endX - 1].width == 2 ? area.endX : area.endX - 1
            for x in max(first, 0)...min(last, size.width - 1) { cells[row + x].overlay = overlay }
        }
    }

    private mutating func set(
        _ glyph: Glyph, at x: Int, _ y: Int, style: StyleKey, overlay: StyleKey?, in area: Rect
    ) {
        let end = x + Int(glyph.width)
        guard end > area.x, x < area.endX else { return }
        let visible = Rect(x: x, y: y, width: Int(glyph.width), height: 1).intersection(area)
        mendEdges(of: visible, row: y)
        let row = y * size.width
        if glyph.width == 2 && visible.width == 2 && symbols == .unicode {
            cells[row + x] = Cell(glyph: glyph.character, width: 2, style: style, overlay: overlay)
            cells[row + x + 1] = .continuation(style, overlay: overlay)
        } else if glyph.width == 2 {
            // Half of a glyph can't be drawn, and nothing wide is ASCII.
            for column in visible.x..<visible.endX { cells[row + column] = .blank(style, overlay: overlay) }
            if symbols == .ascii && visible.width == 2 {
                cells[row + x] = Cell(glyph: "?", width: 1, style: style, overlay: overlay)
            }
        } else {
            let character = symbols == .ascii ? AsciiFallback.character(for: glyph.character) : glyph.character
            cells[row + x] = Cell(glyph: character, width: 1, style: style, overlay: overlay)
        }
    }

    /// Blanks the other half of a wide glyph that is about to lose one half at the border of `area`.
    private mutating func mendEdges(of area: Rect, row y: Int) {
        let row = y * size.width
        let left = cells[row + area.x]
        if left.isContinuation && area.x > 0 {
            cells[row + area.x - 1] = .blank(cells[row + area.x - 1].style, overlay: cells[row + area.x - 1].overlay)
        }
        let right = cells[row + area.endX - 1]
        if right.width == 2 && area.endX < size.width {
            cells[row + area.endX] = .blank(right.style, overlay: right.overlay)
        }
    }

    private func single(_ glyph: Character) -> Character {
        var run: [Glyph] = []
        GlyphRun.forEach(of: glyph) { run.append($0) }
        guard run.count == 1, run[0].width == 1 else { return " " }
        return symbols == .ascii ? AsciiFallback.character(for: run[0].character) : run[0].character
    }
}

extension Canvas {
    /// The rows as text, trailing blanks trimmed: what a test, or somebody copying the screen, reads.
    public var plainRows: [String] {
        (0..<size.height).map { y in
            var text = ""
            for cell in row(y) where !cell.isContinuation { text.append(cell.glyph) }
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }
}
