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

    /// The nearest colour a terminal of that depth has, by distance in OKLab.
    func reduced(to depth: Theme.Depth) -> Color {
        switch (self, depth) {
        case (.default, _), (_, .trueColor): return self
        case (_, .mono): return .default
        case (.palette16(let color), .colors8): return .palette16(PaletteColor(rawValue: color.rawValue % 8) ?? color)
        case (.palette16, _), (.indexed, .colors256): return self
        case (.indexed(let index), .colors8), (.indexed(let index), .colors16):
            return XtermPalette.color(index).nearest16(count: depth == .colors8 ? 8 : 16)
        case (.rgb(let red, let green, let blue), .colors256):
            return .indexed(XtermPalette.nearest256(to: OKLab(red, green, blue)))
        case (.rgb(let red, let green, let blue), .colors8), (.rgb(let red, let green, let blue), .colors16):
            return OKLab(red, green, blue).nearest16(count: depth == .colors8 ? 8 : 16)
        }
    }
}

extension PaletteColor {
    /// The colour of that name: `red`, `bright-red`, `brightred`.
    init?(themeName name: String) {
        let names = [
            "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        ]
        let isBright = name.hasPrefix("bright")
        let base = name.dropFirst(isBright ? 6 : 0).drop { $0 == "-" || $0 == "_" }
        guard let index = names.firstIndex(of: String(base)) else { return nil }
        self.init(rawValue: UInt8(index + (isBright ? 8 : 0)))
    }
}
