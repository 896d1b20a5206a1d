extension ThemeFile {
    /// What this theme and those it inherits say of every role they name, for one background: ancestors first, so that a
    /// later entry of a role adds to an earlier one. Names of palettes are replaced by their colours.
    ///
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
        return line.flatMap { $0.colored(on: background) }
    }

    /// The roles with this theme's own palette filled in.
    private func colored(on background: Background) -> [Entry] {
        let colors = palette[background] ?? [:]
        return roles.map { entry in
            var entry = entry
            entry.foreground = entry.foreground.map { colors[$0] ?? $0 }
            entry.background = entry.background.map { colors[$0] ?? $0 }
            return entry
        }
    }
}
