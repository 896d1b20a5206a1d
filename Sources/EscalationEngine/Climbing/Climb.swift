import EscalationCore

/// One session's way up its chain.
struct Climb {
    let orchestrator: Orchestrator
    let task: TaskSpec
    let chain: Chain
    var scribe: SessionScribe
    /// The task with the feedback gathered so far.
    var prompt: FeedbackPrompt
    /// Time that a person took to decide: it counts towards no limit.
    var heldByPersons: Duration = .zero

    /// What became of an attempt.
    enum Step {
        case accepted, rejected
        /// There is an answer, and no verifier could tell what it is worth.
        case unjudged
        case failed(Failure)
        case ended(Ending)
    }

    init(
        orchestrator: Orchestrator, task: TaskSpec, chain: Chain, id: Session.ID,
        record: @escaping Orchestrator.Recorder
    ) {
        self.orchestrator = orchestrator
        self.task = task
        self.chain = chain
        prompt = FeedbackPrompt(task.prompt, chain.feedback)
        scribe = SessionScribe(id: id, stopwatch: orchestrator.stopwatch, record: record)
    }

    /// What is left of the session's time.
    var timeLeft: Duration { chain.limits.sessionTimeout - scribe.elapsed() + heldByPersons }

    mutating func run() async {
        let equipment = orchestrator.equipment
        await scribe.write(
            .sessionStarted(
                .init(
                    task: task, chain: chain, verifiers: equipment.verifierNames(of: chain),
                    startedAt: equipment.currentDate(), isSimulated: equipment.isSimulated,
                    version: equipment.version)))
        let ending = await climb()
        await scribe.write(
            .sessionFinished(
                outcome: ending.outcome, acceptedAttempt: ending.acceptedAttempt, error: ending.error))
    }

    private mutating func climb() async -> Ending {
        // A follow-up of the last tier's answer has no tier above it: it asks the last one again.
        let first = max(0, min(task.firstTier, chain.tiers.count) - 1)
        for (index, tier) in chain.tiers.enumerated().dropFirst(first) {
            if let ending = await ask(tier, number: index + 1) { return ending }
        }
        return .exhausted(tiers: chain.tiers.count)
    }

    /// Why nothing further is begun; nil while there is no reason.
    var end: Ending? {
        if Task.isCancelled { return .cancelled }
        if timeLeft <= .zero { return .timedOut(chain.limits) }
        return .overBudget(chain.limits, attempts: scribe.state.attempts.count) ?? spent
    }

    /// Why no further request is paid for; nil while there is money left.
    var spent: Ending? { .overBudget(chain.limits, spent: scribe.state.cost ?? 0) }

    /// Asks one tier as often as it may be asked, unless its breaker is open. The last tier's never is.
    ///
    /// - Returns: nil where the climb goes on.
    private mutating func ask(_ tier: Tier, number: Int) async -> Ending? {
        guard tier.hasBreaker, number < chain.tiers.count else {
            return await attempts(of: tier, number: number) { _ in false }
        }
        let (breakers, stopwatch) = (orchestrator.breakers, orchestrator.stopwatch)
        let key = Breakers.Key(chain: chain.name, tier: number, model: tier.model)
        switch breakers.admit(key, at: stopwatch.now()) {
        case .refused(let reason):
            if let end { return end }
            await scribe.write(.tierSkipped(tier: number, reason: reason))
            return nil
        case .admitted(let isTrial):
            return await attempts(of: tier, number: number) { step in
                breakers.note(step.speaksForTier, of: key, isTrial: isTrial, at: stopwatch.now())
                return breakers.isOpen(key)
            }
        }
    }

    /// Makes a tier's attempts: once more after a rejection while it has tries left, and after a failure that may pass
    /// while it has retries left, which each try has anew.
    ///
    /// - Parameter giveUp: told what became of each attempt; true where no failed one is to be made again.
    /// - Returns: nil where the climb goes on.
    private mutating func attempts(
        of tier: Tier, number: Int, giveUp: (Step) -> Bool
    ) async -> Ending? {
        var (tries, retries) = (1, 0)
        while true {
            let step = await attempt(tier, number: number)
            let gaveUp = giveUp(step)
            switch step {
            case .accepted: return .accepted(scribe.state.attempts.count)
            case .ended(let ending): return ending
            case .unjudged: return nil
            case .rejected:
                guard tries < tier.tries else { return nil }
                (tries, retries) = (tries + 1, 0)
            case .failed(let failure):
                guard retries < tier.retries, !gaveUp, failure.kind.isPassing else { return nil }
                retries += 1
                if let end { return end }
                guard await rest(before: retries, of: tier, after: failure) else { return nil }
            }
        }
    }

    /// Waits until a failed attempt may be made again.
    ///
    /// - Returns: false where the session's time would be up before, and the next tier should rather have what is left.
    private mutating func rest(before retry: Int, of tier: Tier, after failure: Failure) async -> Bool {
        let pause = RetryPause.length(before: retry, after: failure, chance: orchestrator.chance())
        guard pause < timeLeft else { return false }
        await scribe.write(
            .retryScheduled(
                attempt: scribe.state.attempts.count, reason: "retry \(retry) of \(tier.retries)",
                until: .milliseconds((scribe.elapsed() + pause).milliseconds)))
        // Cancelled, the next attempt finds that out.
        try? await orchestrator.clock.sleep(for: pause)
        return true
    }
}

extension Climb.Step {
    /// Whether the tier works, as far as this attempt tells; nil where it doesn't.
    fileprivate var speaksForTier: Bool? {
        switch self {
        case .accepted, .rejected, .unjudged: true
        case .failed(let failure): failure.kind.blamesTier ? false : nil
        case .ended: nil
        }
    }
}
