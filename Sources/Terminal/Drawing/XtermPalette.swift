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
