import Terminal
import Testing

@testable import Dashboard

/// Themes are tried on as the user moves, kept with Enter, and taken off with Esc.
@Suite struct ThemeChooserTests {
    private static let red = Theme(entries: [
        ThemeEntry(role: "text", foreground: "red"), ThemeEntry(role: "tier.warm", glyph: "◆", ascii: "w"),
    ])
    private static let choices = [
        ThemeChoice(name: "base", theme: .builtIn), ThemeChoice(name: "broken", theme: nil, note: "line 3 is wrong"),
        ThemeChoice(name: "red", theme: red),
    ]

    private func opened() -> Stage {
        var stage = Scene.streaming.stage(.small)
        #expect(stage.press("T") == [.listThemes])
        stage.send(.themes(Self.choices))
        return stage
    }

    @Test func `tries a theme on while it is selected, glyphs included`() {
        var stage = opened()
        stage.press("G")
        #expect(stage.program.styleSheet == Self.red.styleSheet(.palette16))
        #expect(stage.rows[1].contains("◆"))
        stage.press("g")
        #expect(stage.program.styleSheet == Theme.builtIn.styleSheet(.palette16))
    }

    @Test(arguments: [Key("esc"), "q", "T"])
    func `wears again what was worn before`(key: Key) {
        var stage = Scene.streaming.stage(.small)
        let before = (stage.canvas, stage.program.styleSheet)
        stage.press("T")
        stage.send(.themes(Self.choices))
        stage.press("G", key)
        #expect(stage.canvas == before.0)
        #expect(stage.program.styleSheet == before.1)
    }

    @Test func `keeps a theme with Enter, and says how it stays`() {
        var stage = opened()
        stage.press("G", "enter")
        #expect(stage.program.theme.name == "red")
        #expect(stage.rows.last?.contains("red until you leave · 'theme: red' in config.yaml keeps it") == true)
        stage.press("T")
        #expect(stage.rows.contains { $0.contains("▸red") })
    }

    @Test func `shows what is wrong with a theme's file, and wears it not`() {
        var stage = opened()
        stage.press("j")
        #expect(stage.rows.contains { $0.contains("broken  line 3 is wrong") })
        #expect(stage.program.theme.name == "base")
        stage.press("enter")
        #expect(stage.program.theme.name == "base")
        #expect(stage.rows.last?.contains("line 3 is wrong") == true)
    }

    @Test func `asks for the themes once`() {
        var stage = opened()
        stage.press("esc")
        #expect(stage.press("T").isEmpty)
        #expect(stage.rows.contains { $0.contains("red") })
    }

    @Test func `is worn by name from the palette`() {
        var stage = Scene.streaming.stage(.small)
        #expect(stage.press(":") == [.listThemes])
        stage.type("theme re")
        stage.send(.themes(Self.choices))
        stage.press("enter")
        #expect(stage.program.theme.name == "red")
    }
}
