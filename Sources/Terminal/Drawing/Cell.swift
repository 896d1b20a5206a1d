/// One column of one row on a canvas.
///
/// Invariant kept by `Canvas`: a glyph is one spacing character and at most four combining marks, `width` columns wide on
/// any terminal; a cell of width 2 is followed by one of width 0.
public struct Cell: Sendable, Hashable {
    /// What is shown; a blank in a continuation.
    public let scalars: GlyphScalars
    /// 1, or 2 for a wide glyph, or 0 for the second column of the wide glyph on its left.
    public let width: UInt8
    public let style: StyleKey
    /// Drawn over `style`: a selection or a search match. Nil for none.
    public var overlay: StyleKey?

    init(scalars: GlyphScalars, width: UInt8, style: StyleKey, overlay: StyleKey? = nil) {
        self.scalars = scalars
        self.width = width
        self.style = style
        self.overlay = overlay
    }

    init(glyph: Character, width: UInt8, style: StyleKey, overlay: StyleKey? = nil) {
        self.init(scalars: GlyphScalars(glyph), width: width, style: style, overlay: overlay)
    }

    /// What is shown, as a character.
    public var glyph: Character { scalars.character }

    /// A space without a role.
    public static let blank = Cell.blank(.plain)

    static func blank(_ style: StyleKey, overlay: StyleKey? = nil) -> Cell {
        Cell(scalars: .space, width: 1, style: style, overlay: overlay)
    }

    static func continuation(_ style: StyleKey, overlay: StyleKey? = nil) -> Cell {
        Cell(scalars: .space, width: 0, style: style, overlay: overlay)
    }

    public var isContinuation: Bool { width == 0 }
}
