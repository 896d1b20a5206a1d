import Terminal

/// The looks and glyphs of all roles, for terminals of any colour depth.
public struct Theme: Sendable, Hashable {
    private var entries: [Role: ThemeEntry] = [:]

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
    public func styleSheet(_ depth: ColorDepth) -> StyleSheet {
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

    private func style(of role: Role, _ depth: ColorDepth) -> Style {
        let own = nearestEntry(role)
        if role.isOverlay {
            // What an overlay doesn't name is left as it is below.
            let overlay = Style(
                foreground: own?.foregroundColor(depth) ?? .default,
                background: own?.backgroundColor(depth) ?? .default, attributes: own?.attributes(depth) ?? [])
            // Where few colours make it the same as what is below, its attributes tell.
            guard style(of: .text, depth).overlaid(by: overlay) == style(of: .text, depth) else { return overlay }
            return Style(attributes: own?.mono.map(TextAttributes.init(themeValue:)) ?? [])
        }
        let text = entries[.text]
        let backdrop = entries[.background]
        let foreground = own?.foregroundColor(depth) ?? text?.foregroundColor(depth)
        let background =
            own?.backgroundColor(depth) ?? text?.backgroundColor(depth) ?? backdrop?.backgroundColor(depth)
        let style = Style(
            foreground: foreground ?? .default, background: background ?? .default,
            attributes: own?.attributes(depth) ?? [])
        guard role != .text, style.foreground == style.background, style.foreground != .default else { return style }
        // Few colours have made them one: what could not be seen has the colour of text, and its attributes.
        return Style(
            foreground: text?.foregroundColor(depth) ?? .default, background: style.background,
            attributes: own?.mono.map(TextAttributes.init(themeValue:)) ?? .dim)
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

    /// The colour the theme names for that depth, or the nearest to the one it names for more colours.
    fileprivate func foregroundColor(_ depth: ColorDepth) -> Color? {
        let full = foreground.flatMap(Color.init(themeValue:))
        let indexed = color256.flatMap(UInt8.init).map(Color.indexed)
        let named = color16.flatMap(PaletteColor.init(themeName:)).map(Color.palette16)
        let choice: Color? =
            switch depth {
            case .mono: nil
            case .truecolor: full ?? indexed ?? named
            case .indexed256: indexed ?? full ?? named
            case .palette16, .palette8: named ?? full ?? indexed
            }
        return choice?.reduced(to: depth)
    }

    fileprivate func backgroundColor(_ depth: ColorDepth) -> Color? {
        depth == .mono ? nil : background.flatMap(Color.init(themeValue:))?.reduced(to: depth)
    }

    /// Attributes are the whole look without colours, and where the theme names no colour for the role. Beside a colour
    /// only bold is kept: it makes a colour stronger, the others would hide it.
    fileprivate func attributes(_ depth: ColorDepth) -> TextAttributes {
        let words = mono.map(TextAttributes.init(themeValue:)) ?? []
        let isColoured = foregroundColor(depth) != nil || backgroundColor(depth) != nil
        return isColoured ? words.intersection(.bold) : words
    }
}
