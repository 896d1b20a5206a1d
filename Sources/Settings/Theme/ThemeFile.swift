import LocatedYAML

/// A theme's file: names and values, for whoever knows what roles look like.
///
/// Roles it doesn't name are those of the theme it inherits, key by key. Colours are `#rrggbb`, a name of the palette, one
/// of the 16 colours of a terminal (`green`, `bright-black`), or `default`, the terminal's own.
public struct ThemeFile: Sendable, Hashable {
    /// The name that errors carry.
    public var file: String
    public var name: String
    /// The theme this one adds to; nil for none.
    public var inherits: Located<String>?
    /// The background it is made for whatever the terminal's is; nil where it is made for both.
    public var background: Background?
    /// Colours by name, on a dark background and on a light one: `#rrggbb`.
    public var palette: [Background: [String: String]]
    /// What it says of roles, in the order written; colours by the palette's names still.
    public var roles: [Entry]

    /// What a terminal's background is like. A palette has a half for each.
    public enum Background: String, Sendable, Hashable, CaseIterable {
        case dark, light
    }

    /// What a theme says of one role. Nil where it says nothing.
    public struct Entry: Sendable, Hashable {
        public var role: String
        public var foreground: String?
        public var background: String?
        /// The foreground on a terminal of 256 colours, 0 to 255.
        public var color256: String?
        /// The foreground on a terminal of 16 colours, by name.
        public var color16: String?
        /// Attributes, with commas between: `bold`, `dim`, `italic`, `underline`, `reverse`, `none`.
        public var mono: String?
        /// One glyph, one column wide.
        public var glyph: String?
        /// Its stand-in of one ASCII character.
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

    public init(
        file: String, name: String, inherits: Located<String>? = nil, background: Background? = nil,
        palette: [Background: [String: String]] = [:],
        roles: [Entry] = []
    ) {
        self.file = file
        self.name = name
        self.inherits = inherits
        self.background = background
        self.palette = palette
        self.roles = roles
    }
}
