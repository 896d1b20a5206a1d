import EscalationCore
import EscalationEngine
import RungTestSupport
import Testing

@Suite struct `A person in the loop` {
    private let stage = ClimbStage()
    /// What the person was told the verifiers before had said.
    private let earlier = Collector<[Attempt.VerifierRemark]>()

    private func person(_ verdict: Verdict) -> ScriptedVerifier {
        ScriptedVerifier("human", asksPerson: true, mayCost: false) { _, task in
            earlier.add(task.earlier)
            return Judgement(verdict)
        }
    }

    private func session(
        _ verifiers: any Verifier..., chain: Chain = .of("m")
    ) async throws -> SessionState {
        try await stage.run(stage.orchestrator(ScriptedExecutor.answering("x"), verifiers: verifiers), on: chain)
    }

    private var facts: [SessionEvent.Kind] {
        stage.events.all.map(\.kind).filter { kind in
            switch kind {
            case .waiting, .overruled, .verdictReached: true
            default: false
            }
        }
    }

    private let waiting = SessionEvent.Kind.waiting(attempt: 1, reason: "a person", until: nil)

    @Test func `is waited for in sight, and decides`() async throws {
        let session = try await session(person(.accept))
        #expect(facts == [waiting, .verdictReached(attempt: 1, verdict: .accept, by: .person)])
        #expect(session.outcome == .accepted)
    }

    @Test func `is asked after a rejection too, is told of it, and has the last word`() async throws {
        let session = try await session(ScriptedVerifier.rejecting("too short"), person(.accept))
        #expect(
            facts == [
                waiting, .overruled(attempt: 1, verdict: .accept),
                .verdictReached(attempt: 1, verdict: .accept, by: .person),
            ])
        #expect(
            earlier.all == [
                [
                    .init(
                        verifier: "rejecting", word: .answered(Judgement(.escalate(feedback: "too short"))),
                        duration: .zero)
                ]
            ])
        #expect(session.outcome == .accepted)
        #expect(session.attempts.map(\.overruled) == [.accept])
    }

    @Test func `overrules nothing by agreeing`() async throws {
        _ = try await session(ScriptedVerifier.rejecting("no"), person(.escalate(feedback: "no")))
        #expect(facts == [waiting, .verdictReached(attempt: 1, verdict: .escalate(feedback: "no"), by: .person)])
    }

    @Test func `edits the judge's feedback before it goes on`() async throws {
        let edited = Verdict.escalate(feedback: "use a loop")
        let session = try await session(
            ScriptedVerifier.rejecting("wrong"), person(edited), chain: .of("m", "n"))
        #expect(facts[1] == .overruled(attempt: 1, verdict: edited))
        #expect(session.taskPrompt(of: 2) == "t\n\nPrior attempt feedback: use a loop")
    }

    @Test func `has nothing to overrule where nobody could judge`() async throws {
        let broken = ScriptedVerifier { _, _ in throw Failure(.other, "broken") }
        var chain = Chain.of("m")
        chain.onVerifierError = .stop
        let session = try await session(broken, person(.accept), chain: chain)
        #expect(facts == [waiting, .verdictReached(attempt: 1, verdict: .accept, by: .person)])
        #expect(session.outcome == .accepted)
    }

    @Test func `gives the tier another try by rejecting`() async throws {
        let session = try await session(person(.escalate(feedback: "again")), chain: .of("m") { $0.tries = 2 })
        #expect(session.attempts.map(\.tier) == [1, 1])
        #expect(session.attempts[1].addedPrompt == "\n\nPrior attempt feedback: again")
    }

    @Test func `may take longer than the session has`() async throws {
        let (asked, decided) = (Collector<Bool>(), Collector<Bool>())
        let person = ScriptedVerifier(asksPerson: true) { _, _ in
            asked.add(true)
            await decided.wait(for: asked.all.count)
            return Judgement(.escalate(feedback: "no"))
        }
        let executor = ScriptedExecutor { request, report in
            if request.model == "slow" { try await hangUntilCancelled() }
            await report(.output(.answer, "x"))
            return Answer("x")
        }
        var chain = Chain.of("m", "slow")
        chain.limits.sessionTimeout = .seconds(10)
        async let running = stage.run(stage.orchestrator(executor, verifiers: [person]), on: chain)
        await asked.wait(for: 1)
        stage.clock.advance(by: .seconds(3_600))
        decided.add(true)
        await stage.events.wait { $0.contains { $0.kind.name == "escalated" } }
        // The second attempt has all of the ten seconds.
        await stage.clock.waitForSleeper(within: .seconds(10))
        stage.clock.advance(by: .milliseconds(9_999))
        await stage.clock.waitForSleeper(within: .milliseconds(1))
        #expect(stage.course.last == "attempt 2 on tier 2")
        stage.clock.advance(by: .milliseconds(1))
        let session = try await running
        #expect(session.outcome == .timedOut)
        #expect(session.finish?.at == .seconds(3_610))
    }

    @Test func `leaves at once when the session is cancelled`() async throws {
        let asked = Collector<Bool>()
        let person = ScriptedVerifier("human", asksPerson: true) { _, _ in
            asked.add(true)
            try await hangUntilCancelled()
        }
        let orchestrator = stage.orchestrator(ScriptedExecutor.answering("x"), verifiers: [person])
        let session = try await withThrowingTaskGroup(of: SessionState.self) { group in
            group.addTask { try await stage.run(orchestrator, on: .of("m", "n")) }
            await asked.wait(for: 1)
            group.cancelAll()
            return try await group.next()!
        }
        #expect(session.outcome == .cancelled)
        #expect(session.records.map(\.feedback) == ["verifier error: cancelled"])
    }

    @Test func `is asked where there is no money left for a judge`() async throws {
        var chain = Chain.of("m")
        chain.limits.dollars = 0
        let judge = ScriptedVerifier("judge") { _, _ in Judgement(.escalate(feedback: "never asked")) }
        chain.tiers[0].isVerified = true
        let executor = ScriptedExecutor.playing(.success(Answer("x", cost: 1)))
        chain.limits.dollars = 0.5
        let session = try await stage.run(
            stage.orchestrator(executor, verifiers: [judge, person(.accept)]), on: chain)
        #expect(session.outcome == .accepted)
        #expect(session.attempts[0].judgements.map(\.verifier) == ["human"])
    }
}

@Suite struct `A follow-up session` {
    private let stage = ClimbStage()

    @Test(arguments: [(1, [1, 2, 3]), (2, [2, 3]), (3, [3]), (4, [3])])
    func `begins at the tier it names, at the last where there is none`(_ first: Int, _ tiers: [Int]) async throws {
        let session = try await stage.run(
            stage.orchestrator(ScriptedExecutor.failing(.server, "x")), TaskSpec("t", firstTier: first),
            on: .of("a", "b", "c"))
        #expect(session.attempts.map(\.tier) == tiers)
        #expect(session.finish?.error == "all tiers exhausted after 3 attempt(s)")
        #expect(stage.course.first == "attempt 1 on tier \(tiers[0])")
    }
}
