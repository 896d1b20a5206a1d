/// What a cell means, as an opaque number: an application maps its own roles to keys, and a `StyleSheet` maps keys to looks.
///
/// Cells carry keys rather than colours, so another theme repaints a canvas without drawing it again.
public struct StyleKey: RawRepresentable, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Key 0: text without any role.
    public static let plain = StyleKey(rawValue: 0)
}

/// A colour as a theme names it. A display reduces it to what its terminal has (see `ColorDepth`).
public enum Color: Sendable, Hashable {
    /// The terminal's own foreground or background.
    case `default`
    /// One of the 16 colours whose look the user's terminal decides.
    case palette16(PaletteColor)
    /// Entry 0–255 of xterm's palette: 0–15 as `palette16`, 16–231 a 6×6×6 cube, 232–255 greys.
    case indexed(UInt8)
    /// Red, green and blue, each 0–255.
    case rgb(UInt8, UInt8, UInt8)
}

/// The 16 colours every colour terminal names, in the order of their numbers.
public enum PaletteColor: UInt8, Sendable, Hashable, CaseIterable {
    case black, red, green, yellow, blue, magenta, cyan, white
    case brightBlack, brightRed, brightGreen, brightYellow, brightBlue, brightMagenta, brightCyan, brightWhite
}

/// How a cell is drawn beside its colours.
public struct TextAttributes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let bold = TextAttributes(rawValue: 1 << 0)
    public static let dim = TextAttributes(rawValue: 1 << 1)
    public static let italic = TextAttributes(rawValue: 1 << 2)
    public static let underline = TextAttributes(rawValue: 1 << 3)
    public static let reverse = TextAttributes(rawValue: 1 << 4)
}

/// The look of a cell: two colours and attributes.
public struct Style: Sendable, Hashable {
    public var foreground: Color
    public var background: Color
    public var attributes: TextAttributes

    public init(foreground: Color = .default, background: Color = .default, attributes: TextAttributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// This style under `overlay`: the overlay's colours win where it names them, and its attributes are added.
    public func overlaid(by overlay: Style) -> Style {
        Style(
            foreground: overlay.foreground == .default ? foreground : overlay.foreground,
            background: overlay.background == .default ? background : overlay.background,
            attributes: attributes.union(overlay.attributes))
    }
}

/// The look of every key.
public struct StyleSheet: Sendable, Equatable {
    private var styles: [StyleKey: Style]

    /// The look of a key that has none of its own.
    public var fallback: Style

    /// - Parameter styles: looks by key; a key left out looks like `fallback`.
    public init(_ styles: [StyleKey: Style] = [:], fallback: Style = Style()) {
        self.styles = styles
        self.fallback = fallback
    }

    public subscript(key: StyleKey) -> Style {
        get { styles[key] ?? fallback }
        set { styles[key] = newValue }
    }

    /// The look of a cell: its style, and over it its overlay if there is one.
    public func style(of cell: Cell) -> Style {
        guard let overlay = cell.overlay else { return self[cell.style] }
        return self[cell.style].overlaid(by: self[overlay])
    }
}
