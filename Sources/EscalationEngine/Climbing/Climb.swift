import EscalationCore

/// One session's way up its chain.
struct Climb {
    private let orchestrator: Orchestrator
    private let task: TaskSpec
    private let chain: Chain
    private(set) var scribe: SessionScribe
    /// The task with the feedback gathered so far.
    private var taskPrompt: String
    /// What it gained since the last attempt.
    private var addedPrompt = ""

    /// What became of a tier.
    fileprivate enum Step {
        case accepted, goesOn
        /// Cancelled, or out of time.
        case ended(Outcome)
    }

    init(
        orchestrator: Orchestrator, task: TaskSpec, chain: Chain, id: Session.ID,
        record: @escaping Orchestrator.Recorder
    ) {
        self.orchestrator = orchestrator
        self.task = task
        self.chain = chain
        taskPrompt = task.prompt
        scribe = SessionScribe(id: id, stopwatch: orchestrator.stopwatch, record: record)
    }

    /// What is left of the session's time.
    private var timeLeft: Duration { chain.limits.sessionTimeout - scribe.elapsed() }

    mutating func run() async {
        let equipment = orchestrator.equipment
        await scribe.write(
            .sessionStarted(
                .init(
                    task: task, chain: chain,
                    verifiers: chain.tiers.contains(where: \.isVerified) ? equipment.verifiers(chain).map(\.name) : [],
                    startedAt: equipment.currentDate(), isSimulated: equipment.isSimulated,
                    version: equipment.version)))
        for (index, tier) in chain.tiers.enumerated() {
            switch await attempt(tier, number: index + 1) {
            case .accepted:
                await finish(.accepted, accepted: scribe.state.attempts.count, error: "")
                return
            case .ended(.timedOut):
                await finish(
                    .timedOut, error: "session timed out after \(chain.limits.sessionTimeout.inSeconds)")
                return
            case .ended(let outcome):
                await finish(outcome, error: outcome.words)
                return
            case .goesOn: continue
            }
        }
        await finish(.exhausted, error: "all tiers exhausted after \(chain.tiers.count) attempt(s)")
    }

    /// Why nothing further is begun; nil while there is no reason.
    private var end: Outcome? { Task.isCancelled ? .cancelled : timeLeft <= .zero ? .timedOut : nil }

    private mutating func finish(_ outcome: Outcome, accepted: Int? = nil, error: String) async {
        await scribe.write(.sessionFinished(outcome: outcome, acceptedAttempt: accepted, error: error))
    }

    /// One attempt with its verdict.
    private mutating func attempt(_ tier: Tier, number: Int) async -> Step {
        if let end { return .ended(end) }
        let start = await start(of: tier)
        if let end { return .ended(end) }
        if number > 1 { await scribe.write(.escalated(from: number - 1, to: number)) }
        let attempt = scribe.state.attempts.count + 1
        await scribe.write(
            .attemptStarted(
                .init(
                    attempt: attempt, tier: number, model: tier.model, label: tier.label, start: start,
                    addedPrompt: addedPrompt)))
        addedPrompt = ""
        let phase: Phase = start == .cold || start == .loading ? .loading : .prompt
        await scribe.write(.phaseEntered(attempt: attempt, phase: phase, place: nil))

        let answer: Answer
        switch await execute(tier, attempt: attempt, phase: phase) {
        case .success(let complete): answer = complete
        case .failure(let error):
            let failure = Failure(endOf: error)
            await scribe.write(.attemptFailed(attempt: attempt, failure: failure))
            return Step(after: failure)
        }
        let streamed = scribe.state.attempts[attempt - 1].answer
        await scribe.write(
            .answerCompleted(
                .init(
                    attempt: attempt, usage: answer.usage, finishReason: answer.finishReason,
                    servedModel: answer.servedModel, cost: answer.cost,
                    text: answer.text == streamed ? nil : answer.text)))
        guard tier.isVerified else {
            await scribe.write(.verdictReached(attempt: attempt, verdict: .accept, by: .nobody))
            return .accepted
        }
        return await verify(answer.text, attempt: attempt)
    }

    private func start(of tier: Tier) async -> Start {
        if tier.label.isCloud { return .remote }
        guard let backend = orchestrator.equipment.backends[tier.backend], let probe = backend.probe else {
            return .unknown
        }
        let answer = try? await within(Orchestrator.probeTimeout, on: orchestrator.clock) { try await probe.status() }
        guard let status = answer ?? nil else { return .unknown }
        await backend.heed(status)
        return status.start(of: tier.model)
    }

