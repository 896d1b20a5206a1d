extension SessionState {
    /// The task of a session that follows up this one because a person rejects an attempt's answer: what that attempt was
    /// told, with the person's feedback behind it, from the tier above on.
    ///
    /// - Returns: nil where there is no such attempt.
    public func followUp(rejecting number: Int, feedback: String) -> TaskSpec? {
        guard let started, let attempt = attempt(number) else { return nil }
        var task = started.task
        task.prompt = taskPrompt(of: number) + FeedbackPolicy.heading + feedback
        task.parent = id
        task.firstTier = attempt.tier + 1
        return task
    }
}
