import CTerminal
import Terminal

/// Colours and attributes for ncurses: reduces colours to what the terminal has, and numbers colour pairs as needed.
@TerminalActor
struct ColorPairs {
    /// What is drawn: the terminal's depth, or less if asked for.
    let depth: ColorDepth
    private let isDirect: Bool
    private let limit: Int
    private var numbers: [Colors: Int32] = [:]

    private struct Colors: Hashable {
        var foreground: Int32
        var background: Int32
    }

    /// - Parameter most: the depth not to go beyond.
    init(most: ColorDepth) {
        isDirect = ct_is_direct_color()
        limit = Int(ct_pairs())
        let available: ColorDepth =
            switch ct_colors() {
            case _ where isDirect: .truecolor
            case 256...: .indexed256
            case 16...: .palette16
            case 8...: .palette8
            default: .mono
            }
        depth = min(most, available)
    }

    /// The number of the pair for a style's colours; 0, the terminal's own, where there is none to be had.
    mutating func number(for style: Style) -> Int32 {
        guard depth > .mono else { return 0 }
        let colors = Colors(
            foreground: value(style.foreground), background: value(style.background))
        if colors == Colors(foreground: -1, background: -1) { return 0 }
        return number(for: colors)
            // A terminal of 8 colours may have 64 pairs, fewer than there are combinations with its own colours.
            ?? number(for: Colors(foreground: colors.foreground, background: -1)) ?? 0
    }

    private mutating func number(for colors: Colors) -> Int32? {
        if let known = numbers[colors] { return known }
        let next = Int32(numbers.count + 1)
        // Refused pairs draw black on black: what can't be defined isn't used.
        guard next < limit, ct_define_pair(next, colors.foreground, colors.background) else { return nil }
        numbers[colors] = next
        return next
    }

    /// A colour as ncurses numbers it, within what the terminal has.
    private func value(_ color: Color) -> Int32 {
        switch color.reduced(to: depth) {
        case .default: return -1
        case .palette16(let color) where !isDirect || color.rawValue < 8: return Int32(color.rawValue)
        case .indexed(let index) where !isDirect: return Int32(index)
        case let other:
            let (red, green, blue) = other.components
            // Where colours are direct, 0 to 7 still mean the palette: the blackest blues become the next one.
            return max(8, Int32(red) << 16 | Int32(green) << 8 | Int32(blue))
        }
    }
}
