/// How many colours a terminal shows, from fewest to most.
public enum ColorDepth: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// No colours: attributes only.
    case mono
    /// The first eight of `PaletteColor`.
    case palette8
    case palette16
    /// xterm's palette of 256.
    case indexed256
    case truecolor

    public static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}

extension Color {
    /// The nearest colour a terminal of that depth has: this one if it has it, `.default` without colours.
    ///
    /// Near means in OKLab, where equal distances look equal. The 16 palette colours are taken as xterm draws them by
    /// default. With eight colours a bright one becomes its dark twin.
    public func reduced(to depth: ColorDepth) -> Color {
        switch (self, depth) {
        case (.default, _), (_, .mono): return .default
        case (.palette16(let color), .palette8): return .palette16(PaletteColor(rawValue: color.rawValue % 8) ?? .black)
        case (.palette16, _), (_, .truecolor): return self
        case (.indexed(let index), .indexed256) where index >= 16: return self
        case (.indexed(let index), _) where index < 16:
            return Color.palette16(PaletteColor(rawValue: index) ?? .black).reduced(to: depth)
        default: break
        }
        let (red, green, blue) = components
        let wanted = OKLab(red: red, green: green, blue: blue)
        switch depth {
        case .mono: return .default
        case .palette8:
            return .palette16(PaletteColor(rawValue: UInt8(wanted.nearest(in: XtermPalette.lab[0..<8]))) ?? .black)
        case .palette16:
            return .palette16(PaletteColor(rawValue: UInt8(wanted.nearest(in: XtermPalette.lab[0..<16]))) ?? .black)
        // The first 16 are the user's own: what they look like can't be known.
        case .indexed256: return .indexed(UInt8(wanted.nearest(in: XtermPalette.lab[16..<256])))
        case .truecolor: return self
        }
    }

    /// Red, green and blue, each 0–255, as xterm draws the colour by default; black for `.default`.
    public var components: (red: UInt8, green: UInt8, blue: UInt8) {
        switch self {
        case .default: (0, 0, 0)
        case .palette16(let color): XtermPalette.colors[Int(color.rawValue)]
        case .indexed(let index): XtermPalette.colors[Int(index)]
        case .rgb(let red, let green, let blue): (red, green, blue)
        }
    }
}
