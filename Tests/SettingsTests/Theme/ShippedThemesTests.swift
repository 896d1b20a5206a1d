import Foundation
import RungTestSupport
import Settings
import Testing

/// Every file of Themes/: all roles, glyphs with stand-ins, and colours that can be read.
@Suite struct `A theme that ships` {
    /// All roles of the dashboard.
    private static let roles =
        ["text", "text.muted", "background", "border", "border.focus", "title", "selection", "selection.blurred"]
        + ["match", "key", "hint", "badge", "scrollbar", "error", "warning", "info"]
        + ["warm", "loading", "cold", "unknown", "remote", "down", "active"].map { "tier." + $0 }
        + ["accept", "escalate", "error", "pending"].map { "verdict." + $0 }
        + ["attempt.live", "attempt.done", "feedback.add", "feedback.remove"]
        + ["load", "prompt", "answer", "verify", "playhead", "mark"].map { "timeline." + $0 }
        + ["heading", "code", "link", "quote"].map { "markdown." + $0 }
        + (1...6).map { "chart.\($0)" }

    /// Roles of glyphs, lines and muted text, which need less contrast than text.
    private static let quiet: Set<String> = Set(
        ["text.muted", "border", "hint", "scrollbar", "markdown.quote"]
            + roles.filter { ["tier", "timeline", "chart"].contains($0.prefix { $0 != "." }) })

