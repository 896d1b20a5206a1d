import Settings
import Testing

@Suite struct `A theme file` {
    private static let roles = ["text", "text.muted", "tier.warm", "verdict.accept"]

    private func theme(_ text: String, file: String = "t.yaml") throws(ConfigurationError) -> ThemeFile {
        try ThemeFile(parsing: text, file: file, roles: Self.roles)
    }

    private let dusk = """
        name: dusk
        inherits: base
        palette: { dark: { bg: "#282828", ok: "#8EC07C" }, light: { bg: "#fbf1c7", ok: "#427b58" } }
        roles:
          text:           { fg: default, bg: bg }
          verdict.accept: { fg: ok, c256: 72, c16: green, mono: "bold underline", glyph: "✓", ascii: "+" }
        """

    private let base = """
        name: base
        roles:
          text: { fg: default }
          tier.warm: { c16: green, glyph: "●", ascii: "*" }
        """

    @Test func `yields names and values as written`() throws {
        #expect(
            try theme(dusk)
                == ThemeFile(
                    file: "t.yaml", name: "dusk", inherits: Located("base", line: 2, key: "inherits"),
                    palette: [
                        .dark: ["bg": "#282828", "ok": "#8ec07c"], .light: ["bg": "#fbf1c7", "ok": "#427b58"],
                    ],
                    roles: [
                        .init(role: "text", foreground: "default", background: "bg"),
                        .init(
                            role: "verdict.accept", foreground: "ok", color256: "72", color16: "green",
                            mono: "bold, underline", glyph: "✓", ascii: "+"),
                    ]))
    }

    @Test(arguments: [(ThemeFile.Background.dark, "#282828", "#8ec07c"), (.light, "#fbf1c7", "#427b58")])
    func `adds to the theme it inherits, with the half of its palette that fits`(
        _ background: ThemeFile.Background, _ bg: String, _ ok: String
    ) throws {
        let entries = try theme(dusk).entries(on: background) { name throws(ConfigurationError) in
            name == "base" ? try self.theme(self.base) : nil
        }
        #expect(
            entries == [
                .init(role: "text", foreground: "default"),
                .init(role: "tier.warm", color16: "green", glyph: "●", ascii: "*"),
                .init(role: "text", foreground: "default", background: bg),
                .init(
                    role: "verdict.accept", foreground: ok, color256: "72", color16: "green", mono: "bold, underline",
                    glyph: "✓", ascii: "+"),
            ])
    }

    @Test(arguments: [(ThemeFile.Background.dark, "#8ec07c"), (.light, "#427b58")])
    func `gives a name of its palette its own colour in what it inherits, too`(
        _ background: ThemeFile.Background, _ old: String
    ) throws {
        let child = "name: child\ninherits: dusk\npalette: { dark: { ok: \"#00ff00\" }, light: { ok: \"#007700\" } }"
        func ok(_ theme: ThemeFile) throws -> String? {
            try theme.entries(on: background) { name throws(ConfigurationError) in
                try self.theme(name == "base" ? self.base : self.dusk)
            }.last { $0.role == "verdict.accept" }?.foreground
        }
        #expect(try ok(theme(dusk)) == old)
        #expect(try ok(theme(child)) == (background == .dark ? "#00ff00" : "#007700"))
    }

    @Test(arguments: ThemeFile.Background.allCases)
    func `made for one background has that half of every palette on any terminal`(
        _ background: ThemeFile.Background
    ) throws {
        let child = try theme("name: child\ninherits: dusk\nbackground: light\n")
        let entries = try child.entries(on: background) { name throws(ConfigurationError) in
            try self.theme(name == "base" ? self.base : self.dusk)
        }
        #expect(entries.last { $0.role == "text" }?.background == "#fbf1c7")
        let alone = "name: alone\nbackground: dark\npalette: { dark: { ok: \"#00ff00\" } }\nroles: { text: { fg: ok } }"
        #expect(
            try theme(alone).entries(on: background) { _ in nil } == [.init(role: "text", foreground: "#00ff00")])
    }

    @Test func `says which inherited theme is missing, or goes round in a circle`() throws {
        #expect(
            throws: ConfigurationError(file: "t.yaml", line: 2, key: "inherits", reason: "there is no theme 'base'")
        ) { try theme(dusk).entries(on: .dark) { _ in nil } }
        let circle = "name: base\ninherits: dusk\n"
        #expect(
            throws: ConfigurationError(
                file: "circle.yaml", line: 2, key: "inherits", reason: "the theme 'dusk' inherits itself")
        ) {
            try theme(dusk).entries(on: .dark) { _ throws(ConfigurationError) in
                try self.theme(circle, file: "circle.yaml")
            }
        }
    }

    @Test(arguments: [
        (
            "verdict.accept:", "verdict.acept:",
            "t.yaml:6: key 'roles.verdict.acept': unknown key. Did you mean 'verdict.accept'?"
        ),
        ("fg: ok", "fgg: ok", "t.yaml:6: key 'roles.verdict.accept.fgg': unknown key. Did you mean 'fg'?"),
        (
            "fg: ok", "fg: okk",
            "t.yaml:6: key 'roles.verdict.accept.fg': expected a colour: a name of the palette, one of a terminal's 16, default, or \"#rrggbb\", found 'okk'. Did you mean 'ok'?"
        ),
        (
            "c16: green", "c16: gren",
            "t.yaml:6: key 'roles.verdict.accept.c16': expected one of a terminal's 16 colours, found 'gren'. Did you mean 'green'?"
        ),
        (
            "c256: 72", "c256: 256",
            "t.yaml:6: key 'roles.verdict.accept.c256': expected a whole number from 0 to 255, found '256'"
        ),
        (
            "bold underline", "bold blink",
            "t.yaml:6: key 'roles.verdict.accept.mono': expected bold, dim, italic, underline, reverse, none, found 'blink'"
        ),
        ("\"✓\"", "\"ok\"", "t.yaml:6: key 'roles.verdict.accept.glyph': expected one glyph, found 'ok'"),
        ("\"✓\"", "\"\\e\"", "t.yaml:6: key 'roles.verdict.accept.glyph': expected one glyph, found '?'"),
        (
            "ascii: \"+\"", "ascii: \"✓\"",
            "t.yaml:6: key 'roles.verdict.accept.ascii': expected one ASCII character, found '✓'"
        ),
        ("\"#282828\"", "#282828", "t.yaml:4: not YAML: did not find expected ',' or '}'"),
        (
            "\"#282828\"", "\"#28282\"",
            "t.yaml:3: key 'palette.dark.bg': expected a colour such as \"#8ec07c\", in quotes, found '#28282'"
        ),
        (", ok: \"#427b58\"", "", "t.yaml:3: key 'palette.light': the colour 'ok' of the dark half is missing here"),
        (
            "inherits: base", "background: drak",
            "t.yaml:2: key 'background': expected dark or light, found 'drak'. Did you mean 'dark'?"
        ),
        (
            "inherits: base", "background: dark",
            "t.yaml:3: key 'palette.light': unknown key. Known here: dark."
        ),
        ("name: dusk", "nam: dusk", "t.yaml:1: key 'nam': unknown key. Did you mean 'name'?"),
    ])
    func `that is wrong gives one error with line, key and the nearest name`(
        _ old: String, _ new: String, _ expected: String
    ) {
        do throws(ConfigurationError) {
            _ = try theme(dusk.replacing(old, with: new))
            Issue.record("no error")
        } catch {
            #expect(error.description == expected)
        }
    }
}
