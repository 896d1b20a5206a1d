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
