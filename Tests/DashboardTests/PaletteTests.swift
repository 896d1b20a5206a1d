import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// What the palette offers where, what finds it, and what Enter, Tab and Esc do.
@Suite struct PaletteTests {
    @Test(arguments: [Key(":"), "ctrl-p", "f2"])
    func `opens over the panes and leaves them as they were`(key: Key) {
        var stage = Scene.streaming.stage(.small)
        let before = stage.canvas
        stage.press(key)
        #expect(stage.rows.contains { $0.contains("┏ Do ━") })
        stage.press("esc")
        #expect(stage.canvas == before)
    }

    @Test func `does the action that a few letters find`() {
        var stage = Scene.streaming.stage(.small)
        stage.press("4", ":")
        stage.type("zoo")
        stage.press("enter")
        #expect(stage.program.isZoomed)
        stage.press(":")
        stage.type("sess")
        #expect(stage.press("enter") == SessionsOverlay.opening)
        #expect(stage.rows.contains { $0.contains("━ Sessions ━") })
    }

    @Test func `offers every action bound where it was opened, once, with its key`() throws {
        var stage = Scene.replay.stage(Size(width: 120, height: 120))
        let expected = Set(
            stage.program.setup.keys.bindings.filter { $0.context == nil || $0.context == "replay" }.map(\.action))
        stage.press("f2")
        for action in expected where action != .palette {
            let help = try #require(stage.program.setup.keys.bindings.first { $0.action == action }?.help)
            var typed = stage
            typed.type(action.rawValue)
            #expect(typed.rows.contains { $0.contains(help) }, "\(action.rawValue)")
        }
        stage.type("faster")
        #expect(stage.rows.contains { $0.contains("faster") && $0.contains(">") })
    }

    @Test func `is F2 while a task is written, where Ctrl-P recalls, and keeps the draft`() {
        var stage = Stage(80, 24)
        stage.press("i")
        stage.type("half a thought")
        stage.press("ctrl-p")
        #expect(stage.program.overlay == nil)
        stage.press("f2")
        stage.type("send")
        #expect(stage.press("enter").last == .submit(TaskSpec("half a thought"), chain: "default"))
    }

    @Test func `runs a command on the argument that is found`() {
        var stage = Stage(80, 24, setup: .plain)
        stage.press(":")
        stage.type("chain fa")
        #expect(stage.rows.contains { $0.contains("fast") && $0.contains("qwen3-1.7b") })
        stage.press("enter")
        #expect(stage.program.chainName == "fast")
        #expect(stage.rows.last?.contains("new tasks go to fast") == true)
    }

    @Test func `asks for the argument of a command that is chosen without`() {
        var stage = Stage(80, 24, setup: .plain)
        stage.press(":")
        stage.type("chain")
        stage.press("enter")
        #expect(stage.rows.contains { $0.contains(" : chain") })
        stage.press("down", "enter")
        #expect(stage.program.chainName == "fast")
    }

    @Test func `completes with Tab`() {
        var stage = Stage(80, 24, setup: .plain)
        stage.press(":")
        stage.type("cha")
        stage.press("tab")
        stage.type("f")
        stage.press("tab")
        #expect(stage.rows.contains { $0.contains(" : chain fast") })
    }

    @Test func `does nothing where nothing matches, and says so`() {
        var stage = Stage(80, 24)
        stage.press(":")
        stage.type("qqq")
        #expect(stage.rows.contains { $0.contains("nothing matches") })
        #expect(stage.press("enter").isEmpty)
        #expect(stage.program.overlay != nil)
        stage.press("backspace", "backspace", "backspace", "backspace")
        #expect(stage.program.overlay == nil)
    }

    @Test func `opens over a list, acts on it, and comes back to it`() {
        var stage = Scene.sessions.stage(.small)
        let before = stage.canvas
        stage.press(":", "esc")
        #expect(stage.canvas == before)
        stage.press("j", ":")
        stage.type("replay")
        #expect(stage.press("enter") == [.replay(Scenes.past[0].id)])
    }
}
