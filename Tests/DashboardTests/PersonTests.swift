import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// What the person at the screen can decide, and how it looks.
@Suite struct `An answer that waits for a person` {
    private func stage(_ script: SessionScript = Scenes.awaitingPerson(), width: Int = 80, height: Int = 24) -> Stage {
        var stage = Stage(width, height)
        stage.play(script)
        return stage
    }

    private var id: Session.ID { Scenes.awaitingPerson().id }

    @Test(arguments: [(80, 24), (120, 40), (50, 14), (30, 8)])
    func `says so at any size, and which keys decide`(_ width: Int, _ height: Int) {
        let stage = stage(width: width, height: height)
        #expect(stage.rows[0].contains("WAITS FOR YOU"))
        #expect(stage.rows.last?.contains("#1 waits for you") == true)
        #expect(stage.rows.last?.contains("a accept") == true)
    }

    @Test func `offers all that can be decided`() {
        #expect(
            stage().rows.last?.hasPrefix(
                " #1 waits for you  a accept  r reject  e edit the feedback") == true)
    }

    @Test func `is accepted with one key`() {
        var stage = stage()
        #expect(stage.press("a") == [.decide(.accept, attempt: 1, of: id)])
    }

    @Test func `is rejected with what is typed, in several lines`() {
        var stage = stage()
        #expect(stage.press("r") == [])
        stage.type("too slow")
        stage.press("ctrl-j")
        stage.type("ask a quicker one")
        #expect(stage.rows.contains { $0.contains("Reject #1") })
        #expect(
            stage.press("enter") == [
                .decide(.escalate(feedback: "too slow\nask a quicker one"), attempt: 1, of: id)
            ])
        #expect(stage.program.overlay == nil)
    }

    @Test func `is rejected without a word`() {
        var stage = stage()
        #expect(stage.press("r", "enter") == [.decide(.escalate(feedback: ""), attempt: 1, of: id)])
    }

    @Test func `goes on with the verifier's feedback edited`() {
        var stage = stage()
        stage.press("e")
        stage.type(" Twice.")
        #expect(
            stage.press("enter") == [
                .decide(.escalate(feedback: "Misses the empty list. Twice."), attempt: 1, of: id)
            ])
    }

    @Test func `keeps what was written when its editor is left`() {
        var stage = stage()
        stage.press("r")
        stage.type("half a sen")
        #expect(stage.press("esc") == [])
        #expect(stage.program.overlay == nil)
        stage.press("r")
        stage.type("tence")
        #expect(stage.press("enter") == [.decide(.escalate(feedback: "half a sentence"), attempt: 1, of: id)])
        stage.press("r")
        #expect(stage.press("enter") == [.decide(.escalate(feedback: ""), attempt: 1, of: id)])
    }

    @Test func `is overruled as the verifiers have not decided`() {
        var rejected = stage()
        #expect(rejected.press("o") == [.decide(.accept, attempt: 1, of: id)])
        var accepted = stage(Scenes.awaitingPerson(.accept))
        accepted.press("o")
        accepted.type("no")
        #expect(accepted.press("enter") == [.decide(.escalate(feedback: "no"), attempt: 1, of: id)])
    }

    @Test func `is decided once: the keys mean nothing afterwards`() {
        var script = Scenes.awaitingPerson()
        script.add(.verdictReached(attempt: 1, verdict: .accept, by: .person))
        var stage = stage(script)
        #expect(stage.press("a", "r") == [])
        #expect(stage.program.overlay == nil)
        // It is the key of another action again.
        #expect(stage.press("e") == [.view(stage.program.shown!.attempts[0].answer, .editor)])
        #expect(!stage.rows.contains { $0.contains("waits for you") })
    }

    @Test func `leaves the keys to the composer while a task is written`() {
        var stage = stage()
        stage.press("i")
        stage.type("are")
        #expect(stage.program.composer.text == "are")
    }

    @Test func `is told of while another session is on the screen`() {
        var stage = stage()
        stage.play(SessionScript("5", "another task"))
        #expect(stage.rows[0].contains("1 waits for you"))
    }

    @Test func `isn't decided in a replay`() {
        let script = Scenes.awaitingPerson()
        var stage = stage()
        stage.send(.replay(.began(ReplayState(session: script.id, events: script.events, speed: 1))))
        for event in script.events { stage.send(.event(event)) }
        #expect(stage.press("a") == [])
    }
}

