/// Makes text that somebody else wrote safe to show: what would command a terminal, or reorder or hide text, becomes a
/// visible glyph.
///
/// | in the text | shown as |
/// |---|---|
/// | C0 controls, DEL | their pictures: `␀` … `␛` … `␟`, `␡` |
/// | line and paragraph separators (U+2028, U+2029) | `␤` |
/// | C1 controls (U+0080–U+009F) | `�` |
/// | bidirectional controls (U+061C, 200E, 200F, 202A–202E, 2066–2069), shaping switches (206A–206F) | `�` |
/// | annotation marks (U+FFF9–FFFB), tag characters outside an emoji flag (U+E0000–E007F) | `�` |
/// | noncharacters (U+FDD0–FDEF, and the last two of each plane) | `�` |
///
/// Other invisible characters (joiners, variation selectors, soft hyphens) shape the glyphs beside them and stay; a
/// `Canvas` drops them when it cuts text into cells.
public enum VisibleText {
    /// `text` with everything in the table above replaced.
    ///
    /// - Parameter keepingNewlinesAndTabs: whether `\n` and `\t` pass unchanged; then `\r\n` becomes `\n`. Without it they
    ///   are shown as `␊`, `␉`, `␍`, which makes any text a single line.
    /// - Parameter asciiOnly: whether every replacement is `?`, for a terminal that can't show the pictures. The text's own
    ///   characters pass all the same.
    public static func escape(
        _ text: some StringProtocol, keepingNewlinesAndTabs: Bool = false, asciiOnly: Bool = false
    ) -> String {
        guard text.unicodeScalars.contains(where: { substitute(for: $0) != nil }) else { return String(text) }
        var result = ""
        result.reserveCapacity(text.utf8.count + 16)
        for character in text {
            if character == "\r\n", keepingNewlinesAndTabs {
                result.append("\n")
                continue
            }
            let isFlag = isTagFlag(character)
            for scalar in character.unicodeScalars {
                if keepingNewlinesAndTabs && (scalar == "\n" || scalar == "\t") || isFlag {
                    result.unicodeScalars.append(scalar)
                } else if let visible = substitute(for: scalar) {
                    result.unicodeScalars.append(asciiOnly ? "?" : visible)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    /// What is shown in the place of `scalar`; nil if it may be shown as it is.
    static func substitute(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x20...0x7E: nil
        case 0x00...0x1F: Unicode.Scalar(0x2400 + scalar.value)
        case 0x7F: "\u{2421}"
        case 0x2028, 0x2029: "\u{2424}"
        case 0x80...0x9F, 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x206F, 0xFFF9...0xFFFB,
            0xE0000...0xE007F, 0xFDD0...0xFDEF:
            "\u{FFFD}"
        default: scalar.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : nil
        }
    }

    /// Whether a cluster is a subdivision's flag: a black flag, then tags, the last one the cancel tag.
    static func isTagFlag(_ character: Character) -> Bool {
        let scalars = character.unicodeScalars
        return scalars.first == "\u{1F3F4}" && scalars.last == "\u{E007F}"
            && scalars.dropFirst().allSatisfy { (0xE0000...0xE007F).contains($0.value) }
    }
}
