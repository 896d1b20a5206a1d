import EscalationCore
import EscalationEngine
import RungTestSupport
import Testing

@Suite struct `A verifier that can't judge` {
    private let stage = ClimbStage()
    private let broken = ScriptedVerifier("broken") { _, _ in throw Failure(.malformed, "no verdict") }

    private func session(_ choice: OnVerifierError, _ verifiers: any Verifier...) async throws -> SessionState {
        var chain = Chain.of("m", "n")
        chain.onVerifierError = choice
        return try await stage.run(
            stage.orchestrator(ScriptedExecutor.answering("x"), verifiers: verifiers), on: chain)
    }

    @Test func `lets the next tier be asked by default`() async throws {
        let session = try await session(.escalate, broken, ScriptedVerifier.accepting)
        #expect(session.records.map(\.feedback) == Array(repeating: "verifier error: no verdict", count: 2))
        #expect(session.outcome == .exhausted)
        #expect(session.attempts.map(\.lacksVerdict) == [true, true])
    }

    @Test func `ends the session where the chain says stop`() async throws {
        let session = try await session(.stop, broken, ScriptedVerifier.accepting)
        #expect(session.outcome == .stopped)
        #expect(session.finish?.error == "verifier error: no verdict")
        #expect(session.records.map(\.verdict) == [.escalate])
    }

    @Test func `lets the answer pass where the chain says accept, judged by nobody`() async throws {
        let session = try await session(.accept, broken)
        #expect(session.outcome == .accepted)
        #expect(session.attempts.map(\.judge) == [.nobody])
        #expect(session.attempts.map(\.lacksVerdict) == [true])
    }

    @Test func `leaves it to the others where the chain says accept`() async throws {
        #expect(try await session(.accept, broken, ScriptedVerifier.accepting).attempts.map(\.judge) == [.verifiers])
        #expect(try await session(.accept, broken, ScriptedVerifier.rejecting("no")).outcome == .exhausted)
    }
}

@Suite struct `A tier's own verifiers` {
    @Test func `judge it and no other`() async throws {
        let stage = ClimbStage()
        let orchestrator = Orchestrator(
            Equipment(
                backends: [Backend(name: "b", executor: ScriptedExecutor.answering("x"))],
                verifiers: { _, tier in
                    tier == 2 ? [ScriptedVerifier.accepting] : [ScriptedVerifier.rejecting("tier \(tier)")]
                }, currentDate: { 0 }),
            clock: stage.clock, stopwatch: stage.clock.stopwatch)
        let session = try await stage.run(orchestrator, on: .of("m", "n", "o"))
        #expect(session.attempts.map { $0.judgements.map(\.verifier) } == [["rejecting"], ["accepting"]])
        #expect(session.started?.verifiers == ["rejecting", "accepting"])
    }
}
