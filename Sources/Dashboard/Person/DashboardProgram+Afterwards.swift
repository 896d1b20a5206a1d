import EscalationCore

/// What a person says of answers once their session has ended: events don't change then.
extension DashboardProgram {
    /// What a person said of an attempt of the session on the screen after its end; nil where nobody did, and where a
    /// replay hasn't come to the attempt's own verdict.
    func remark(on attempt: Attempt) -> Verdict? {
        guard let shown, attempt.verdict != nil || shown.finish != nil else { return nil }
        return remarks[shown.id]?[attempt.number]
    }

    /// Says the opposite of what stands.
    ///
    /// The session's accepted answer is rejected by a session that follows up; any other answer by a remark beside the
    /// events, as is every acceptance. A remark can be turned round again: the later one counts.
    mutating func overruleAfterwards(_ attempt: Attempt, of session: SessionState) -> [Effect] {
        guard session.finish != nil || !(sessions.isRunning(session.id) || sessions.isFollowed(session.id)) else {
            notice = "still running: what is decided can be overruled when it has ended"
            return []
        }
        guard attempt.completed != nil else {
            notice = "#\(attempt.number) has no answer, so there is nothing to accept"
            return []
        }
        guard standing(attempt) == .accept else { return remark(.accept, on: attempt.number, of: session.id) }
        guard attempt.number == session.finish?.acceptedAttempt else {
            return remark(.escalate(feedback: ""), on: attempt.number, of: session.id)
        }
        write(FeedbackEditor(.followUp, attempt: attempt.number, of: session.id))
        return []
    }

    /// Rejects an accepted answer: says so beside its session, and has the next tier told.
    mutating func followUp(rejecting number: Int, of id: Session.ID, feedback: String) -> [Effect] {
        guard let state = sessions[id], let task = state.followUp(rejecting: number, feedback: feedback) else {
            return []
        }
        // Where nothing is recorded the new session's prompt says it all the same.
        let remarks: [Effect] =
            journal == .off ? [] : [.annotate(.escalate(feedback: feedback), attempt: number, of: id)]
        return remarks + resume(task, from: state)
    }

    /// What the last line offers of it for the attempt on the screen.
    var overruleHints: [Hint] {
        guard replay == nil, let shown, shown.finish != nil, let attempt = shownAttempt, attempt.completed != nil else {
            return []
        }
        return [(.overrule, standing(attempt) == .accept ? "reject" : "accept")]
    }

    /// The last word on an attempt.
    private func standing(_ attempt: Attempt) -> Verdict? {
        remark(on: attempt) ?? attempt.overruled ?? attempt.verdict
    }

    private mutating func remark(_ verdict: Verdict, on number: Int, of id: Session.ID) -> [Effect] {
        guard journal != .off else {
            notice = "nothing is recorded, so there is nowhere to keep what you think of #\(number)"
            return []
        }
        return [.annotate(verdict, attempt: number, of: id)]
    }
}
