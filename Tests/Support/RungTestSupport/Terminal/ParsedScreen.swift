import CVterm
import Terminal

/// A terminal's screen, as libvterm understands what is written to it.
public final class ParsedScreen {
    private let state: OpaquePointer
    public private(set) var size: Size

    public init(size: Size) {
        self.size = size
        state = cv_new(Int32(size.width), Int32(size.height))
    }

    deinit {
        cv_free(state)
    }

    public func write(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        cv_write(state, bytes, bytes.count)
    }

    public func resize(to size: Size) {
        self.size = size
        cv_resize(state, Int32(size.width), Int32(size.height))
    }

    /// What the terminal answers to questions written to it, since the last call.
    public func takeAnswer() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = cv_read_answer(state, &bytes, bytes.count)
        return Array(bytes.prefix(count))
    }

    /// Rows from top to bottom, trailing blanks trimmed.
    public var rows: [String] {
        (0..<size.height).map { y in
            var row = ""
            for x in 0..<size.width {
                let cell = cell(x, y)
                if cell.width == 0 { continue }
                let scalars = [
                    cell.scalars.0, cell.scalars.1, cell.scalars.2, cell.scalars.3, cell.scalars.4, cell.scalars.5,
                ].prefix { $0 != 0 }.compactMap(Unicode.Scalar.init)
                row.unicodeScalars.append(contentsOf: scalars.isEmpty ? [" "] : scalars)
            }
            return String(row.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The cell in column `x` of row `y`, with its colours and attributes.
    public func cell(_ x: Int, _ y: Int) -> cv_cell {
        cv_cell_at(state, Int32(x), Int32(y))
    }

    /// The first cell that two screens of one size show differently, looks included; nil where all are the same.
    public func difference(from other: ParsedScreen) -> Canvas.Position? {
        let index = Int(cv_difference(state, other.state))
        return index < 0 ? nil : Canvas.Position(x: index % size.width, y: index / size.width)
    }

    /// Nil while hidden.
    public var cursor: Canvas.Position? { caret.isVisible ? caret.place : nil }

    /// Where the cursor stands, hidden or not.
    public var cursorPlace: Canvas.Position { caret.place }

    private var caret: (place: Canvas.Position, isVisible: Bool) {
        var column: Int32 = 0
        var line: Int32 = 0
        var isVisible = false
        cv_cursor(state, &column, &line, &isVisible)
        return (Canvas.Position(x: Int(column), y: Int(line)), isVisible)
    }

    public var isAlternate: Bool { cv_is_alternate(state) }
    public var reportsMouse: Bool { cv_reports_mouse(state) }
    public var bells: Int { Int(cv_bells(state)) }
}
