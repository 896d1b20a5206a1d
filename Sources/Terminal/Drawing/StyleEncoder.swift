/// The control sequences for looks.
struct StyleEncoder: Sendable {
    /// Colours not to go beyond.
    let depth: ColorDepth

    /// Sets attributes and colours, whatever they were.
    func select(_ style: Style) -> String {
        var codes = ["0"]
        let attributes: [(TextAttributes, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
        ]
        for (attribute, code) in attributes where style.attributes.contains(attribute) { codes.append(code) }
        codes += parameters(style.foreground.reduced(to: depth), base: 30)
        codes += parameters(style.background.reduced(to: depth), base: 40)
        return "\u{1B}[\(codes.joined(separator: ";"))m"
    }

    /// - Parameter base: 30 for the foreground, 40 for the background.
    private func parameters(_ color: Color, base: Int) -> [String] {
        switch color {
        case .default: []
        case .palette16(let color) where color.rawValue < 8: ["\(base + Int(color.rawValue))"]
        case .palette16(let color): ["\(base + 60 + Int(color.rawValue) - 8)"]
        case .indexed(let index): ["\(base + 8)", "5", "\(index)"]
        case .rgb(let red, let green, let blue): ["\(base + 8)", "2", "\(red)", "\(green)", "\(blue)"]
        }
    }
}
