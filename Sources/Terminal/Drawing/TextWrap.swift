/// Breaks text into lines of a given width.
///
/// Breaks at spaces; a word longer than the line is broken where it must be. Wide glyphs and emoji clusters are never
/// split. `\n`, `\r\n` and a lone `\r` end a line; a tab fills up to the next multiple of `tabWidth` columns.
public enum TextWrap {
    /// Columns between tab stops.
    public static let tabWidth = 4

    /// The lines of `text`, each at most `width` columns wide, without the blanks at which they were broken.
    ///
    /// An empty text is one empty line; a newline at the end begins another. A `width` under 1 counts as 1. A glyph wider
    /// than the line gets a line of its own.
    /// - Parameter indent: blanks before every line of a paragraph but its first; at least one column is left for text.
    public static func wrap(_ text: some StringProtocol, width: Int, indent: Int = 0) -> [String] {
        var filler = LineFiller(width: width, indent: indent)
        fill(&filler, with: text, style: .plain)
        filler.endParagraph()
        return filler.finishedLines.map(\.plainText)
    }

    /// Like `wrap(_:width:indent:)`, for text in several styles. A cluster split between two runs counts as two.
    public static func wrap(_ runs: [TextRun], width: Int, indent: Int = 0) -> [StyledLine] {
        var filler = LineFiller(width: width, indent: indent)
        for run in runs { fill(&filler, with: run.text, style: run.style) }
        filler.endParagraph()
        return filler.finishedLines
    }

    /// `text` if it fits in `width` columns, otherwise as much of it as fits before `ellipsis`.
    ///
    /// An ellipsis wider than `width` is left out. Width 0 or less gives an empty text.
    public static func truncate(_ text: some StringProtocol, to width: Int, ellipsis: String = "…") -> String {
        guard width > 0 else { return "" }
        let mark = TextWidth.of(ellipsis)
        var columns = 0
        var endBeforeMark = text.startIndex
        for index in text.indices {
            let next = columns + TextWidth.of(text[index])
            if next > width {
                return mark > width ? String(text[..<index]) : text[..<endBeforeMark] + ellipsis
            }
            columns = next
            if columns + mark <= width { endBeforeMark = text.index(after: index) }
        }
        return String(text)
    }

    static func fill(_ filler: inout LineFiller, with text: some StringProtocol, style: StyleKey) {
        if fillWords(&filler, with: text, style: style) { return }
        for character in text {
            if isNewline(character) {
                filler.endParagraph()
            } else {
                filler.append(character, style: style)
            }
        }
    }

    /// The same word by word, for text whose every byte is a character that takes a column, a blank or the end of a line.
    ///
    /// - Returns: false where the text is another, and nothing was done.
    private static func fillWords(
        _ filler: inout LineFiller, with text: some StringProtocol, style: StyleKey
    ) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            guard bytes.allSatisfy({ 0x20...0x7E ~= $0 || $0 == 0x0A || $0 == 0x09 }) else { return false }
            var rest = bytes[...]
            while let first = rest.first {
                switch first {
                case 0x0A:
                    filler.endParagraph()
                    rest.removeFirst()
                case 0x20, 0x09:
                    filler.append(first == 0x20 ? " " : "\t", style: style)
                    rest.removeFirst()
                default:
                    let word = rest.prefix { $0 > 0x20 }
                    filler.append(word: String(decoding: word, as: UTF8.self), columns: word.count, style: style)
                    rest = rest[word.endIndex...]
                }
            }
            return true
        } ?? false
    }

    static func isNewline(_ character: Character) -> Bool {
        character == "\n" || character == "\r\n" || character == "\r"
    }
}
