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

/// The 256 colours of xterm, as its `256colres.h` and `XTerm-col.ad` define them.
enum XtermPalette {
    static let colors: [(red: UInt8, green: UInt8, blue: UInt8)] = {
        var colors: [(red: UInt8, green: UInt8, blue: UInt8)] = [
            (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
            (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255),
            (0, 255, 255), (255, 255, 255),
        ]
        let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
        for red in levels {
            for green in levels {
                for blue in levels { colors.append((red, green, blue)) }
            }
        }
        for step in 0..<24 {
            let grey = UInt8(8 + 10 * step)
            colors.append((grey, grey, grey))
        }
        return colors
    }()

    static let lab = colors.map { OKLab(red: $0.red, green: $0.green, blue: $0.blue) }
}

/// A colour in Björn Ottosson's OKLab (https://bottosson.github.io/posts/oklab/).
struct OKLab: Sendable {
    let lightness: Double
    let a: Double
    let b: Double

    init(red: UInt8, green: UInt8, blue: UInt8) {
        let red = OKLab.linear(red)
        let green = OKLab.linear(green)
        let blue = OKLab.linear(blue)
        let l = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue).cubeRoot
        let m = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue).cubeRoot
        let s = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue).cubeRoot
        lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
        a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
        b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    }

    /// Index of the colour that differs least from this one.
    func nearest(in colors: ArraySlice<OKLab>) -> Int {
        colors.indices.min { distance(to: colors[$0]) < distance(to: colors[$1]) } ?? colors.startIndex
    }

    /// Squared distance.
    private func distance(to other: OKLab) -> Double {
        let (x, y, z) = (lightness - other.lightness, a - other.a, b - other.b)
        return x * x + y * y + z * z
    }

    private static func linear(_ component: UInt8) -> Double {
        linearComponents[Int(component)]
    }

    private static let linearComponents: [Double] = (0...255).map { value in
        let share = Double(value) / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055).power24
    }
}

extension Double {
    /// Cube root of a number from 0 to 1, by Newton's method.
    fileprivate var cubeRoot: Double {
        guard self > 0 else { return 0 }
        var root = 1.0
        for _ in 0..<40 { root = (2 * root + self / (root * root)) / 3 }
        return root
    }

    /// This number to the power 2.4 (12/5): a fifth root to the twelfth power.
    fileprivate var power24: Double {
        guard self > 0 else { return 0 }
        var root = 1.0
        for _ in 0..<60 { root = (4 * root + self / (root * root * root * root)) / 5 }
        return (0..<12).reduce(1) { product, _ in product * root }
    }
}
