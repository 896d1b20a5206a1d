import EscalationCore

/// A chain as an executor, so that a tier can be a chain of its own: request in, accepted answer out.
///
/// The nested session's events go to `record`; its answer is reported when it is accepted, not while it is a draft.
public struct ChainExecutor: Executor {
    private let orchestrator: Orchestrator
    private let chain: Chain
    private let record: Orchestrator.Recorder

    public init(_ orchestrator: Orchestrator, chain: Chain, record: @escaping Orchestrator.Recorder = { _ in }) {
        self.orchestrator = orchestrator
        self.chain = chain
        self.record = record
    }

    /// - Throws: a `Failure` with the session's error where no answer was accepted.
    public func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer {
        let task = TaskSpec(request.taskPrompt, skillPrompt: request.skillPrompt)
        let session = try await orchestrator.run(task, on: chain) { event in
            await record(event)
            // Says nothing, but that the climb goes on: its own limits watch over it.
            await report(.output(.reasoning, ""))
        }
        try Task.checkCancellation()
        guard let text = session.acceptedAnswer, let number = session.finish?.acceptedAttempt else {
            throw Failure(session.failureKind, session.finish?.error ?? "", cost: session.cost)
        }
        await report(.output(.answer, text))
        let completed = session.attempt(number)?.completed
        return Answer(
            text, usage: completed?.usage, finishReason: completed?.finishReason, servedModel: completed?.servedModel,
            cost: session.cost)
    }
}

extension SessionState {
    /// What a session without an accepted answer is to the chain around it.
    fileprivate var failureKind: Failure.Kind {
        if outcome == .timedOut { return .timedOut }
        return !attempts.isEmpty && attempts.allSatisfy { $0.failure?.kind == .unreachable } ? .unreachable : .other
    }
}
