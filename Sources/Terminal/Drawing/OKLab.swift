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
