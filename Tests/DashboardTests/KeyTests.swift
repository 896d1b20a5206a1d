import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// What each key does, and what it leaves alone.
@Suite struct KeyTests {
    // MARK: Panes

    @Test func `goes to the pane a number names`() {
        var stage = Scene.streaming.stage(.small)
        for (key, pane) in [
            (Key("1"), DashboardProgram.Pane.chain), ("2", .attempts), ("3", .verdict), ("4", .answer), ("5", .task),
        ] {
            stage.press(key)
            #expect(stage.program.focus == pane)
            if pane == .task { stage.press("esc") }
        }
    }

    @Test func `walks through the panes with Tab and back with Shift-Tab`() {
        var stage = Scene.streaming.stage(.small)
        stage.press("1", "tab")
        #expect(stage.program.focus == .attempts)
        stage.press("shift-tab", "shift-tab")
        #expect(stage.program.focus == .task)
    }

    @Test func `shows the verdict in the answer's place while that pane is visited`() {
        var stage = Scene.streaming.stage(.small)
        stage.press("3")
        #expect(stage.rows.contains { $0.contains("3 Verdict #2") })
        stage.press("4")
        #expect(stage.rows.contains { $0.contains("4 Answer #3") })
    }

    @Test func `zooms the focused pane and comes back`() {
        var stage = Scene.streaming.stage(.small)
        let before = stage.press("4") + []
        #expect(before.isEmpty)
        let rows = stage.rows
        stage.press("z")
        #expect(!stage.rows.contains { $0.contains("2 Attempts") })
        stage.press("esc")
        #expect(stage.rows == rows)
    }

    // MARK: Attempts and text

    @Test func `selects an attempt, shows its answer, and follows the newest again`() {
        var stage = Scene.streaming.stage(.small)
        stage.press("2", "k", "k")
        #expect(stage.program.shownAttempt?.number == 1)
        #expect(stage.rows.contains { $0.contains("Call the tokenizer with an empty string") })
        stage.press("G")
        #expect(stage.program.selectedAttempt == nil)
        #expect(stage.program.shownAttempt?.number == 3)
    }

    @Test func `walks over the tiers that were asked`() {
        var stage = Scene.streaming.stage(.small)
        stage.press("1", "k")
        #expect(stage.program.shownAttempt?.tier == 2)
        stage.press("g")
        #expect(stage.program.shownAttempt?.tier == 1)
        stage.press("j", "j", "j")
        #expect(stage.program.shownAttempt?.tier == 3)
    }

    @Test func `keeps the reader's place while text arrives, and counts what is new`() {
        var script = Scenes.streaming()
        var stage = Stage(80, 24)
        stage.play(script)
        script.write(numberedLines(1...40))
        stage.send(.event(script.events.last!))
        stage.press("4", "ctrl-u")
        let place = stage.rows[8]
        script.write(numberedLines(41...50))
        stage.send(.event(script.events.last!))
        #expect(stage.rows[8] == place)
        #expect(stage.rows.contains { $0.contains("10 new lines ▼ F follows") })
        stage.press("F")
        #expect(stage.rows.contains { $0.hasPrefix(" • line 50") })
        #expect(stage.rows.contains { $0.contains("following ▼") })
    }

    @Test func `unfolds the reasoning with Enter in the answer`() {
        var stage = Scene.streaming.stage(.small)
        stage.press("4", "enter")
        #expect(stage.rows.contains { $0.contains("The empty list is the interesting case.") })
        stage.press("enter")
        #expect(!stage.rows.contains { $0.contains("The empty list is the interesting case.") })
    }

    // MARK: Writing a task

    @Test func `sends what was written, on the chain that is chosen`() {
        var stage = Stage(80, 24)
        stage.press("i")
        stage.type("sort q?")
        #expect(stage.effects.last == .saveDraft("sort q?"))
        #expect(stage.press("enter") == [.saveDraft(""), .submit(TaskSpec("sort q?"), chain: "default")])
        #expect(stage.program.composer.editor.isEmpty)
    }

    @Test func `sends nothing when only blanks were written`() {
        var stage = Stage(80, 24)
        stage.press("i", "space", "ctrl-j")
        #expect(stage.press("enter").isEmpty)
    }

    @Test func `leaves the composer with Esc and keeps the draft`() {
        var stage = Stage(80, 24)
        stage.press("i")
        stage.type("half a thought")
        #expect(stage.press("esc").isEmpty)
        #expect(stage.program.focus != .task)
        #expect(stage.rows.contains("> half a thought"))
    }

