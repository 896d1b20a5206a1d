import LocatedYAML

extension ThemeFile {
    /// Keys of the file, and of each role in it.
    static let topKeys = ["name", "inherits", "background", "palette", "roles"]
    static let roleKeys = ["fg", "bg", "c256", "c16", "mono", "glyph", "ascii"]

    static let terminalColors = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black", "bright-red",
        "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
    ]
    static let attributes = ["bold", "dim", "italic", "underline", "reverse", "none"]

    /// Reads and checks a theme's text. The first thing that is wrong ends it.
    ///
    /// - Parameters:
    ///   - file: the name that errors carry.
    ///   - roles: the names of all roles.
    public init(parsing text: String, file: String, roles: [String]) throws(ConfigurationError) {
        do {
            self = try ThemeReader(roles: roles).theme(YAMLNode(parsing: text, file: file))
        } catch {
            throw ConfigurationError(error)
        }
    }
}

private struct ThemeReader {
    let roles: [String]
    private var palette: [ThemeFile.Background: [String: String]] = [:]

    init(roles: [String]) { self.roles = roles }

    func theme(_ node: YAMLNode) throws(YAMLError) -> ThemeFile {
        let top = try node.mapping("a mapping with the keys name and roles")
        try top.allowOnly(ThemeFile.topKeys)
        var theme = ThemeFile(
            file: node.location.file, name: try top.required("name", "the theme's name").name("the theme's name"))
        if let parent = top["inherits"] { theme.inherits = Located(try parent.name("a theme's name"), at: parent) }
        theme.background = try top["background"].map { node throws(YAMLError) in try background(node) }
        var reader = self
        if let palette = top["palette"] { reader.palette = try self.palette(palette, theme.background) }
        theme.palette = reader.palette
        guard let rolesNode = top["roles"] else { return theme }
        let mapping = try rolesNode.mapping("roles with their looks")
        try mapping.allowOnly(roles)
        for entry in mapping.entries {
            theme.roles.append(try reader.entry(entry))
        }
        return theme
    }

    private func background(_ node: YAMLNode) throws(YAMLError) -> ThemeFile.Background {
        let names = ThemeFile.Background.allCases.map(\.rawValue)
        let text = try node.string("dark or light")
        guard let background = ThemeFile.Background(rawValue: text) else {
            throw node.error(
                expected: "dark or light", remedy: nearestName(to: text, among: names).map { "Did you mean '\($0)'?" })
        }
        return background
    }

    /// Both halves have the same names: a colour missing in one would leave a role bare on half of all terminals. A theme
    /// made for one background has only that half.
    private func palette(
        _ node: YAMLNode, _ only: ThemeFile.Background?
    ) throws(YAMLError) -> [ThemeFile.Background: [String: String]] {
        let needed = only.map { [$0] } ?? ThemeFile.Background.allCases
        let mapping = try node.mapping("a mapping with the keys \(needed.map(\.rawValue).joined(separator: " and "))")
        try mapping.allowOnly(needed.map(\.rawValue))
        var halves: [ThemeFile.Background: [String: String]] = [:]
        for background in needed {
            let half = try mapping.required(background.rawValue, "colours by name").mapping("colours by name")
            var colors: [String: String] = [:]
            for entry in half.entries {
                guard entry.name != "default" else {
                    throw entry.value.error("'default' is the terminal's own colour, and no name for another")
                }
                colors[entry.name] = try hexColor(entry.value)
            }
            halves[background] = colors
        }
        for (half, other) in [(ThemeFile.Background.dark, ThemeFile.Background.light), (.light, .dark)] {
            guard let names = halves[half]?.keys.sorted(), let others = halves[other] else { continue }
            if let missing = names.first(where: { others[$0] == nil }) {
                let node = try mapping.required(other.rawValue, "colours by name")
                throw node.error("the colour '\(missing)' of the \(half.rawValue) half is missing here")
            }
        }
        return halves
    }

    private func hexColor(_ node: YAMLNode) throws(YAMLError) -> String {
        let expected = "a colour such as \"#8ec07c\", in quotes"
        let text = try node.string(expected)
        guard Self.isHex(text) else { throw node.error(expected: expected) }
        return text.lowercased()
    }

    private static func isHex(_ text: String) -> Bool {
        text.utf8.count == 7 && text.hasPrefix("#") && text.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    private func entry(_ entry: YAMLNode.Entry) throws(YAMLError) -> ThemeFile.Entry {
        let mapping = try entry.value.mapping("a mapping with keys such as fg and glyph")
        try mapping.allowOnly(ThemeFile.roleKeys)
        return ThemeFile.Entry(
            role: entry.name, foreground: try mapping["fg"].map(color), background: try mapping["bg"].map(color),
            color256: try mapping["c256"].map { node throws(YAMLError) in String(try node.int(in: 0...255)) },
            color16: try mapping["c16"].map(terminalColor), mono: try mapping["mono"].map(mono),
            glyph: try mapping["glyph"].map(glyph), ascii: try mapping["ascii"].map(ascii))
    }

    private func color(_ node: YAMLNode) throws(YAMLError) -> String {
        let expected = "a colour: a name of the palette, one of a terminal's 16, default, or \"#rrggbb\""
        let text = try node.string(expected)
        if Self.isHex(text) { return text.lowercased() }
        let names = (palette[.dark] ?? palette[.light] ?? [:]).keys.sorted() + ThemeFile.terminalColors + ["default"]
        guard names.contains(text) else {
            throw node.error(
                expected: expected, remedy: nearestName(to: text, among: names).map { "Did you mean '\($0)'?" })
        }
        return text
    }

    private func terminalColor(_ node: YAMLNode) throws(YAMLError) -> String {
        let names = ThemeFile.terminalColors + ["default"]
        let text = try node.string("one of a terminal's 16 colours")
        guard names.contains(text) else {
            throw node.error(
                expected: "one of a terminal's 16 colours",
                remedy: nearestName(to: text, among: names).map { "Did you mean '\($0)'?" })
        }
        return text
    }

    private func mono(_ node: YAMLNode) throws(YAMLError) -> String {
        let words = try node.string("attributes").split { $0 == " " || $0 == "," }.map(String.init)
        guard !words.isEmpty, let unknown = words.first(where: { !ThemeFile.attributes.contains($0) }) else {
            guard !words.isEmpty else { throw node.error(expected: ThemeFile.attributes.joined(separator: ", ")) }
            return words.joined(separator: ", ")
        }
        throw node.error(
            "expected \(ThemeFile.attributes.joined(separator: ", ")), found '\(unknown)'",
            remedy: nearestName(to: unknown, among: ThemeFile.attributes).map { "Did you mean '\($0)'?" })
    }

    /// How many columns a glyph takes is for those who draw it to check.
    private func glyph(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string("one glyph")
        guard text.count == 1, !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw node.error(expected: "one glyph")
        }
        return text
    }

    private func ascii(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string("one ASCII character")
        guard text.utf8.count == 1, let byte = text.utf8.first, (0x20..<0x7F).contains(byte) else {
            throw node.error(expected: "one ASCII character")
        }
        return text
    }
}
