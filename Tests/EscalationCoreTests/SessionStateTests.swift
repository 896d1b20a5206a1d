import EscalationCore
import RungTestSupport
import Testing

@Suite struct `A session's state` {
    private let id = Session.ID(rawValue: String(repeating: "4f2a", count: 8))!

    private func state(after kinds: [SessionEvent.Kind]) -> SessionState {
        var state = SessionState(id: id)
        for (index, kind) in kinds.enumerated() {
            state.apply(
                SessionEvent(session: id, sequence: index + 1, offset: .milliseconds(index * 100), kind: kind))
        }
        return state
    }

    private let started = SessionEvent.Kind.attemptStarted(
        .init(attempt: 1, tier: 1, model: "m", label: .local, start: .warm, addedPrompt: ""))

    @Test func `gathers the pieces of each channel`() {
        let state = state(after: [
            started,
            .outputReceived(attempt: 1, channel: .reasoning, pieces: [.init(offset: .milliseconds(90), text: "hm")]),
            .outputReceived(
                attempt: 1, channel: .answer,
                pieces: [.init(offset: .milliseconds(95), text: "a"), .init(offset: .milliseconds(99), text: "b")]),
        ])
        #expect(state.attempts[0].answer == "ab")
        #expect(state.attempts[0].reasoning == "hm")
        #expect(state.attempts[0].firstPieceAt == .milliseconds(95))
        #expect(state.attempts[0].lastPieceAt == .milliseconds(99))
        #expect(state.attempts[0].stage == .answering)
    }

    @Test func `takes each event once and only its own`() {
        var state = state(after: [started])
        let before = state
        state.apply(SessionEvent(session: id, sequence: 1, offset: .seconds(9), kind: started))
        state.apply(SessionEvent(session: .random(), sequence: 2, offset: .seconds(9), kind: started))
        #expect(state == before)
    }

    @Test func `survives events of attempts that nobody started`() {
        #expect(state(after: [.attemptFailed(attempt: 3, failure: Failure(.server, "x"))]).attempts.isEmpty)
    }

    @Test func `times generation without verification`() {
        let state = state(after: [
            started, .answerCompleted(.init(attempt: 1)),
            .verdictReached(attempt: 1, verdict: .accept, by: .verifiers),
        ])
        #expect(
            state.records == [
                AttemptRecord(
                    model: "m", label: .local, duration: .milliseconds(100), warmStart: true, verdict: .accept,
                    feedback: "")
            ])
    }

    @Test func `forgets what an attempt waited for when that is over`() {
        func waits(_ kinds: SessionEvent.Kind...) -> [String?] {
            state(after: kinds).attempts.map(\.waiting?.reason)
        }
        let failed = SessionEvent.Kind.attemptFailed(attempt: 1, failure: Failure(.server, "x"))
        let retry = SessionEvent.Kind.retryScheduled(attempt: 1, reason: "again", until: .seconds(1))
        #expect(waits(started, failed, retry) == ["again"])
        #expect(
            waits(started, failed, retry, .sessionFinished(outcome: .cancelled, acceptedAttempt: nil, error: ""))
                == [nil])
        let second = SessionEvent.Kind.attemptStarted(
            .init(attempt: 2, tier: 1, model: "m", label: .local, start: .warm, addedPrompt: ""))
        #expect(waits(started, failed, retry, second) == [nil, nil])
    }

    @Test func `tells an attempt whose answer waits for a person`() {
        let asked: [SessionEvent.Kind] = [
            started, .answerCompleted(.init(attempt: 1)),
            .waiting(attempt: 1, reason: Attempt.Wait.person, until: nil),
        ]
        #expect(state(after: asked).attempts.map(\.awaitsPerson) == [true])
        let decided = state(after: asked + [.verdictReached(attempt: 1, verdict: .accept, by: .person)])
        #expect(decided.attempts.map(\.awaitsPerson) == [false])
        #expect(decided.attempts.map(\.waiting) == [nil])
    }

    @Test func `adds up what attempts and verifiers cost`() {
        let finish = SessionEvent.Kind.sessionFinished(outcome: .exhausted, acceptedAttempt: nil, error: "e")
        let state = state(after: [
            started, .answerCompleted(.init(attempt: 1, cost: 0.5)),
            .verifierAnswered(
                .init(
                    attempt: 1, verifier: "judge", judgement: Judgement(.escalate(feedback: ""), cost: 0.25),
                    duration: .zero)),
            .verifierFailed(
                attempt: 1, verifier: "other", failure: Failure(.cutOff, "x", cost: 0.125), duration: .zero),
            finish,
        ])
        #expect(state.cost == 0.875)
        let line = state.finishedLine(for: .init(session: id, sequence: 5, offset: .zero, kind: finish))
        #expect(line["cost"] == .double(0.875))
    }

    @Test func `is followed up from the next tier, with what the attempt was told and the feedback`() {
        let task = TaskSpec("t", skillPrompt: "be brief", skillName: "brief")
        let begun = SessionEvent.Kind.sessionStarted(
            .init(
                task: task, chain: Chain(tiers: [Tier("a"), Tier("m")]), verifiers: [], startedAt: 0,
                isSimulated: false, version: ""))
        let told = SessionEvent.Kind.attemptStarted(
            .init(attempt: 1, tier: 2, model: "m", label: .local, start: .warm, addedPrompt: " and more"))
        let state = state(after: [begun, told])
        #expect(
            state.followUp(rejecting: 1, feedback: "no")
                == TaskSpec(
                    "t and more\n\nPrior attempt feedback: no", skillPrompt: "be brief", skillName: "brief",
                    parent: id, firstTier: 3))
        #expect(state.followUp(rejecting: 2, feedback: "no") == nil)
    }

    @Test func `prints the last line with output and attempts`() throws {
        let finish = SessionEvent.Kind.sessionFinished(outcome: .accepted, acceptedAttempt: 1, error: "")
        let state = state(after: [
            started, .answerCompleted(.init(attempt: 1, text: "done")),
            .verdictReached(attempt: 1, verdict: .accept, by: .verifiers), finish,
        ])
        let line = state.finishedLine(for: .init(session: id, sequence: 4, offset: .milliseconds(300), kind: finish))
        #expect(
            line.text == """
                {"session":"\(id)","sequence":4,"event":"session_finished","at_ms":300,"outcome":"accepted",\
                "output":"done","error":"","attempts":[{"model":"m","tier":"local","duration_ms":100,\
                "warm_start":true,"verdict":"accept","feedback":""}],"accepted_attempt":1}
                """)
    }
}

@Suite struct `A session id` {
    @Test func `is 32 lower-case hexadecimal digits`() {
        var generator = SeededGenerator(seed: 1)
        #expect(Session.ID.random(using: &generator).rawValue.utf8.count == 32)
        #expect(Session.ID(rawValue: String(repeating: "A", count: 32)) == nil)
        #expect(Session.ID(rawValue: "abc") == nil)
        #expect(Session.ID.random() != Session.ID.random())
    }
}
