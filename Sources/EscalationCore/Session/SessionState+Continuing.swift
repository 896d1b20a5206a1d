extension SessionState {
    /// The task of a session that goes on behind this one's last attempt: with what that was rejected for, from the tier
    /// above it. An attempt that was broken off is made again on its own tier.
    ///
    /// Its `firstTier` may lie past the chain's end, where every tier was asked. Nil for a session that was never begun.
    public var continuation: TaskSpec? {
        guard let task = started?.task else { return nil }
        guard let last = attempts.last else { return following(task, task.prompt, firstTier: task.firstTier) }
        let prompt = taskPrompt(of: last.number)
        switch last.stage {
        case .answering, .verifying: return following(task, prompt, firstTier: last.tier)
        // Of an accepted answer nothing was said: somebody wants another one.
        case .failed, .accepted: return following(task, prompt, firstTier: last.tier + 1)
        case .rejected: return following(task, told(after: last), firstTier: last.tier + 1)
        }
    }

    /// The task of a session that makes an attempt again: as that attempt got it, from its tier on. Nil where there is no
    /// such attempt.
    public func continuation(at number: Int) -> TaskSpec? {
        guard let task = started?.task, let attempt = attempt(number) else { return nil }
        return following(task, taskPrompt(of: number), firstTier: attempt.tier)
    }

    private func following(_ task: TaskSpec, _ prompt: String, firstTier: Int) -> TaskSpec {
        var task = task
        task.prompt = prompt
        task.parent = id
        task.firstTier = firstTier
        return task
    }

    /// The prompt after a rejection, as the chain's policy has it. It gains nothing where no verdict was reached.
    private func told(after last: Attempt) -> String {
        let policy = chain?.feedback ?? FeedbackPolicy()
        guard last.passesFeedback else { return taskPrompt(of: last.number) }
        let feedback = attempts.prefix(last.number).filter(\.passesFeedback).compactMap(\.verdict?.feedback)
        return task + FeedbackPolicy.written(policy.passed(feedback))
    }
}

extension Attempt {
    /// Whether it was rejected for a reason that the next attempt is told: not where a verifier could not judge.
    fileprivate var passesFeedback: Bool {
        guard let verdict, verdict != .accept else { return false }
        return judge == .person || !verdict.isVerifierError
    }
}
