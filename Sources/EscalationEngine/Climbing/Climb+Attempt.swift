import EscalationCore

extension Climb {
    /// One attempt with its verdict.
    mutating func attempt(_ tier: Tier, number: Int) async -> Step {
        if let end { return .ended(end) }
        let start = await start(of: tier)
        if let end { return .ended(end) }
        if let last = scribe.state.attempts.last?.tier, last != number {
            await scribe.write(.escalated(from: last, to: number))
        }
        let attempt = scribe.state.attempts.count + 1
        let (added, whole) = prompt.begin()
        await scribe.write(
            .attemptStarted(
                .init(
                    attempt: attempt, tier: number, model: tier.model, label: tier.label, start: start,
                    addedPrompt: added, taskPrompt: whole)))
        let phase: Phase = start == .cold || start == .loading ? .loading : .prompt
        await scribe.write(.phaseEntered(attempt: attempt, phase: phase, place: nil))

        let answer: Answer
        switch await execute(tier, attempt: attempt, phase: phase) {
        case .success(let complete): answer = complete
        case .failure(let error):
            let failure = Failure(endOf: error)
            await scribe.write(.attemptFailed(attempt: attempt, failure: failure))
            return ending(after: failure).map(Step.ended) ?? .failed(failure)
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
        return await verify(answer.text, attempt: attempt, tier: number)
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
    /// The children start at once, in this task's turn: a short answer then costs few changes of thread.
    ///
    /// - Parameter phase: the attempt's once it has its place at the backend.
    private mutating func execute(_ tier: Tier, attempt: Int, phase: Phase) async -> Result<Answer, any Error> {
        guard let backend = orchestrator.equipment.backends[tier.backend] else {
            return .failure(EquipmentError.noBackend(name: tier.backend, model: tier.model))
        }
        let request = Request(
            model: tier.model, skillPrompt: task.skillPrompt, taskPrompt: prompt.text, parameters: tier.parameters)
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

    /// How the session ends where that happened; nil where it goes on.
    func ending(after failure: Failure) -> Ending? {
        switch failure {
        case .cancelled: .cancelled
        case .outOfTime: .timedOut(chain.limits)
        default: nil
        }
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

extension Failure {
    /// What an error means to a session: whatever ends a cancelled one is its cancellation, unless its time was up
    /// before.
    init(endOf error: any Error) {
        let failure = Failure(error)
        self = Task.isCancelled && failure != .outOfTime ? .cancelled : failure
    }

    static let cancelled = Failure(.cancelled, "cancelled")
    static let outOfTime = Failure(.timedOut, "the session's time was up")
}
