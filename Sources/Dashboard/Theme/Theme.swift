import Terminal

/// The looks and glyphs of all roles, for terminals of any colour depth.
public struct Theme: Sendable, Hashable {
    private var entries: [Role: ThemeEntry] = [:]

    /// Colours a terminal can show.
    public enum Depth: Sendable, Hashable, CaseIterable {
        case mono, colors8, colors16, colors256, trueColor
    }

    /// - Parameter entries: what the theme's file says; a later entry of a role adds to an earlier one. Roles nobody knows
    ///   are passed over, what a value can't be read as is taken as absent.
    public init(entries: [ThemeEntry]) {
        for entry in entries {
            guard let role = Role(named: entry.role) else { continue }
            self.entries[role] = self.entries[role]?.adding(entry) ?? entry
        }
    }

    /// The look of every role on a terminal of that depth.
    ///
    /// A role without colours takes its parent's, `text` at last.
    public func styleSheet(_ depth: Depth) -> StyleSheet {
        var sheet = StyleSheet(fallback: style(of: .text, depth))
        for role in Role.allCases where role != .background { sheet[role.key] = style(of: role, depth) }
        return sheet
    }

    /// The glyphs of all roles.
    public func glyphs(_ symbols: Canvas.Symbols) -> GlyphSet {
        var glyphs = symbols == .unicode ? GlyphSet.unicode : GlyphSet.ascii
        for (role, entry) in entries {
            let glyph = symbols == .unicode ? entry.glyph : entry.ascii
            if let glyph, TextWidth.of(glyph) == 1, symbols == .unicode || glyph.allSatisfy(\.isASCII) {
                glyphs[role] = glyph
            }
        }
        return GlyphSet(glyphs)
    }

    private func style(of role: Role, _ depth: Depth) -> Style {
        let own = nearestEntry(role)
        if role.isOverlay {
            // What an overlay doesn't name is left as it is below.
            return Style(
                foreground: own?.foregroundColor(depth) ?? .default,
                background: own?.backgroundColor(depth) ?? .default, attributes: own?.attributes(depth) ?? [])
        }
        let text = entries[.text]
        let backdrop = entries[.background]
        let foreground = own?.foregroundColor(depth) ?? text?.foregroundColor(depth)
        let background =
            own?.backgroundColor(depth) ?? text?.backgroundColor(depth) ?? backdrop?.backgroundColor(depth)
        return Style(
            foreground: foreground ?? .default, background: background ?? .default,
            attributes: own?.attributes(depth) ?? [])
    }

    /// What the theme says of the role, or else of the first of its ancestors it says something of.
    private func nearestEntry(_ role: Role) -> ThemeEntry? {
        var role: Role? = role
        while let current = role {
            if let entry = entries[current], entry.hasLook { return entry }
            role = current.parent
        }
        return nil
    }
}

extension ThemeEntry {
    fileprivate func adding(_ other: ThemeEntry) -> ThemeEntry {
        ThemeEntry(
            role: role, foreground: other.foreground ?? foreground, background: other.background ?? background,
            color256: other.color256 ?? color256, color16: other.color16 ?? color16, mono: other.mono ?? mono,
            glyph: other.glyph ?? glyph, ascii: other.ascii ?? ascii)
    }

    fileprivate var hasLook: Bool {
        foreground != nil || background != nil || color256 != nil || color16 != nil || mono != nil
    }

    fileprivate func foregroundColor(_ depth: Theme.Depth) -> Color? {
        let named = foreground.flatMap(Color.init(themeValue:))
        switch depth {
        case .mono: return nil
        case .trueColor: return named ?? indexed256 ?? named16
        case .colors256: return indexed256 ?? named?.reduced(to: .colors256) ?? named16
        case .colors16: return named16 ?? named?.reduced(to: .colors16) ?? indexed256?.reduced(to: .colors16)
        case .colors8: return (named16 ?? named ?? indexed256)?.reduced(to: .colors8)
        }
    }

    fileprivate func backgroundColor(_ depth: Theme.Depth) -> Color? {
        guard depth != .mono else { return nil }
        return background.flatMap(Color.init(themeValue:))?.reduced(to: depth)
    }

    private var indexed256: Color? { color256.flatMap(UInt8.init).map(Color.indexed) }

    private var named16: Color? { color16.flatMap(PaletteColor.init(themeName:)).map(Color.palette16) }

    /// Attributes are the whole look in mono. With colours they are drawn only for roles that have no colour of their own.
    fileprivate func attributes(_ depth: Theme.Depth) -> TextAttributes {
        let isColoured = foregroundColor(depth) != nil || backgroundColor(depth) != nil
        guard let mono, depth == .mono || !isColoured || mono.contains("bold") else { return [] }
        let words = mono.split { $0 == " " || $0 == "," }.reduce(into: TextAttributes()) { result, word in
            if let attribute = TextAttributes(themeName: String(word)) { result.formUnion(attribute) }
        }
        return depth == .mono || !isColoured ? words : words.intersection(.bold)
    }
}

extension TextAttributes {
    fileprivate init?(themeName name: String) {
        switch name {
        case "bold": self = .bold
        case "dim": self = .dim
        case "italic": self = .italic
        case "underline": self = .underline
        case "reverse": self = .reverse
        default: return nil
        }
    }
}
