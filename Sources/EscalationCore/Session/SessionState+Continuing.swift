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

    /// The prompt after a rejection. It gains nothing where no verdict was reached, or where the chain passes none on.
    private func told(after attempt: Attempt) -> String {
        let prompt = taskPrompt(of: attempt.number)
        guard let verdict = attempt.verdict, !attempt.lacksVerdict || attempt.judge == .person else { return prompt }
        let heading = "\n\nPrior attempt feedback: "
        let mode: FeedbackPolicy.Mode = chain?.feedback.mode ?? .accumulate
        switch mode {
        case .none: return prompt
        case .latest: return task + heading + verdict.feedback
        case .accumulate: return prompt + heading + verdict.feedback
        }
    }
}
