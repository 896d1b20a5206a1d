import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// What goes out of the dashboard: copies, texts for other programs, a notification.
@Suite struct HandingTests {
    @Test func `copies the answer, a block of code, the verdict, the task or the id`() {
        var stage = Scene.accepted.stage(.small)
        let code = """
            func parse(_ t: [Token]) throws -> Node {
                guard let head = t.first else { throw ParseError.empty }
                return try expression(from: head, t.dropFirst())
            }

            """
        let pieces = [
            ("answer #3", Scenes.answer), ("code block 1 (swift)", code),
            ("verdict", "Covers the empty and the single-element list."),
            ("reasoning", "The user wants a test.\nThe empty list is the interesting case."), ("task", Scenes.task),
            ("session id", Scenes.accepted().id.rawValue),
        ]
        for (down, piece) in pieces.enumerated() {
            stage.press("y")
            #expect(stage.rows.contains { $0.contains(piece.0) })
            for _ in 0..<down { stage.press("j") }
            #expect(stage.press("enter") == [.copy(piece.1, name: piece.0)])
            #expect(stage.program.overlay == nil)
        }
    }

    @Test func `copies the answer when the key is pressed twice`() {
        var stage = Scene.accepted.stage(.small)
        #expect(stage.press("y", "y") == [.copy(Scenes.answer, name: "answer #3")])
    }

    @Test func `finds blocks of code as they would be typed, whatever they stand in`() {
        let text = "- item\n\n  ```\n  a\n\n    b\n  ```\n\n> ```sh\n> ls\n> ```\n\n    indented\n"
        let blocks = CopyMenu.codeBlocks(in: text)
        #expect(blocks.map(\.language) == ["", "sh", ""])
        #expect(blocks.map(\.text) == ["a\n\n  b\n", "ls\n", "indented\n"])
    }

    @Test func `shows the answer in the editor and in the pager`() {
        var stage = Scene.accepted.stage(.small)
        #expect(stage.press("e") == [.view(Scenes.answer, .editor)])
        #expect(stage.press("v") == [.view(Scenes.answer, .pager)])
    }

    @Test func `pipes the answer to a command that is typed, and to none when none is`() {
        var stage = Scene.accepted.stage(.small)
        #expect(stage.press("|").isEmpty)
        stage.type("wc -l")
        #expect(stage.rows.contains { $0.hasPrefix(" | wc -l") })
        #expect(stage.press("enter") == [.pipe(Scenes.answer, command: "wc -l")])
        #expect(stage.press("|", "enter").isEmpty)
        #expect(stage.press("|", "l", "esc").isEmpty)
        #expect(stage.program.overlay == nil)
    }

    @Test func `says that there is no answer yet`() {
        for key in [Key("e"), "v", "|"] {
            var stage = Scene.loading.stage(.small)
            #expect(stage.press(key).isEmpty)
            #expect(stage.rows.last == " there is no answer yet")
        }
    }

    @Test func `leaves with the run written out, unless something still runs`() {
        var busy = Scene.streaming.stage(.small)
        #expect(busy.press("[").isEmpty)
        #expect(!busy.program.isFinished)
        #expect(busy.rows.last?.contains("something still runs") == true)
        var done = Scene.accepted.stage(.small)
        let shown = done.program.shown!
        #expect(done.press("[") == [.writeOut(shown)])
        #expect(done.program.isFinished)
    }

    // MARK: Notification

    @Test func `tells a user who looks elsewhere how a session ended`() {
        let script = Scenes.accepted()
        var stage = Stage(80, 24)
        stage.send(.focused(false))
        var notifications: [[DashboardProgram.Effect]] = []
        for event in script.events { notifications.append(stage.send(.event(event)).filter(\.isNotification)) }
        #expect(notifications.dropLast().allSatisfy { $0.isEmpty })
        #expect(notifications.last == [.notify("rung: accepted: \(Scenes.task)")])
    }

    @Test func `tells nobody who looks at it, or whose terminal doesn't say`() {
        for focus in [nil, true] {
            var stage = Stage(80, 24)
            if focus == true { stage.send(.focused(false)) }
            if let focus { stage.send(.focused(focus)) }
            stage.play(Scenes.accepted())
            #expect(!stage.effects.contains { $0.isNotification })
        }
    }
}

extension DashboardProgram.Effect {
    fileprivate var isNotification: Bool { if case .notify = self { true } else { false } }
}
