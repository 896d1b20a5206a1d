import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// Keys that do something only together: the last line says how they go on.
@Suite struct KeySequenceTests {
    private func stage() -> Stage {
        var setup = DashboardSetup.demo
        setup.keys.rebind(.top, to: ["g g"])
        setup.keys.rebind(.bottom, to: ["g e"])
        setup.keys.rebind(.zoom, to: ["ctrl-x z"])
        var stage = Stage(80, 24, setup: setup)
        stage.play(Scenes.accepted())
        return stage
    }

    @Test func `the last line lists what can follow the first key`() {
        var stage = stage()
        #expect(stage.press("g").isEmpty)
        #expect(stage.rows.last == " g …  g to the top  e to the bottom")
        stage.press("e")
        #expect(!stage.rows.last!.contains("…"))
    }

    @Test func `together they do what they are bound to, also while a task is written`() {
        var stage = stage()
        stage.press("ctrl-x", "z")
        #expect(stage.program.isZoomed)
        stage.press("i", "ctrl-x", "z")
        #expect(!stage.program.isZoomed)
        #expect(stage.program.composer.text == "")
    }

    @Test func `a list is moved in by them as well`() {
        var stage = stage()
        stage.press("c", "g", "e", "enter")
        #expect(stage.program.chainName == stage.program.setup.chains.last?.name)
        stage.press("c", "g", "g", "enter")
        #expect(stage.program.chainName == stage.program.setup.chains.first?.name)
    }

    @Test func `keys that come to nothing are said, and do nothing of their own`() {
        var stage = stage()
        stage.press("g", "Q")
        #expect(!stage.program.isFinished)
        #expect(stage.program.notice == "g Q does nothing here")
        #expect(stage.program.begunKeys.isEmpty)
    }

    @Test func `Esc takes back what was begun`() {
        var stage = stage()
        stage.press("g", "esc")
        #expect(stage.program.notice == nil)
        #expect(stage.program.begunKeys.isEmpty)
    }

    @Test func `help shows them, and hints too`() {
        var stage = stage()
        #expect(stage.rows.last!.contains("Ctrl-X z zoom"))
        stage.press("?")
        #expect(stage.rows.contains { $0.contains("g g") && $0.contains("to the top") })
    }

    @Test func `the letters of a replay's marks are listed where one is asked for`() {
        var stage = Scene.replay.stage(.small)
        stage.press("m")
        #expect(stage.rows.last?.hasPrefix(" a letter names this moment") == true)
        stage.press("b", "m", "a", "'")
        #expect(stage.rows.last?.hasPrefix(" to a mark  a 0:25  b 0:25") == true)
    }
}
