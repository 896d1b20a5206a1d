/// How many columns text takes when a `Canvas` draws it.
///
/// A table of the program's own, so that layout doesn't depend on the C library or the terminal: East Asian wide and
/// fullwidth characters and emoji take 2 columns, combining marks and invisible format characters 0, everything else 1.
/// Emoji clusters take 2. A control takes 1, for the glyph that stands for it.
public enum TextWidth {
    /// Columns of one character: 0 to 2, or more for syllables of several spacing characters.
    public static func of(_ character: Character) -> Int {
        GlyphRun.width(of: character)
    }

    /// Columns of a text, newlines counted as the one glyph that stands for them.
    public static func of(_ text: some StringProtocol) -> Int {
        if let count = asciiLength(of: text) { return count }
        return text.reduce(0) { $0 + GlyphRun.width(of: $1) }
    }

    /// Number of bytes if all of them are ASCII and no pair makes one character (`\r\n`): then each takes one column.
    static func asciiLength(of text: some StringProtocol) -> Int? {
        var count = 0
        for byte in text.utf8 {
            guard byte < 0x80, byte != 0x0D else { return nil }
            count += 1
        }
        return count
    }
}
