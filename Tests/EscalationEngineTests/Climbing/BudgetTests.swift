import EscalationCore
import EscalationEngine
import RungTestSupport
import Testing

@Suite struct `A session's budget` {
    private let stage = ClimbStage()
    private let prices = ["m": Price(input: 1, output: 2), "n": Price(input: 10, output: 20)]

    private func answer(_ text: String = "x", cost: Double? = nil) -> Answer {
        Answer(text, usage: Usage(promptTokens: 100_000, answerTokens: 50_000), cost: cost)
    }

    @Test func `ends it after as many attempts as it allows, retries included`() async throws {
        var chain = Chain.of("m", "n") { $0.tries = 2 }
        chain.limits.attempts = 3
        let session = try await stage.run(
            stage.orchestrator(ScriptedExecutor.answering("x"), verifiers: [ScriptedVerifier.rejecting("no")]),
            on: chain)
        #expect(session.outcome == .overBudget)
        #expect(session.finish?.error == "over budget: 3 attempt(s) made, as many as limits.attempts allows")
        #expect(session.attempts.map(\.tier) == [1, 1, 2])
    }

    @Test func `isn't spoken of where the last attempt it allows is accepted`() async throws {
        var chain = Chain.of("m")
        chain.limits.attempts = 1
        #expect(
            try await stage.run(stage.orchestrator(ScriptedExecutor.answering("x")), on: chain).outcome == .accepted)
    }

    @Test func `is spent by tokens at the model's price, or by what the server says`() async throws {
        let executor = ScriptedExecutor.playing(.success(answer()), .success(answer(cost: 0.75)))
        let session = try await stage.run(
            stage.orchestrator(executor, verifiers: [ScriptedVerifier.rejecting("no")], prices: prices),
            on: .of("m", "n"))
        #expect(session.attempts.map(\.completed?.cost) == [0.2, 0.75])
        #expect(session.cost == 0.95)
    }

    @Test func `is spent by attempts that failed, too`() async throws {
        let failure = Failure(.cutOff, "gone", usage: Usage(promptTokens: 1_000_000))
        let session = try await stage.run(
            stage.orchestrator(ScriptedExecutor.playing(.failure(failure)), prices: prices), on: .of("m"))
        #expect(session.attempts.map(\.failure?.cost) == [1])
        #expect(session.attempts.map(\.failure?.text) == ["gone"])
        #expect(session.cost == 1)
    }

    @Test func `knows no cost where there is neither a price nor a word of the server`() async throws {
        let session = try await stage.run(
            stage.orchestrator(ScriptedExecutor.playing(.success(answer()))), on: .of("m"))
        #expect(session.cost == nil)
    }

    @Test func `ends it before the next attempt once the dollars are spent`() async throws {
        var chain = Chain.of("m", "n")
        chain.limits.dollars = 0.2
        let session = try await stage.run(
            stage.orchestrator(
                ScriptedExecutor.playing(.success(answer())),
                verifiers: [ScriptedVerifier("cheap", mayCost: false) { _, _ in Judgement(.escalate(feedback: "no")) }],
                prices: prices), on: chain)
        #expect(session.outcome == .overBudget)
        #expect(session.finish?.error == "over budget: $0.20 spent, and limits.dollars is $0.20")
        #expect(session.attempts.count == 1)
    }

    @Test func `ends it before a judge is asked that it can't pay, with a verdict for the answer`() async throws {
        var chain = Chain.of("m", "n")
        chain.limits.dollars = 0.1
        chain.onVerifierError = .accept
        let asked = Collector<String>()
        func verifier(_ name: String, mayCost: Bool) -> ScriptedVerifier {
            ScriptedVerifier(name, mayCost: mayCost) { _, _ in
                asked.add(name)
                return Judgement(.accept)
            }
        }
        let session = try await stage.run(
            stage.orchestrator(
                ScriptedExecutor.playing(.success(answer())),
                verifiers: [verifier("pattern", mayCost: false), verifier("judge", mayCost: true)], prices: prices),
            on: chain)
        #expect(asked.all == ["pattern"])
        #expect(session.outcome == .overBudget)
        #expect(
            session.records.map(\.feedback) == [
                "verifier error: over budget: $0.20 spent, and limits.dollars is $0.10"
            ])
    }

    @Test func `is spent by judges, at their model's price`() async throws {
        let backend = Backend(
            name: "judges", executor: ScriptedExecutor.playing(.success(answer())),
            prices: ["j": Price(input: 5, output: 0)])
        let judging = backend.limited(by: Limits(), clock: stage.clock, stopwatch: stage.clock.stopwatch)
        let judge = ScriptedVerifier("judge") { _, task in
            let verdict = try await judging.answer(to: Request(model: "j", taskPrompt: task.taskPrompt))
            return Judgement(.escalate(feedback: "no"), cost: verdict.cost)
        }
        var chain = Chain.of("m", "n")
        chain.limits.dollars = 0.6
        let session = try await stage.run(
            stage.orchestrator(
                ScriptedExecutor.playing(.success(answer())), verifiers: [judge], prices: prices), on: chain)
        #expect(session.cost == 0.7)
        #expect(session.outcome == .overBudget)
        #expect(session.attempts.count == 1)
    }

    @Test func `counts all that a chain inside the chain has spent`() async throws {
        let inner = stage.orchestrator(
            ScriptedExecutor.playing(.success(answer()), .success(answer("good"))),
            verifiers: [
                ScriptedVerifier { answer, _ in Judgement(answer == "good" ? .accept : .escalate(feedback: "no")) }
            ], prices: ["m": Price(input: 1, output: 2), "n": Price(input: 1, output: 2)])
        let outer = stage.orchestrator(ChainExecutor(inner, chain: .of("m", "n")))
        #expect(try await stage.run(outer, on: .of("chain")).cost == 0.4)
    }
}