@Suite struct `A verdict after the end` {
    @Test func `rejects the accepted answer by a session that goes on from the next tier`() {
        let script = Scenes.accepted()
        var stage = Stage()
        stage.play(script)
        stage.press("o")
        stage.type("wrong")
        let prompt =
            Scenes.task
            + "\n\nPrior attempt feedback: Misses the empty list.\nA test must also cover a list without tokens."
            + "\n\nPrior attempt feedback: Crashes on one element.\n\nPrior attempt feedback: wrong"
        #expect(
            stage.press("enter") == [
                .annotate(.escalate(feedback: "wrong"), attempt: 3, of: script.id),
                .submit(TaskSpec(prompt, parent: script.id, firstTier: 4), chain: "default"),
            ])
    }

    @Test func `says so where no tier is left to ask, and keeps the rejection`() {
        let script = Scenes.accepted()
        let chain = Chain("default", tiers: Array(Chain.ladder.tiers.prefix(3)))
        var stage = Stage(setup: DashboardSetup(chains: [chain]))
        stage.play(script)
        stage.press("o")
        stage.type("wrong")
        #expect(stage.press("enter") == [.annotate(.escalate(feedback: "wrong"), attempt: 3, of: script.id)])
        #expect(stage.rows.last?.contains("every tier of default was asked") == true)
    }

    @Test func `accepts an earlier attempt by a remark, which shows at once and can be turned round`() {
        let script = Scenes.accepted()
        var stage = Stage()
        stage.play(script)
        stage.press("2", "k")
        #expect(stage.program.hints.contains { $0.action == .overrule && $0.word == "accept" })
        #expect(stage.press("o") == [.annotate(.accept, attempt: 2, of: script.id)])
        stage.send(.remarked([2: .accept], on: script.id))
        #expect(stage.rows.contains { $0.contains("#2") && $0.contains("escalate  accepted by you") })
        #expect(stage.press("o") == [.annotate(.escalate(feedback: ""), attempt: 2, of: script.id)])
        stage.send(.resized(.init(width: 120, height: 40)))
        #expect(stage.rows.contains { $0.contains("accepted by you after the end") })
        #expect(stage.rows.contains { $0.contains("#2") && $0.contains("escalate ✓you") })
    }

    @Test func `takes a rejection back by a remark`() {
        let script = Scenes.accepted()
        var stage = Stage()
        stage.play(script)
        stage.send(.remarked([3: .escalate(feedback: "Too long.")], on: script.id))
        #expect(stage.rows.contains { $0.contains("#3") && $0.contains("accept  rejected by you") })
        stage.send(.resized(.init(width: 120, height: 40)))
        #expect(stage.rows.contains { $0.contains("Too long.") })
        #expect(stage.press("o") == [.annotate(.accept, attempt: 3, of: script.id)])
    }

    @Test func `is seen in a replay from the attempt's verdict on, and not given there`() {
        let script = Scenes.accepted()
        var stage = Stage()
        stage.send(.remarked([1: .accept], on: script.id))
        stage.send(.replay(.began(ReplayState(session: script.id, events: script.events, speed: 1))))
        for event in script.events {
            let isJudged = stage.program.shown?.attempt(1)?.verdict != nil
            #expect(stage.rows.contains { $0.contains("accepted by you") } == isJudged)
            stage.send(.event(event))
        }
        #expect(stage.press("o") == [])
    }

    @Test func `has nothing to say where there is no answer, or nothing is recorded`() {
        var script = SessionScript("4", "t")
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        script.fail(.server, "busy")
        script.add(.sessionFinished(outcome: .exhausted, acceptedAttempt: nil, error: "all tiers exhausted"))
        var stage = Stage()
        stage.play(script)
        #expect(stage.press("o") == [])
        #expect(stage.rows.last?.contains("#1 has no answer") == true)

        var unrecorded = Stage()
        unrecorded.send(.live(.journal(.off)))
        unrecorded.play(Scenes.accepted())
        unrecorded.press("2", "k")
        #expect(unrecorded.press("o") == [])
        #expect(unrecorded.rows.last?.contains("nothing is recorded") == true)
    }

    @Test func `waits for the end while the session runs`() {
        var stage = Stage()
        stage.play(Scenes.streaming())
        #expect(stage.press("o") == [])
        #expect(stage.rows.last?.contains("still running") == true)
    }
}

@Suite struct `What an attempt cost and lacked` {
    @Test func `is on the status line, all attempts and verifiers together`() {
        var script = SessionScript("4", "t")
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        script.add(.answerCompleted(.init(attempt: 1, cost: 0.25)))
        script.add(
            .verifierAnswered(
                .init(attempt: 1, verifier: "judge", judgement: Judgement(.accept, cost: 0.125), duration: .zero)))
        var stage = Stage(120, 40)
        stage.play(script)
        #expect(stage.rows[0].contains("$0.375"))
    }

    @Test func `marks a verdict that is missing`() {
        var script = SessionScript("4", "t")
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        script.complete(tokens: 5, speed: 1)
        script.add(.verifierFailed(attempt: 1, verifier: "judge", failure: Failure(.malformed, "x"), duration: .zero))
        script.add(.verdictReached(attempt: 1, verdict: .accept, by: .nobody))
        var stage = Stage()
        stage.play(script)
        #expect(stage.rows.contains { $0.contains("accept  no verdict") })
    }

    @Test func `says when a failed attempt is made again`() {
        var script = SessionScript("4", "t")
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        script.fail(.server, "busy")
        script.add(.retryScheduled(attempt: 1, reason: "retry 1 of 2", until: .seconds(4)))
        var stage = Stage()
        stage.play(script)
        #expect(stage.rows.contains { $0.contains("error  waiting: retry 1 of 2, 4s left: busy") })
    }
}
