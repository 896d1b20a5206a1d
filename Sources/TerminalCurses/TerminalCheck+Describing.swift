import CTerminal

extension TerminalCheck {
    /// How many colours the terminal of that name has by its description, 0 for none; nil where no description of it is
    /// installed. Call it while no screen is open.
    public static func colors(of term: String) -> Int? {
        let colors = ct_described_colors(term)
        return colors < 0 ? nil : Int(colors)
    }

    /// Whether the environment names a UTF-8 locale, or one that takes its place is installed.
    public static func hasUTF8Locale() -> Bool { ct_use_utf8_locale() }
}
