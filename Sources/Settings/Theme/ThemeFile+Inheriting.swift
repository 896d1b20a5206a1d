extension ThemeFile {
    /// What this theme and those it inherits say of every role they name, for one background: ancestors first, so that a
    /// later entry of a role adds to an earlier one.
    ///
    /// Names of palettes are replaced by their colours. A name that two themes of the line give a colour has the one of the
    /// younger, also where the elder uses it: another palette is all that a theme needs.
    ///
    /// - Parameter background: the terminal's; a theme made for one of the two has the last word.
    /// - Parameter theme: reads the theme of a name; nil if there is none.
    /// - Throws: where an ancestor is missing or wrong, or is this theme again.
    public func entries(
        on background: Background, theme: (String) throws(ConfigurationError) -> ThemeFile?
    ) throws(ConfigurationError) -> [Entry] {
        var line = [self]
        var seen: Set = [name]
        while let parent = line[0].inherits {
            let file = line[0].file
            let error = { (reason: String) in
                ConfigurationError(file: file, line: parent.line, key: parent.key, reason: reason)
            }
            guard seen.insert(parent.value).inserted else {
                throw error("the theme '\(parent.value)' inherits itself")
            }
            guard let next = try theme(parent.value) else {
                throw error("there is no theme '\(parent.value)'")
            }
            line.insert(next, at: 0)
        }
        let background = line.last { $0.background != nil }?.background ?? background
        let colors = line.reduce(into: [:]) { colors, theme in
            colors.merge(theme.palette[background] ?? [:]) { _, younger in younger }
        }
        return line.flatMap { $0.colored(colors) }
    }

    /// The roles with the palette's colours filled in.
    private func colored(_ colors: [String: String]) -> [Entry] {
        roles.map { entry in
            var entry = entry
            entry.foreground = entry.foreground.map { colors[$0] ?? $0 }
            entry.background = entry.background.map { colors[$0] ?? $0 }
            return entry
        }
    }
}
