import EscalationCore
import EscalationEngine
import RungTestSupport

/// What a climb needs in a test: a clock that the test moves, one backend `b`, and all events.
struct ClimbStage {
    let clock = ManualClock()
    let events = Collector<SessionEvent>()

    func orchestrator(
        _ executor: any Executor, verifiers: [any Verifier] = [ScriptedVerifier.accepting],
        prices: [String: Price] = [:], chance: Double = 0
    ) -> Orchestrator {
        Orchestrator(
            Equipment(
                backends: [Backend(name: "b", executor: executor, parallel: 8, prices: prices)],
                verifiers: { _, _ in verifiers }, currentDate: { 0 }),
            clock: clock, stopwatch: clock.stopwatch, chance: { chance })
    }

    func run(_ orchestrator: Orchestrator, _ task: TaskSpec = TaskSpec("t"), on chain: Chain) async throws
        -> SessionState
    {
        try await orchestrator.run(task, on: chain) { events.add($0) }
    }

    /// Names of the events that tell of attempts and tiers, for tests of their order.
    var course: [String] {
        events.all.map(\.kind).compactMap { kind in
            switch kind {
            case .attemptStarted(let started): "attempt \(started.attempt) on tier \(started.tier)"
            case .retryScheduled(_, let reason, let until): "\(reason) at \(until?.inSeconds ?? "?")"
            case .tierSkipped(let tier, let reason): "tier \(tier) skipped: \(reason)"
            case .escalated(let from, let to): "from \(from) to \(to)"
            case .sessionFinished(let outcome, _, _): outcome.words
            case .sessionStarted, .phaseEntered, .outputReceived, .waiting, .attemptFailed, .answerCompleted,
                .verifierAnswered, .verifierFailed, .verdictReached, .overruled:
                nil
            }
        }
    }
}

extension Chain {
    /// Tiers on backend `b`, each changed by `change`.
    static func of(_ models: String..., change: (inout Tier) -> Void = { _ in }) -> Chain {
        Chain(
            tiers: models.map { model in
                var tier = Tier(model, backend: "b")
                change(&tier)
                return tier
            })
    }
}
