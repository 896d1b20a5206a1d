import EscalationCore
import RungTestSupport
import Testing

@Suite struct `A session event` {
    private static let id = Session.ID(rawValue: String(repeating: "0123456789abcdef", count: 2))!
    private static let usage = Usage(
        promptTokens: 1, answerTokens: 2, cachedTokens: 3, promptSpeed: 4.5, answerSpeed: 5.5)

    /// A chain with every setting that is off by default.
    private static var demanding: Chain {
        var tier = Tier("small", backend: "b")
        tier.tries = 3
        tier.retries = 2
        tier.hasBreaker = true
        return Chain(
            "c", tiers: [tier], limits: Limits(attempts: 4, dollars: 0.5), feedback: FeedbackPolicy(.latest, cap: 100),
            onVerifierError: .stop)
    }

    static let kinds: [SessionEvent.Kind] = [
        .sessionStarted(
            .init(
                task: TaskSpec("do it\n", skillPrompt: "be brief", skillName: "brief", parent: id),
                chain: Chain(
                    "c",
                    tiers: [
                        Tier("small", backend: "b", parameters: [.init("temperature", 0.5), .init("stop", ["a"])]),
                        Tier("claude-x", backend: "cli", label: .subagent, isVerified: true),
                    ],
                    limits: Limits(
                        sessionTimeout: .seconds(9), firstByteTimeout: .milliseconds(1), idleTimeout: .seconds(2))),
                verifiers: ["judge j"], startedAt: 1_790_000_000_123, isSimulated: true, version: "1.2.3")),
        .sessionStarted(
            .init(
                task: TaskSpec("again", parent: id, firstTier: 2), chain: demanding, verifiers: ["pattern"],
                startedAt: 1, isSimulated: false,
                version: "1")),
        .sessionStarted(
            .init(
                task: TaskSpec(""), chain: Chain(tiers: []), verifiers: [], startedAt: 0, isSimulated: false,
                version: "")
        ),
        .attemptStarted(
            .init(attempt: 1, tier: 2, model: "m", label: .managed, start: .remote, addedPrompt: "\n\nfeedback")),
        .attemptStarted(
            .init(
                attempt: 2, tier: 2, model: "m", label: .local, start: .cold, addedPrompt: "new",
                taskPrompt: "task without the old, new")),
        .phaseEntered(attempt: 1, phase: .queued, place: 3),
        .phaseEntered(attempt: 1, phase: .answer, place: nil),
        .outputReceived(
            attempt: 1, channel: .reasoning,
            pieces: [.init(offset: .milliseconds(3), text: "a\u{1B}"), .init(offset: .seconds(4), text: "👩‍💻")]),
        .waiting(attempt: 1, reason: "rate limit", until: .seconds(7)),
        .retryScheduled(attempt: 1, reason: "again", until: nil),
        .attemptFailed(attempt: 1, failure: Failure(.contextTooLong, "too\nlong")),
        .attemptFailed(
            attempt: 1, failure: Failure(.rateLimited, "later", retryAfter: .seconds(3), usage: usage, cost: 0.125)),
        .answerCompleted(
            .init(attempt: 1, usage: usage, finishReason: .length, servedModel: "served", cost: 0.25, text: "other")),
        .answerCompleted(.init(attempt: 1)),
        .verifierAnswered(
            .init(
                attempt: 1, verifier: "judge j",
                judgement: Judgement(.accept, remark: "fine", usage: usage, cost: 0.5), duration: .milliseconds(8))),
        .verifierAnswered(
            .init(
                attempt: 1, verifier: "v", judgement: Judgement(.escalate(feedback: "")), duration: .milliseconds(0))),
        .verifierFailed(attempt: 1, verifier: "v", failure: Failure(.malformed, "no"), duration: .seconds(1)),
        .verdictReached(attempt: 1, verdict: .escalate(feedback: "no"), by: .person),
        .verdictReached(attempt: 1, verdict: .accept, by: .nobody),
        .tierSkipped(tier: 2, reason: "it failed five times"),
        .overruled(attempt: 1, verdict: .escalate(feedback: "worse")),
        .overruled(attempt: 1, verdict: .accept),
        .escalated(from: 1, to: 2),
        .sessionFinished(outcome: .overBudget, acceptedAttempt: nil, error: "too dear"),
        .sessionFinished(outcome: .accepted, acceptedAttempt: 2, error: ""),
    ]

    @Test(arguments: kinds) func `comes back from its line as it was`(_ kind: SessionEvent.Kind) throws {
        let event = SessionEvent(session: Self.id, sequence: 7, offset: .milliseconds(1_234), kind: kind)
        #expect(try SessionEvent(json: JSONValue(parsing: event.json.text)) == event)
        #expect(
            event.json.members?.prefix(4).map(\.name) == ["session", "sequence", "event", "at_ms"])
    }

    @Test func `is tested in every kind there is`() {
        #expect(Set(Self.kinds.map(\.name)).count == 15)
    }

    @Test func `is read from a newer line, whose unknown members are ignored`() throws {
        let line = #"{"session":"\#(Self.id)","sequence":1,"event":"escalated","at_ms":5,"from":1,"to":2,"new":[1]}"#
        #expect(try SessionEvent(json: JSONValue(parsing: line)).kind == .escalated(from: 1, to: 2))
    }

    @Test(arguments: [
        "{}", #"{"session":"x","sequence":1,"event":"escalated","at_ms":5,"from":1,"to":2}"#,
        #"{"session":"\#(Self.id)","sequence":1,"event":"escalated","at_ms":5,"from":1}"#,
        #"{"session":"\#(Self.id)","sequence":1,"event":"dreamt","at_ms":5}"#,
    ]) func `is refused where something is missing or unknown`(_ line: String) {
        #expect(throws: SessionEvent.ReadingError.self) { try SessionEvent(json: JSONValue(parsing: line)) }
    }
}
