/// One glyph as it goes into a cell: a spacing character with at most four combining marks, and how many columns it takes.
struct Glyph: Equatable {
    let character: Character
    /// 1 or 2.
    let width: UInt8

    static let blank = Glyph(character: " ", width: 1)

    /// Printable ASCII, made once; index 0 is the space.
    static let ascii: [Glyph] = (0x20...0x7E).map { Glyph(character: Character(Unicode.Scalar($0)), width: 1) }
}

/// Cuts a grapheme cluster into glyphs every terminal gives the same width.
///
/// Terminals disagree on clusters built from several spacing characters, and a cell of ncurses holds one spacing character
/// and four marks. So what is drawn is the part all of them agree on, padded to a fixed width:
///
/// | cluster | drawn as | columns |
/// |---|---|---|
/// | joined emoji (families), skin tones | the first emoji | 2 |
/// | emoji made colourful by U+FE0F, keycaps | the character without it, and a blank | 2 |
/// | flags of two regional indicators | their two letters | 2 |
/// | a lone combining mark | the mark on `◌` | 1 |
/// | several spacing characters (Indic syllables) | one glyph each | their sum |
/// | more than four combining marks | the first four | of the base |
///
/// Controls appear as `VisibleText` shows them, one column each; other invisible characters are dropped.
enum GlyphRun {
    /// Calls `body` with each glyph of `character`, from left to right. Nothing for a cluster of dropped characters.
    @inline(__always)
    static func forEach(of character: Character, _ body: (Glyph) -> Void) {
        if let ascii = character.asciiValue, (0x20...0x7E).contains(ascii) {
            body(Glyph.ascii[Int(ascii) - 0x20])
        } else {
            forEachGlyph(ofCluster: character, body)
        }
    }

    /// Columns `character` takes: the sum over its glyphs.
    static func width(of character: Character) -> Int {
        var width = 0
        forEach(of: character) { width += Int($0.width) }
        return width
    }

    private static func forEachGlyph(ofCluster character: Character, _ body: (Glyph) -> Void) {
        let scalars = character.unicodeScalars
        let first = scalars[scalars.startIndex]
        if scalars.index(after: scalars.startIndex) == scalars.endIndex {
            single(first, body)
        } else if isRegionalIndicator(first) {
            for scalar in scalars where isRegionalIndicator(scalar) { single(scalar, body) }
        } else if isEmojiCluster(first, scalars) {
            let wide = WideScalars.contains(first)
            body(Glyph(character: Character(first), width: wide ? 2 : 1))
            if !wide { body(.blank) }
        } else {
            spacingGlyphs(scalars, body)
        }
    }

    private static func single(_ scalar: Unicode.Scalar, _ body: (Glyph) -> Void) {
        if isOrdinary(scalar) {
            body(Glyph(character: Character(scalar), width: WideScalars.contains(scalar) ? 2 : 1))
        } else if let visible = VisibleText.substitute(for: scalar) {
            body(Glyph(character: Character(visible), width: 1))
        } else if isRegionalIndicator(scalar) {
            body(Glyph.ascii[Int(scalar.value - 0x1F1E6) + 0x41 - 0x20])
        } else if isDropped(scalar) {
            return
        } else if isMark(scalar) {
            body(Glyph(character: dottedCircle(with: scalar), width: 1))
        } else {
            body(Glyph(character: Character(scalar), width: WideScalars.contains(scalar) ? 2 : 1))
        }
    }

    private static func spacingGlyphs(_ scalars: Character.UnicodeScalarView, _ body: (Glyph) -> Void) {
        var base: Unicode.Scalar?
        var marks: [Unicode.Scalar] = []
        func flush() {
            guard let base else { return }
            let text = String(String.UnicodeScalarView([base] + marks))
            // A base and its marks are one cluster by Unicode's rules; if some odd pair is not, the marks go.
            let character = text.count == 1 ? Character(text) : Character(base)
            body(Glyph(character: character, width: WideScalars.contains(base) ? 2 : 1))
        }
        for scalar in scalars {
            if let visible = VisibleText.substitute(for: scalar) {
                flush()
                (base, marks) = (visible, [])
            } else if isDropped(scalar) {
                continue
            } else if isMark(scalar) || isTrailingJamo(scalar) {
                if base == nil { base = "\u{25CC}" }
                if marks.count < 4 { marks.append(scalar) }
            } else {
                flush()
                (base, marks) = (scalar, [])
            }
        }
        flush()
    }

    private static func isEmojiCluster(_ first: Unicode.Scalar, _ scalars: Character.UnicodeScalarView) -> Bool {
        if scalars.contains("\u{20E3}") && first.properties.isEmoji { return true }
        guard first.value > 0x7F, first.properties.isEmoji else { return false }
        return scalars.dropFirst().contains { scalar in
            scalar == "\u{FE0F}" || scalar == "\u{200D}" || (0x1F3FB...0x1F3FF).contains(scalar.value)
                || (0xE0020...0xE007F).contains(scalar.value)
        }
    }

    /// Scalars that need no look at their properties, which costs more than drawing: accented Latin, arrows and lines, CJK,
    /// Hangul. None of them is a mark or invisible.
    private static func isOrdinary(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xC0...0x2FF, 0x2190...0x2BFF, 0x3400...0xA4CF, 0xAC00...0xD7A3: true
        default: false
        }
    }

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    /// Vowels and final consonants of decomposed Hangul: they join the syllable on their left and take no column.
    private static func isTrailingJamo(_ scalar: Unicode.Scalar) -> Bool {
        (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x300 else { return false }
        let category = scalar.properties.generalCategory
        return category == .nonspacingMark || category == .enclosingMark
    }

    /// Invisible characters a cell has no use for: format controls, variation selectors, Hangul fillers.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0xAD else { return false }
        switch scalar.value {
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x180B...0x180F, 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0: return true
        default: return scalar.properties.generalCategory == .format
        }
    }

    private static func dottedCircle(with mark: Unicode.Scalar) -> Character {
        let text = String(String.UnicodeScalarView(["\u{25CC}", mark]))
        return text.count == 1 ? Character(text) : "\u{25CC}"
    }
}
