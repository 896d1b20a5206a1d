/// The nearest ASCII character to a glyph, one column for one column.
///
/// For terminals whose character set has nothing else. Lines, arrows, quotes and bullets become what typists used for
/// them; accented Latin letters lose their accents; anything else becomes `?`.
public enum AsciiFallback {
    /// The character that stands for `glyph`; itself if it is ASCII.
    public static func character(for glyph: Character) -> Character {
        if glyph.isASCII { return glyph }
        if let known = table[glyph] { return known }
        if let scalar = glyph.unicodeScalars.first, let drawn = line(scalar) { return drawn }
        // "é" decomposes to an "e" and an accent: the letter is what can be kept.
        if let base = glyph.unicodeScalars.first, base.isASCII { return Character(base) }
        if let base = decomposedBase(of: glyph) { return base }
        return "?"
    }

    private static func line(_ scalar: Unicode.Scalar) -> Character? {
        switch scalar.value {
        case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2574, 0x2576, 0x2578, 0x257A: "-"
        case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2575, 0x2577, 0x2579, 0x257B: "|"
        case 0x2550: "="
        case 0x2551: "|"
        case 0x250C...0x254B, 0x2552...0x2570: "+"
        case 0x2580...0x2590: "#"
        case 0x2591: "."
        case 0x2592: ":"
        case 0x2593: "%"
        case 0x2800...0x28FF: "*"
        default: nil
        }
    }

    private static func decomposedBase(of glyph: Character) -> Character? {
        // Canonically equal strings have the same decomposition; comparing finds it without Foundation.
        guard let first = glyph.unicodeScalars.first, (0xC0...0x17E).contains(first.value) else { return nil }
        return latin[first.value]
    }

    private static let table: [Character: Character] = [
        "‘": "'", "’": "'", "“": "\"", "”": "\"", "«": "<", "»": ">", "‹": "<", "›": ">",
        "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "…": ".", "·": ".", "•": "*", "∙": ".", "×": "x",
        "←": "<", "→": ">", "↑": "^", "↓": "v", "◀": "<", "▶": ">", "▲": "^", "▼": "v", "▸": ">", "▾": "v", "◂": "<",
        "▴": "^", "✓": "+", "✔": "+", "✗": "x", "✘": "x", "●": "*", "○": "o", "◐": "~", "◌": "o", "☁": "@",
        "≤": "<", "≥": ">", "≠": "!", "≈": "~", "°": "o", "\u{A0}": " ", "\u{2002}": " ", "\u{2003}": " ",
        "\u{2009}": " ", "\u{202F}": " ", "\u{3000}": " ",
    ]

    /// Latin letters with an accent, by code point.
    private static let latin: [UInt32: Character] = {
        let rows: [(String, Character)] = [
            ("ÀÁÂÃÄÅĀĂĄ", "A"), ("àáâãäåāăą", "a"), ("ÇĆĈĊČ", "C"), ("çćĉċč", "c"), ("ĎĐ", "D"), ("ďđ", "d"),
            ("ÈÉÊËĒĔĖĘĚ", "E"), ("èéêëēĕėęě", "e"), ("ĜĞĠĢ", "G"), ("ĝğġģ", "g"), ("ĤĦ", "H"), ("ĥħ", "h"),
            ("ÌÍÎÏĨĪĬĮİ", "I"), ("ìíîïĩīĭįı", "i"), ("Ĵ", "J"), ("ĵ", "j"), ("Ķ", "K"), ("ķ", "k"),
            ("ĹĻĽĿŁ", "L"), ("ĺļľŀł", "l"), ("ÑŃŅŇ", "N"), ("ñńņňŉ", "n"), ("ÒÓÔÕÖØŌŎŐ", "O"), ("òóôõöøōŏő", "o"),
            ("ŔŖŘ", "R"), ("ŕŗř", "r"), ("ŚŜŞŠ", "S"), ("śŝşšß", "s"), ("ŢŤŦ", "T"), ("ţťŧ", "t"),
            ("ÙÚÛÜŨŪŬŮŰŲ", "U"), ("ùúûüũūŭůűų", "u"), ("Ŵ", "W"), ("ŵ", "w"), ("ÝŶŸ", "Y"), ("ýÿŷ", "y"),
            ("ŹŻŽ", "Z"), ("źżž", "z"),
        ]
        var result: [UInt32: Character] = [:]
        for (letters, plain) in rows {
            for scalar in letters.unicodeScalars { result[scalar.value] = plain }
        }
        return result
    }()
}
