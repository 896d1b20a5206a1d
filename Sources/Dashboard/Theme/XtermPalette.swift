/// The 256 colours as xterm defines them.
enum XtermPalette {
    private static let all: [OKLab] = (0..<256).map { index in
        let (red, green, blue) = rgb(index)
        return OKLab(red, green, blue)
    }

    static func color(_ index: UInt8) -> OKLab { all[Int(index)] }

    /// The nearest of 16–255. The first 16 are left out: their look is the user's.
    static func nearest256(to color: OKLab) -> UInt8 {
        let index = (16..<256).min { color.distance(to: all[$0]) < color.distance(to: all[$1]) }
        return UInt8(index ?? 16)
    }

    private static func rgb(_ index: Int) -> (UInt8, UInt8, UInt8) {
        switch index {
        case ..<16: return sixteen[index]
        case ..<232:
            let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
            let cube = index - 16
            return (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
        default:
            let grey = UInt8(8 + (index - 232) * 10)
            return (grey, grey, grey)
        }
    }

    private static let sixteen: [(UInt8, UInt8, UInt8)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]
}
