import Settings
import Terminal
import Testing

@testable import Dashboard

/// Looks of roles at every colour depth, and what stands in where a theme says nothing.
@Suite struct ThemeTests {
    @Test func `takes the colour named for a depth, and computes the ones not named`() {
        let named = Theme(entries: [
            ThemeEntry(role: "error", foreground: "#fe8019", color256: "208", color16: "bright-red")
        ])
        #expect(named.styleSheet(.truecolor)[Role.error.key].foreground == .rgb(0xFE, 0x80, 0x19))
        #expect(named.styleSheet(.indexed256)[Role.error.key].foreground == .indexed(208))
        #expect(named.styleSheet(.palette16)[Role.error.key].foreground == .palette16(.brightRed))
        #expect(named.styleSheet(.palette8)[Role.error.key].foreground == .palette16(.red))
        #expect(named.styleSheet(.mono)[Role.error.key].foreground == .default)

        let computed = Theme(entries: [ThemeEntry(role: "error", foreground: "#ff0000")])
        #expect(computed.styleSheet(.indexed256)[Role.error.key].foreground == .indexed(196))
        #expect(computed.styleSheet(.palette16)[Role.error.key].foreground == .palette16(.brightRed))
    }

    @Test func `falls back to the parent role, and then to text`() {
        let theme = Theme(entries: [
            ThemeEntry(role: "text", foreground: "#eeeeee", background: "#101010"),
            ThemeEntry(role: "error", foreground: "#ff0000"),
        ])
        let sheet = theme.styleSheet(.truecolor)
        #expect(sheet[Role.tierDown.key] == sheet[Role.error.key])
        #expect(sheet[Role.verdictAccept.key] == sheet[Role.text.key])
        #expect(sheet[Role.error.key].background == .rgb(0x10, 0x10, 0x10))
    }

    @Test func `leaves under a selection what the selection does not name`() {
        let theme = Theme(entries: [
            ThemeEntry(role: "text", foreground: "#eeeeee", background: "#101010"),
            ThemeEntry(role: "selection", background: "#333333"),
        ])
        #expect(
            theme.styleSheet(.truecolor)[Role.selection.key]
                == Style(foreground: .default, background: .rgb(0x33, 0x33, 0x33)))
    }

    @Test func `draws attributes without colours, and only bold beside one`() {
        let theme = Theme(entries: [ThemeEntry(role: "error", foreground: "#ff0000", mono: "bold, reverse")])
        #expect(theme.styleSheet(.mono)[Role.error.key].attributes == [.bold, .reverse])
        #expect(theme.styleSheet(.truecolor)[Role.error.key].attributes == .bold)
    }

    @Test func `lets a later entry add to an earlier one, and passes over roles nobody knows`() {
        let theme = Theme(entries: [
            ThemeEntry(role: "error", foreground: "#ff0000"), ThemeEntry(role: "error", mono: "bold"),
            ThemeEntry(role: "nonsense", foreground: "#00ff00"),
        ])
        #expect(
            theme.styleSheet(.truecolor)[Role.error.key]
                == Style(foreground: .rgb(0xFF, 0, 0), attributes: .bold))
    }

    @Test func `takes a theme's glyphs, but none that is wider than a column or not ASCII where it must be`() {
        let theme = Theme(entries: [
            ThemeEntry(role: "tier.warm", glyph: "◆", ascii: "w"),
            ThemeEntry(role: "tier.cold", glyph: "🥶", ascii: "❄"),
        ])
        #expect(theme.glyphs(.unicode)[.tierWarm] == "◆")
        #expect(theme.glyphs(.ascii)[.tierWarm] == "w")
        #expect(theme.glyphs(.unicode)[.tierCold] == "○")
        #expect(theme.glyphs(.ascii)[.tierCold] == "o")
    }

    @Test func `tells states apart without colour: by glyph, and by word`() {
        let glyphs = Theme.builtIn.glyphs(.ascii)
        let starts: [Role] = [.tierWarm, .tierLoading, .tierCold, .tierUnknown, .tierRemote, .tierDown]
        #expect(Set(starts.map { glyphs[$0] }).count == starts.count)
        let verdicts: [Role] = [.verdictAccept, .verdictEscalate, .verdictError, .verdictPending]
        #expect(Set(verdicts.map { glyphs[$0] }).count == verdicts.count)
    }

    @Test func `gives every role a name and a letter of its own`() {
        #expect(Set(Role.allCases.map(\.name)).count == Role.allCases.count)
        #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
        #expect(Role.allCases.allSatisfy { Role(named: $0.name) == $0 && Role($0.key) == $0 })
    }

    @Test func `leads from every role to text`() {
        for role in Role.allCases {
            var steps = 0
            var current: Role? = role
            while let next = current?.parent, steps < 10 { (current, steps) = (next, steps + 1) }
            #expect(current == .text, "\(role)")
        }
    }

    // MARK: The themes that ship

    @Test(arguments: ShippedTheme.names, ColorDepth.allCases)
    func `that ships goes no further than the terminal's colours, and tells roles apart without any`(
        name: String, depth: ColorDepth
    ) throws {
        for background in ThemeFile.Background.allCases {
            let sheet = try ShippedTheme.named(name, on: background).styleSheet(depth)
            for role in Role.allCases {
                for color in [sheet[role.key].foreground, sheet[role.key].background] {
                    #expect(color.reduced(to: depth) == color, "\(role)")
                }
            }
            // Nothing is drawn in the colour of what is behind it.
            for role in Role.allCases where role != .background && !role.isOverlay {
                let style = sheet[role.key]
                #expect(style.foreground != style.background || style.foreground == .default, "\(role)")
            }
            // What must be seen at a glance differs from plain text on every terminal.
            for role in [Role.selection, .focusedBorder, .match, .error, .verdictEscalate, .key] {
                #expect(sheet[role.key] != sheet[Role.text.key], "\(role)")
            }
        }
    }

    @Test(arguments: ShippedTheme.names)
    func `that ships has a glyph for every state, one column wide, and one of ASCII`(name: String) throws {
        let theme = try ShippedTheme.named(name, on: .dark)
        let states = Role.allCases.filter { $0.name.hasPrefix("tier.") || $0.name.hasPrefix("verdict.") }
        for symbols in [Canvas.Symbols.unicode, .ascii] {
            let glyphs = theme.glyphs(symbols)
            #expect(states.allSatisfy { TextWidth.of(glyphs[$0]) == 1 && glyphs[$0] != " " })
            if symbols == .ascii { #expect(states.allSatisfy { glyphs[$0].allSatisfy(\.isASCII) }) }
        }
    }

    @Test func `built in is the base theme of the files`() throws {
        let file = try ShippedTheme.named("base", on: .dark)
        for depth in ColorDepth.allCases {
            #expect(file.styleSheet(depth) == Theme.builtIn.styleSheet(depth))
        }
        #expect(file.glyphs(.unicode) == Theme.builtIn.glyphs(.unicode))
    }
}
