import Foundation
import Terminal

/// A colour in OKLab, where distance is close to what eyes see (Ottosson, 2020).
struct OKLab {
    var lightness: Double
    var a: Double
    var b: Double

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        let r = Self.linear(red)
        let g = Self.linear(green)
        let b = Self.linear(blue)
        let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
        let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
        let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
        lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
        a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
        self.b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    }

    /// The square of the distance to another colour.
    func distance(to other: OKLab) -> Double {
        let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
        return dl * dl + da * da + db * db
    }

    /// The nearest of the first `count` of the 16 colours, as xterm shows them.
    func nearest16(count: Int) -> Color {
        let index = (0..<count).min { left, right in
            distance(to: XtermPalette.color(UInt8(left))) < distance(to: XtermPalette.color(UInt8(right)))
        }
        return .palette16(PaletteColor(rawValue: UInt8(index ?? 7)) ?? .white)
    }

    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
