/// What a theme says of one role, in the words of its file. Nil where it says nothing.
public struct ThemeEntry: Sendable, Hashable {
    /// The role's name, as `Role.name`.
    public var role: String
    /// `#rrggbb`, one of the 16 colours by name (`green`, `bright-black`), or `default`.
    public var foreground: String?
    public var background: String?
    /// The foreground on 256 colours, 0–255; computed where absent.
    public var color256: String?
    /// The foreground on 16 colours, by name; computed where absent.
    public var color16: String?
    /// Attributes, with blanks or commas between: `bold`, `dim`, `italic`, `underline`, `reverse`, `none`. They tell roles
    /// apart where there is no colour, and are drawn with colour too where the role names none.
    public var mono: String?
    /// One glyph of one column.
    public var glyph: String?
    /// Its stand-in on a terminal that shows only ASCII.
    public var ascii: String?

    public init(
        role: String, foreground: String? = nil, background: String? = nil, color256: String? = nil,
        color16: String? = nil, mono: String? = nil, glyph: String? = nil, ascii: String? = nil
    ) {
        self.role = role
        self.foreground = foreground
        self.background = background
        self.color256 = color256
        self.color16 = color16
        self.mono = mono
        self.glyph = glyph
        self.ascii = ascii
    }
}
