import EscalationCore
import Testing

@Suite struct ContinuationTests {
    private let id = Session.ID(rawValue: String(repeating: "a", count: 32))!

    /// A session whose attempts, one a tier, ended as given.
    private func session(_ kinds: [(Int) -> [SessionEvent.Kind]], feedback: FeedbackPolicy = .init()) -> SessionState {
        var state = SessionState(id: id)
        var told = ""
        func apply(_ kind: SessionEvent.Kind) {
            state.apply(SessionEvent(session: id, sequence: state.sequence + 1, offset: .zero, kind: kind))
        }
        apply(
            .sessionStarted(
                .init(
                    task: TaskSpec("sort", skillPrompt: "Be terse.", skillName: "terse"),
                    chain: Chain(tiers: [Tier("s"), Tier("m"), Tier("l")], feedback: feedback), verifiers: ["judge"],
                    startedAt: 0, isSimulated: false, version: "1")))
        for (index, ending) in kinds.enumerated() {
            let number = index + 1
            apply(
                .attemptStarted(
                    .init(
                        attempt: number, tier: number, model: "m", label: .local, start: .warm, addedPrompt: told)))
            told = ""
            for kind in ending(number) {
                apply(kind)
                if case .verdictReached(_, .escalate(let feedback), _) = kind {
                    told = "\n\nPrior attempt feedback: " + feedback
                }
            }
        }
        return state
    }

    private let failed: (Int) -> [SessionEvent.Kind] = {
        [.attemptFailed(attempt: $0, failure: Failure(.server, "no"))]
    }
    private let unjudged: (Int) -> [SessionEvent.Kind] = {
        [
            .answerCompleted(.init(attempt: $0)),
            .verifierFailed(attempt: $0, verifier: "judge", failure: Failure(.other, "?"), duration: .zero),
            .verdictReached(attempt: $0, verdict: .escalate(feedback: "verifier error: ?"), by: .verifiers),
        ]
    }
    private let brokenOff: (Int) -> [SessionEvent.Kind] = { _ in [] }

    private func rejected(_ feedback: String) -> (Int) -> [SessionEvent.Kind] {
        {
            [
                .answerCompleted(.init(attempt: $0)),
                .verdictReached(attempt: $0, verdict: .escalate(feedback: feedback), by: .verifiers),
            ]
        }
    }

    private func next(_ prompt: String, tier: Int) -> TaskSpec {
        TaskSpec(prompt, skillPrompt: "Be terse.", skillName: "terse", parent: id, firstTier: tier)
    }

    @Test func `asks the next tier with all the feedback gathered`() {
        #expect(
            session([rejected("slow"), rejected("wrong")]).continuation
                == next("sort\n\nPrior attempt feedback: slow\n\nPrior attempt feedback: wrong", tier: 3))
    }

    @Test func `says nothing of a failure, or of a verifier that could not judge`() {
        #expect(
            session([rejected("slow"), failed]).continuation == next("sort\n\nPrior attempt feedback: slow", tier: 3))
        #expect(session([unjudged]).continuation == next("sort", tier: 2))
    }

    @Test func `asks the same tier again where the attempt was broken off`() {
        #expect(
            session([rejected("slow"), brokenOff]).continuation == next("sort\n\nPrior attempt feedback: slow", tier: 2)
        )
        #expect(session([]).continuation == next("sort", tier: 1))
    }

    @Test func `passes on no feedback where the chain doesn't`() {
        #expect(session([rejected("slow")], feedback: .init(.none)).continuation == next("sort", tier: 2))
    }

    @Test func `passes on the latest feedback alone where the chain does`() {
        #expect(
            session([rejected("slow"), rejected("wrong")], feedback: .init(.latest)).continuation
                == next("sort\n\nPrior attempt feedback: wrong", tier: 3))
    }

    @Test func `passes on as much feedback as the chain's cap allows, the oldest dropped first`() {
        #expect(
            session([rejected("slow"), rejected("wrong")], feedback: .init(cap: 8)).continuation
                == next("sort\n\nPrior attempt feedback: wrong", tier: 3))
        #expect(
            session([rejected("far too slow")], feedback: .init(cap: 8)).continuation
                == next("sort\n\nPrior attempt feedback: far too…", tier: 2))
    }

    @Test func `passes on what one verifier said where another could not judge`() {
        let rejectedAllTheSame: (Int) -> [SessionEvent.Kind] = {
            [
                .answerCompleted(.init(attempt: $0)),
                .verifierFailed(attempt: $0, verifier: "judge", failure: Failure(.other, "?"), duration: .zero),
                .verdictReached(attempt: $0, verdict: .escalate(feedback: "slow"), by: .verifiers),
            ]
        }
        #expect(session([rejectedAllTheSame]).continuation == next("sort\n\nPrior attempt feedback: slow", tier: 2))
    }

    @Test func `makes an attempt again with what it was told`() {
        let session = session([rejected("slow"), rejected("wrong"), failed])
        #expect(session.continuation(at: 1) == next("sort", tier: 1))
        #expect(session.continuation(at: 2) == next("sort\n\nPrior attempt feedback: slow", tier: 2))
        #expect(session.continuation(at: 4) == nil)
        #expect(SessionState(id: id).continuation == nil)
    }
}
