import EscalationCore
import Terminal
import Testing

@testable import Dashboard

@Suite struct GoingOnTests {
    @Test func `asks the next tier where a session was broken off`() {
        var script = SessionScript("4", "sort it")
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        script.complete(tokens: 3, speed: 1)
        script.judge(.escalate(feedback: "slow"))
        var stage = Stage(120, 40)
        stage.send(.loaded(script.events))

        let task = TaskSpec("sort it\n\nPrior attempt feedback: slow", parent: script.id, firstTier: 2)
        #expect(stage.press("C") == [.submit(task, chain: "default")])
        #expect(stage.program.focus == .answer)
    }

    @Test func `says why it can't go on`() {
        var accepted = Scene.accepted.stage(.small)
        #expect(accepted.press("C").isEmpty)
        #expect(accepted.rows.last?.contains("accepted: f follows its answer up") == true)
        var running = Scene.streaming.stage(.small)
        #expect(running.press("C").isEmpty)
        #expect(running.rows.last?.contains("still running") == true)
        var exhausted = Scene.exhausted.stage(.small)
        #expect(exhausted.press("C").isEmpty)
        #expect(exhausted.rows.last?.contains("every tier of default was asked") == true)
    }

    @Test func `goes on with the chain chosen for new tasks where its own has no tier left`() {
        var stage = Stage(120, 40, setup: .plain)
        stage.play(Scenes.exhausted())
        stage.press("c", "down", "enter")
        guard case .submit(let task, chain: "fast")? = stage.press("C").first else {
            Issue.record("not resumed on the other chain")
            return
        }
        #expect(task.firstTier == 1)
        #expect(task.parent == Scenes.exhausted().id)
        #expect(task.prompt.hasPrefix(Scenes.task))
    }

    @Test func `reads a session of the list before it goes on from it`() {
        var script = SessionScript("c", "summarise")
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        script.fail(.cutOff, "broke off")
        var stage = Stage(120, 40)
        stage.press("b")
        let past = Session(
            id: script.id, startedAt: 0, state: .interrupted, chain: "default", task: "summarise", attempts: 1,
            duration: .zero, isSimulated: false)
        stage.send(.listed([past], query: ""))
        #expect(stage.press("C") == [.open(script.id), .closeList])
        #expect(
            stage.send(.loaded(script.events))
                == [.submit(TaskSpec("summarise", parent: script.id, firstTier: 2), chain: "default")])
    }

    @Test func `submits a task again from the attempt that a replay stands at`() {
        let script = Scenes.exhausted()
        var stage = Stage(120, 40)
        let state = ReplayState(session: script.id, events: script.events)
        stage.send(.replay(.began(state)))
        stage.send(.replay(.jumped(state, script.state(after: script.events.count))))
        stage.press("k")
        stage.send(.replay(.moved(state)))
        let attempt = stage.program.shownAttempt!
        let prompt = script.state(after: script.events.count).taskPrompt(of: attempt.number)
        #expect(
            stage.press("enter") == [
                .replayControl(.stop),
                .submit(TaskSpec(prompt, parent: script.id, firstTier: attempt.tier), chain: "default"),
            ])
    }

    @Test func `follows an accepted answer up with what is typed`() {
        var stage = Scene.accepted.stage(.small)
        #expect(stage.press("f").isEmpty)
        let script = Scenes.accepted()
        #expect(stage.rows.contains { $0.contains("5 Follow-up to \(script.id.short)") })
        stage.type("and in verse")
        let answer = script.state(after: script.events.count).acceptedAnswer!
        #expect(
            stage.press("enter").last
                == .submit(TaskSpec(answer + "\n\nand in verse", parent: script.id), chain: "default"))
        stage.press("i")
        stage.type("anew")
        #expect(
            stage.press("enter").last == .submit(TaskSpec("anew"), chain: "default"),
            "and the next is a task of its own")
    }

    @Test func `follows up nothing but an accepted answer`() {
        var stage = Scene.exhausted.stage(.small)
        stage.press("f")
        #expect(stage.program.focus != .task)
        #expect(stage.rows.last?.contains("only an accepted answer can be followed up") == true)
    }
}