    private static let folder = URL(filePath: #filePath).appending(path: "../../../../Themes").standardizedFileURL

    private static func theme(_ name: String) throws(ConfigurationError) -> ThemeFile {
        let file = folder.appending(path: name + ".yaml")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw ConfigurationError(.unreadable, file: file.lastPathComponent, reason: "it can't be read")
        }
        return try ThemeFile(parsing: text, file: file.lastPathComponent, roles: roles)
    }

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }()

    /// What is said of each role in the end.
    private func looks(_ name: String, _ background: ThemeFile.Background) throws -> [String: ThemeFile.Entry] {
        let entries = try Self.theme(name).entries(on: background) { name throws(ConfigurationError) in
            try Self.theme(name)
        }
        return entries.reduce(into: [:]) { looks, entry in
            var look = looks[entry.role] ?? ThemeFile.Entry(role: entry.role)
            look.foreground = entry.foreground ?? look.foreground
            look.background = entry.background ?? look.background
            look.color16 = entry.color16 ?? look.color16
            look.color256 = entry.color256 ?? look.color256
            look.mono = entry.mono ?? look.mono
            look.glyph = entry.glyph ?? look.glyph
            look.ascii = entry.ascii ?? look.ascii
            looks[entry.role] = look
        }
    }

    @Test func `is one of those the program embeds`() {
        #expect(
            Self.names == [
                "base", "catppuccin", "dracula", "dusk", "high-contrast", "house-dark", "house-light", "kanagawa",
                "mono",
                "solarized",
            ])
    }

    @Test(arguments: names, ThemeFile.Background.allCases)
    func `is called as its file, and says something of every role`(_ name: String, _ background: ThemeFile.Background)
        throws
    {
        #expect(try Self.theme(name).name == name)
        #expect(try looks(name, background).keys.sorted() == Self.roles.sorted())
    }

    @Test(arguments: names)
    func `has an ASCII stand-in for every glyph, and tells states apart by it`(_ name: String) throws {
        let looks = try looks(name, .dark)
        for look in looks.values { #expect((look.glyph == nil) == (look.ascii == nil), "\(look.role)") }
        for family in ["tier.", "verdict.", "timeline."] {
            let members = looks.values.filter { $0.role.hasPrefix(family) }
            #expect(members.allSatisfy { $0.glyph != nil })
            #expect(Set(members.map(\.glyph)).count == members.count, "\(family)")
            #expect(Set(members.map(\.ascii)).count == members.count, "\(family)")
        }
    }

    // MARK: Colours

    /// Ours to choose: at least so much contrast for text, and for glyphs, lines and muted text.
    private static let house = [
        "dusk": (4.5, 3.0), "house-dark": (4.5, 3.0), "house-light": (4.5, 3.0), "high-contrast": (7.0, 4.5),
    ]

    /// Known by their colours, which stay as they are.
    private static let wellKnown = ["catppuccin", "dracula", "kanagawa", "solarized"]

    @Test func `is the house's, well known, or has no colours of its own`() {
        #expect(Set(Self.names) == Set(Self.house.keys).union(Self.wellKnown).union(["base", "mono"]))
    }

    @Test(arguments: house.keys.sorted(), ThemeFile.Background.allCases)
    func `of the house can be read`(_ name: String, _ background: ThemeFile.Background) throws {
        let (text, quiet) = try #require(Self.house[name])
        for (role, contrast) in try contrasts(name, background) {
            #expect(contrast >= (Self.quiet.contains(role) ? quiet : text), "\(role) has \(contrast)")
        }
    }

    /// The states that stand side by side.
    private static let families: [[String]] = [
        ["verdict.accept", "verdict.escalate", "verdict.error", "verdict.pending"],
        ["tier.warm", "tier.loading", "tier.cold", "tier.remote", "tier.down"],
        ["timeline.load", "timeline.prompt", "timeline.answer", "timeline.verify"],
    ]

    @Test(arguments: house.keys.sorted(), Vision.allCases)
    func `of the house tells states apart for every kind of colour vision`(_ name: String, _ vision: Vision) throws {
        for background in ThemeFile.Background.allCases {
            let looks = try looks(name, background)
            for family in Self.families {
                let colors = try family.map { try color(looks[$0]?.foreground).seen(by: vision) }
                for (index, role) in family.enumerated() {
                    for other in 0..<index {
                        let difference = colors[index].difference(from: colors[other])
                        #expect(
                            difference >= 0.05, "\(role) and \(family[other]), \(background.rawValue): \(difference)")
                    }
                }
            }
        }
    }

    @Test(arguments: wellKnown, ThemeFile.Background.allCases)
    func `that is well known has figures to look at, a licence and a credit`(
        _ name: String, _ background: ThemeFile.Background
    ) throws {
        let contrasts = try contrasts(name, background)
        let text = try #require(contrasts["text"])
        let least = try #require(contrasts.filter { !Self.quiet.contains($0.key) }.min { $0.value < $1.value })
        let quiet = try #require(contrasts.filter { Self.quiet.contains($0.key) }.min { $0.value < $1.value })
        func figure(_ contrast: Double) -> String { String(format: "%.1f", contrast) }
        print(
            "\(name), \(background.rawValue): text \(figure(text)), least of the rest \(figure(least.value)) (\(least.key)),",
            "of quiet roles \(figure(quiet.value)) (\(quiet.key))")
        let source = try String(contentsOf: Self.folder.appending(path: name + ".yaml"), encoding: .utf8)
        #expect(source.contains("MIT licence, copyright (c) 20"))
        #expect(source.contains("https://github.com/"))
    }

    @Test func `without colours names none`() throws {
        for look in try looks("mono", .dark).values {
            #expect(look.foreground ?? "default" == "default")
            #expect(look.background ?? "default" == "default")
            #expect(look.color16 == nil && look.color256 == nil)
        }
    }

    @Test(arguments: [("house-dark", ThemeFile.Background.dark), ("house-light", .light), ("dracula", .dark)])
    func `made for one background is the same on both`(_ name: String, _ its: ThemeFile.Background) throws {
        #expect(try looks(name, .dark) == looks(name, .light))
        if name != "dracula" { #expect(try looks(name, .dark) == looks("dusk", its)) }
    }

    /// Each role's contrast with what is behind it.
    private func contrasts(_ name: String, _ background: ThemeFile.Background) throws -> [String: Double] {
        let looks = try looks(name, background)
        let backdrop = try #require(looks["background"]?.background)
        let text = try #require(looks["text"]?.foreground)
        return try looks.filter { $0.key != "background" }.mapValues { look in
            try color(look.foreground ?? text).contrast(with: color(look.background ?? backdrop))
        }
    }

    private func color(_ hex: String?) throws -> SeenColor { try #require(hex.flatMap(SeenColor.init(hex:))) }
}
