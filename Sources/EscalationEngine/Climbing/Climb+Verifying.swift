import EscalationCore

extension Climb {
    /// What speaks against an answer.
    private enum Objection {
        case rejected(feedback: String)
        /// A verifier can't judge.
        case unjudged(Failure)
        /// There is no money left to ask.
        case unpaid(Ending)
    }

    /// Asks the verifiers in order. The first that rejects or can't judge decides, and only persons are asked after it:
    /// the first of them has the last word.
    mutating func verify(_ answer: String, attempt: Int, tier: Int) async -> Step {
        var judged = JudgedTask(
            skillPrompt: task.skillPrompt, taskPrompt: prompt.text, session: scribe.state.id, attempt: attempt)
        var objection: Objection?
        for verifier in orchestrator.equipment.verifiers(chain, tier) {
            guard objection == nil || verifier.asksPerson else { continue }
            if let spent, verifier.mayCost, !verifier.asksPerson {
                objection = .unpaid(spent)
                continue
            }
            judged.earlier = scribe.state.attempts[attempt - 1].judgements
            let began = scribe.elapsed()
            do {
                let judgement = try await judgement(by: verifier, of: answer, to: judged)
                let duration = scribe.elapsed() - began
                await scribe.write(
                    .verifierAnswered(
                        .init(attempt: attempt, verifier: verifier.name, judgement: judgement, duration: duration)))
                if verifier.asksPerson {
                    return await decide(judgement.verdict, attempt: attempt, insteadOf: objection, judged.earlier)
                }
                if case .escalate(let feedback) = judgement.verdict { objection = .rejected(feedback: feedback) }
            } catch {
                let failure = Failure(endOf: error)
                await scribe.write(
                    .verifierFailed(
                        attempt: attempt, verifier: verifier.name, failure: failure,
                        duration: scribe.elapsed() - began))
                if let ending = ending(after: failure) {
                    await scribe.write(
                        .verdictReached(attempt: attempt, verdict: .verifierError(failure), by: .verifiers))
                    return .ended(ending)
                }
                if chain.onVerifierError != .accept { objection = objection ?? .unjudged(failure) }
            }
        }
        return await conclude(objection, attempt: attempt)
    }

    /// Asks one verifier: a person for as long as that takes, any other while the session has time.
    private mutating func judgement(
        by verifier: any Verifier, of answer: String, to judged: JudgedTask
    ) async throws -> Judgement {
        guard verifier.asksPerson else {
            let inTime = try await within(timeLeft, on: orchestrator.clock) {
                try await verifier.judgement(of: answer, to: judged)
            }
            guard let inTime else { throw Failure.outOfTime }
            return inTime
        }
        await scribe.write(.waiting(attempt: judged.attempt, reason: Attempt.Wait.person, until: nil))
        let began = scribe.elapsed()
        defer { heldByPersons += scribe.elapsed() - began }
        return try await verifier.judgement(of: answer, to: judged)
    }

    /// A person's verdict is the attempt's, whatever was said before; where that was something else, it is overruled.
    private mutating func decide(
        _ verdict: Verdict, attempt: Int, insteadOf objection: Objection?, _ earlier: [Attempt.VerifierRemark]
    ) async -> Step {
        let before: Verdict? =
            switch objection {
            case .rejected(let feedback): .escalate(feedback: feedback)
            case .unjudged, .unpaid: nil
            case nil: earlier.contains(where: \.isVerdict) ? .accept : nil
            }
        if let before, before != verdict { await scribe.write(.overruled(attempt: attempt, verdict: verdict)) }
        await scribe.write(.verdictReached(attempt: attempt, verdict: verdict, by: .person))
        return step(after: verdict)
    }

    private mutating func conclude(_ objection: Objection?, attempt: Int) async -> Step {
        let verdict: Verdict
        switch objection {
        case .rejected(let feedback): verdict = .escalate(feedback: feedback)
        case .unjudged(let failure): verdict = .verifierError(failure)
        case .unpaid(let ending): verdict = .verifierError(Failure(.other, ending.error))
        case nil: verdict = .accept
        }
        let isJudged = objection != nil || scribe.state.attempts[attempt - 1].judgements.contains(where: \.isVerdict)
        await scribe.write(
            .verdictReached(attempt: attempt, verdict: verdict, by: isJudged ? .verifiers : .nobody))
        switch objection {
        case .unjudged(let failure): return chain.onVerifierError == .stop ? .ended(.stopped(failure)) : .unjudged
        case .unpaid(let ending): return .ended(ending)
        case .rejected, nil: return step(after: verdict)
        }
    }

    private mutating func step(after verdict: Verdict) -> Step {
        guard case .escalate(let feedback) = verdict else { return .accepted }
        prompt.add(feedback)
        return .rejected
    }
}

extension Attempt.VerifierRemark {
    /// Whether the verifier could judge.
    fileprivate var isVerdict: Bool { if case .answered = word { true } else { false } }
}