    @Test func `clears a draft with Ctrl-C, and recalls it with Up`() {
        var stage = Stage(80, 24)
        stage.press("i")
        stage.type("half a thought")
        #expect(stage.press("ctrl-c") == [.saveDraft("")])
        #expect(stage.program.composer.editor.isEmpty)
        #expect(!stage.program.isFinished)
        #expect(stage.press("up") == [.saveDraft("half a thought")])
        #expect(stage.program.composer.editor.text == "half a thought")
        #expect(stage.press("down") == [.saveDraft("")])
    }

    @Test func `takes up a restored draft, but not over one being written`() {
        var stage = Stage(80, 24)
        stage.send(.draftRestored("from before"))
        #expect(stage.rows.contains("> from before"))
        stage.send(.draftRestored("something else"))
        #expect(stage.program.composer.editor.text == "from before")
    }

    @Test func `folds a long paste on the screen and sends it whole`() {
        var stage = Stage(80, 24)
        stage.press("i")
        let text = numberedLines(1...812)
        stage.send(.key(.paste(text)))
        #expect(stage.rows.contains { $0.contains("[pasted 812 lines]") })
        #expect(stage.press("enter").last == .submit(TaskSpec(text), chain: "default"))
    }

    @Test func `runs the chosen sample with Enter`() {
        var stage = Stage(80, 24)
        #expect(stage.press("j", "enter") == [.submit(TaskSpec(Scenes.task), chain: "default")])
    }

    @Test func `says that no chain is configured instead of sending`() {
        var stage = Stage(80, 24, setup: DashboardSetup(chains: []))
        stage.press("i")
        stage.type("anything")
        #expect(stage.press("enter").isEmpty)
        #expect(stage.program.composer.editor.text == "anything")
        #expect(stage.rows.last?.contains("no chain is configured") == true)
    }

    // MARK: Cancelling and quitting

    @Test func `cancels the running session with x, and an ended one not`() {
        var stage = Scene.streaming.stage(.small)
        #expect(stage.press("x") == [.cancel(Scenes.streaming().id)])
        var ended = Scene.accepted.stage(.small)
        #expect(ended.press("x").isEmpty)
    }

    @Test func `cancels with the first Ctrl-C and quits with the second within two seconds`() {
        var stage = Scene.streaming.stage(.small)
        #expect(stage.press("ctrl-c") == [.cancel(Scenes.streaming().id), .readTime])
        #expect(!stage.program.isFinished)
        stage.press("ctrl-c")
        #expect(stage.program.isFinished)
    }

    @Test func `forgets the first Ctrl-C after two seconds, and after any other key`() {
        var stage = Scene.streaming.stage(.small)
        stage.press("ctrl-c")
        // The clock was last read long ago.
        stage.pass(Scenes.streaming().now + .seconds(60))
        stage.pass(Scenes.streaming().now + .seconds(62))
        var impatient = stage
        impatient.press("ctrl-c")
        #expect(impatient.program.isFinished)
        stage.pass(Scenes.streaming().now + .seconds(63))
        stage.press("ctrl-c")
        #expect(!stage.program.isFinished)
        stage.press("j", "ctrl-c")
        #expect(!stage.program.isFinished)
    }

    @Test func `asks before it quits with q while something runs`() {
        var stage = Scene.streaming.stage(.small)
        stage.press("q")
        #expect(!stage.program.isFinished)
        stage.press("n")
        #expect(!stage.program.isFinished)
        stage.press("q", "y")
        #expect(stage.program.isFinished)
    }

    @Test(arguments: [20, 30, 40, 80])
    func `shows both answers to the question whether to quit`(width: Int) {
        let rows = Scene.quitQuestion.stage(Size(width: width, height: 8)).rows
        #expect(rows.last?.contains("Quit?") == true || rows.last?.contains("quit?") == true)
        #expect(rows.last?.hasSuffix("y yes  n no") == true)
    }

    @Test func `quits with q at once when nothing runs, and with Q always`() {
        var idle = Stage(80, 24)
        idle.press("q")
        #expect(idle.program.isFinished)
        var busy = Scene.streaming.stage(.small)
        busy.press("Q")
        #expect(busy.program.isFinished)
    }

    @Test func `does nothing with Esc at the top`() {
        var stage = Scene.streaming.stage(.small)
        let rows = stage.rows
        #expect(stage.press("esc").isEmpty)
        #expect(stage.rows == rows)
    }

    // MARK: Help, sessions, chains

    @Test func `opens help with both of its keys and closes it with q`() {
        var stage = Scene.streaming.stage(.small)
        let rows = stage.rows
        for key in [Key("?"), "f1"] {
            stage.press(key)
            #expect(stage.rows.contains { $0.contains("━ Help") })
            stage.press("q")
            #expect(stage.rows == rows)
        }
    }

