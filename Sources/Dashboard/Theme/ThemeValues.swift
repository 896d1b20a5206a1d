import Terminal

extension Color {
    /// A colour in the words of a theme file: `#rrggbb`, a name of the 16 colours, or `default`. Nil for anything else.
    init?(themeValue text: String) {
        if text == "default" {
            self = .default
        } else if let named = PaletteColor(themeName: text) {
            self = .palette16(named)
        } else if text.hasPrefix("#"), text.utf8.count == 7, let value = UInt32(text.dropFirst(), radix: 16) {
            self = .rgb(UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255))
        } else {
            return nil
        }
    }
}

extension PaletteColor {
    /// The colour of that name: `red`, `bright-red`, `brightred`.
    init?(themeName name: String) {
        let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
        let isBright = name.hasPrefix("bright")
        let base = name.dropFirst(isBright ? 6 : 0).drop { $0 == "-" || $0 == "_" }
        guard let index = names.firstIndex(of: String(base)) else { return nil }
        self.init(rawValue: UInt8(index + (isBright ? 8 : 0)))
    }
}

extension TextAttributes {
    /// The attributes named in `text`, with blanks or commas between; words that name none are passed over.
    init(themeValue text: String) {
        self = text.split { $0 == " " || $0 == "," }.reduce(into: []) { $0.formUnion(Self.named[String($1)] ?? []) }
    }

    private static let named: [String: TextAttributes] = [
        "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
    ]
}