    /// Makes the request, and writes what the executor reports meanwhile.
    ///
    /// The children start at once, on this thread: a short answer then costs few changes of thread.
    ///
    /// - Parameter phase: the attempt's once it has its place at the backend.
    private mutating func execute(_ tier: Tier, attempt: Int, phase: Phase) async -> Result<Answer, any Error> {
        guard let backend = orchestrator.equipment.backends[tier.backend] else {
            return .failure(EquipmentError.noBackend(name: tier.backend, model: tier.model))
        }
        let request = Request(
            model: tier.model, skillPrompt: task.skillPrompt, taskPrompt: taskPrompt, parameters: tier.parameters)
        let (clock, stopwatch) = (orchestrator.clock, orchestrator.stopwatch)
        let gatherer = OutputGatherer(attempt: attempt, clock: clock, elapsed: scribe.elapsed)
        let watch = SilenceWatch(limits: chain.limits, clock: clock, stopwatch: stopwatch)
        let deadline = stopwatch.now() + timeLeft
        return await withTaskGroup { group in
            group.addImmediateTask {
                do {
                    let answer = try await backend.answer(to: request, watchedBy: watch, phase: phase) {
                        await gatherer.put($0)
                    }
                    gatherer.finish(with: .success(answer))
                } catch {
                    gatherer.finish(with: .failure(error))
                }
            }
            group.addImmediateTask { await gatherer.runTicker() }
            group.addImmediateTask {
                // Cancelled with the session or with the end of the request, and then there is nothing to say.
                guard let silence = try? await watch.waitForSilence(until: deadline) else { return }
                gatherer.finish(with: .failure(silence))
            }
            while let kinds = await gatherer.next() {
                for kind in kinds where !scribe.state.knows(kind) { await scribe.write(kind) }
            }
            group.cancelAll()
            return gatherer.result
        }
    }

    /// Asks the verifiers in order until one rejects or can't judge.
    private mutating func verify(_ answer: String, attempt: Int) async -> Step {
        let judged = JudgedTask(skillPrompt: task.skillPrompt, taskPrompt: taskPrompt)
        for verifier in orchestrator.equipment.verifiers(chain) {
            let began = scribe.elapsed()
            do {
                let inTime = try await within(timeLeft, on: orchestrator.clock) {
                    try await verifier.judgement(of: answer, to: judged)
                }
                guard let judgement = inTime else { throw Failure.outOfTime }
                let duration = scribe.elapsed() - began
                await scribe.write(
                    .verifierAnswered(
                        .init(attempt: attempt, verifier: verifier.name, judgement: judgement, duration: duration)))
                guard case .escalate(let feedback) = judgement.verdict else { continue }
                await scribe.write(.verdictReached(attempt: attempt, verdict: judgement.verdict, by: .verifiers))
                addedPrompt = "\n\nPrior attempt feedback: " + feedback
                taskPrompt += addedPrompt
                return .goesOn
            } catch {
                let failure = Failure(endOf: error)
                await scribe.write(
                    .verifierFailed(
                        attempt: attempt, verifier: verifier.name, failure: failure,
                        duration: scribe.elapsed() - began))
                let verdict = Verdict.escalate(feedback: "verifier error: " + failure.text)
                await scribe.write(.verdictReached(attempt: attempt, verdict: verdict, by: .verifiers))
                return Step(after: failure)
            }
        }
        await scribe.write(.verdictReached(attempt: attempt, verdict: .accept, by: .verifiers))
        return .accepted
    }
}

extension SessionState {
    /// Whether the event would say nothing new: a phase that the attempt is in already.
    fileprivate func knows(_ kind: SessionEvent.Kind) -> Bool {
        guard case .phaseEntered(let number, let phase, let place) = kind, let attempt = attempt(number) else {
            return false
        }
        return attempt.phase == phase && attempt.queuePlace == place
    }
}

extension Climb.Step {
    /// What becomes of a tier that failed so.
    fileprivate init(after failure: Failure) {
        self =
            switch failure {
            case .cancelled: .ended(.cancelled)
            case .outOfTime: .ended(.timedOut)
            default: .goesOn
            }
    }
}

extension Failure {
    /// What an error means to a session: whatever ends a cancelled one is its cancellation, unless its time was up
    /// before.
    fileprivate init(endOf error: any Error) {
        let failure = Failure(error)
        self = Task.isCancelled && failure != .outOfTime ? .cancelled : failure
    }

    static let cancelled = Failure(.cancelled, "cancelled")
    static let outOfTime = Failure(.timedOut, "the session's time was up")
}