    @Test func `lists the sessions and opens a past one`() {
        var stage = Scene.streaming.stage(.small)
        #expect(stage.press("b") == [.readTime, .listSessions(query: "")])
        stage.send(.listed(Scenes.past, query: ""))
        #expect(
            stage.press("j", "enter") == [
                .listMore(query: "", after: Scenes.past.last!.id), .open(Scenes.past[0].id), .closeList,
            ])
        stage.send(.loaded(SessionScript("9", "an old task").events))
        #expect(stage.rows.contains { $0.contains("an old task") })
        #expect(stage.rows[0].contains("INTERRUPTED"))
    }

    @Test(arguments: ["?", ":"] as [Key])
    func `goes on listing while the help or the palette lies over the list`(key: Key) {
        var stage = Stage(80, 24)
        stage.press("b")
        stage.send(.listed([Scenes.past[0]], query: ""))
        #expect(!stage.press(key).contains(.closeList))
        #expect(!(stage.program.overlay is SessionsOverlay))
        stage.send(.listed(Scenes.past, query: ""))
        #expect(!stage.press("esc").contains(.closeList))
        #expect(Scenes.past.allSatisfy { session in stage.rows.contains { $0.contains(session.id.short) } })

        stage.press(key)
        #expect(stage.press("esc", "esc") == [.closeList])
    }

    @Test func `filters the sessions as the query is typed`() {
        var stage = Stage(80, 24)
        stage.press("b", "/")
        stage.type("ab")
        #expect(stage.effects.suffix(2) == [.listSessions(query: "a"), .listSessions(query: "ab")])
        stage.send(.listed(Scenes.past, query: "a"))
        #expect(stage.rows.contains { $0.contains("reading the journal") })
        #expect(stage.press("esc") == [.listSessions(query: "")])
    }

    @Test func `chooses the chain for new tasks`() {
        var stage = Stage(80, 24, setup: .plain)
        stage.press("c", "j", "enter", "i")
        stage.type("quick")
        #expect(stage.press("enter").last == .submit(TaskSpec("quick"), chain: "fast"))
    }

    @Test func `offers no choice of chains where there is one`() {
        var stage = Stage(80, 24)
        let rows = stage.rows
        stage.press("c")
        #expect(stage.rows == rows)
        #expect(!rows.last!.contains("chain"))
    }

    // MARK: Replay

    @Test func `asks for a replay of an ended session only`() {
        var stage = Scene.accepted.stage(.small)
        #expect(stage.press("R") == [.replay(Scenes.accepted().id)])
        var running = Scene.streaming.stage(.small)
        #expect(running.press("R").isEmpty)
        #expect(running.rows.last?.contains("still running") == true)
    }

    @Test func `controls a replay`() {
        var stage = Scene.replay.stage(.small)
        #expect(stage.press("space") == [.replayControl(.pause)])
        #expect(stage.press("<") == [.replayControl(.speed(1))])
        #expect(stage.press(">") == [.replayControl(.speed(4))])
        #expect(stage.press("backspace") == [.replayControl(.speed(1))])
        #expect(stage.press("end") == [.replayControl(.toEnd)])
        #expect(stage.press("q") == [.replayControl(.stop)])
    }

    @Test func `shows the whole session again when its replay is over`() {
        var stage = Scene.replay.stage(.small)
        #expect(stage.program.shown?.finish == nil)
        #expect(stage.send(.replay(.ended(Scenes.exhausted().id))).isEmpty)
        #expect(stage.program.shown?.outcome == .exhausted)
    }

    @Test func `loads a session that was only known from its replay`() {
        var stage = Stage(80, 24)
        let script = Scenes.accepted()
        stage.send(.replay(.began(ReplayState(session: script.id, events: script.events))))
        #expect(stage.send(.replay(.ended(script.id))) == [.open(script.id)])
    }

    // MARK: The terminal

    @Test func `asks for a repaint and for the shell, also while a task is written`() {
        var stage = Stage(80, 24)
        #expect(stage.press("ctrl-l", "ctrl-z") == [.redraw, .suspend])
        stage.press("i")
        #expect(stage.press("ctrl-l", "ctrl-z") == [.redraw, .suspend])
    }

    @Test func `binds no key twice`() {
        #expect(KeyBindings.standard.conflicts.isEmpty)
    }

    @Test(arguments: Scene.allCases)
    func `hints at no key that does nothing`(scene: Scene) {
        let program = scene.stage(Size(width: 200, height: 60)).program
        for hint in program.hints {
            let keys = program.key(for: hint.action)?.keys ?? []
            let match = program.setup.keys.match(keys, in: program.contexts.map(\.rawValue))
            #expect(match == .action(hint.action), "\(hint.word)")
        }
    }

    private func numberedLines(_ numbers: ClosedRange<Int>) -> String {
        numbers.map { "\n- line \($0)" }.joined()
    }
}

extension Size {
    static let small = Size(width: 80, height: 24)
}
