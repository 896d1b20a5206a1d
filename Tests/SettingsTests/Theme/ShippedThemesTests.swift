import Foundation
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
            look.mono = entry.mono ?? look.mono
            look.glyph = entry.glyph ?? look.glyph
            look.ascii = entry.ascii ?? look.ascii
            looks[entry.role] = look
        }
    }

    @Test func `is one of those the program embeds`() {
        #expect(Self.names == ["base", "dusk"])
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

    @Test(arguments: names.filter { $0 != "base" }, ThemeFile.Background.allCases)
    func `can be read: 4.5 to 1 for text, 3 to 1 for glyphs and muted text`(
        _ name: String, _ background: ThemeFile.Background
    ) throws {
        let looks = try looks(name, background)
        let backdrop = try #require(looks["background"]?.background)
        let text = try #require(looks["text"]?.foreground)
        for look in looks.values where look.role != "background" {
            let ratio = try contrast(look.foreground ?? text, look.background ?? backdrop)
            #expect(ratio >= (Self.quiet.contains(look.role) ? 3 : 4.5), "\(look.role) has \(ratio)")
        }
    }

    /// WCAG 2's contrast of two colours, 1 to 21.
    private func contrast(_ left: String, _ right: String) throws -> Double {
        let luminances = try [left, right].map { hex in
            let number = try #require(Int(hex.dropFirst(), radix: 16))
            let channels = [number >> 16, (number >> 8) & 255, number & 255].map { channel in
                let share = Double(channel) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
        }.sorted()
        return (luminances[1] + 0.05) / (luminances[0] + 0.05)
    }
}
