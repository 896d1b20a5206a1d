import EscalationCore

extension Session.ID {
    /// The digits given, with zeros after them.
    init(beginning digits: String) {
        self.init(rawValue: digits + String(repeating: "0", count: 32 - digits.count))!
    }
}

/// Builds the events of one session, numbered and stamped 10 ms apart.
struct Script {
    var session: Session.ID
    private(set) var events: [SessionEvent] = []
    private var rested: Duration = .zero

    init(_ session: Session.ID = .random()) { self.session = session }

    /// Lets time pass before the next event.
    mutating func rest(_ duration: Duration) { rested += duration }

    @discardableResult
    mutating func add(_ kind: SessionEvent.Kind) -> SessionEvent {
        let event = SessionEvent(
            session: session, sequence: events.count + 1, offset: rested + .milliseconds(events.count * 10), kind: kind)
        events.append(event)
        return event
    }

    /// The session's first event.
    @discardableResult
    mutating func start(
        _ task: String = "say hello", chain: String = "default", at startedAt: Int64 = 1_700_000_000_000,
        parent: Session.ID? = nil, isSimulated: Bool = false
    ) -> SessionEvent {
        add(
            .sessionStarted(
                .init(
                    task: TaskSpec(task, parent: parent), chain: Chain(chain, tiers: [Tier("small"), Tier("large")]),
                    verifiers: ["judge small"], startedAt: startedAt, isSimulated: isSimulated, version: "1.0.0")))
    }

    @discardableResult
    mutating func output(_ text: String, attempt: Int = 1) -> SessionEvent {
        add(
            .outputReceived(
                attempt: attempt, channel: .answer,
                pieces: [OutputPiece(offset: .milliseconds(events.count * 10), text: text)]))
    }

    @discardableResult
    mutating func finish(_ outcome: Outcome = .accepted) -> SessionEvent {
        add(.sessionFinished(outcome: outcome, acceptedAttempt: outcome == .accepted ? 1 : nil, error: ""))
    }

    /// A session that has every kind of event, with every optional member present and, where there are two such events,
    /// absent.
    static func everyKind(_ session: Session.ID = .random()) -> [SessionEvent] {
        var script = Script(session)
        let usage = Usage(promptTokens: 12, answerTokens: 34, cachedTokens: 5, promptSpeed: 1_234.5, answerSpeed: 67.25)
        script.add(
            .sessionStarted(
                .init(
                    task: TaskSpec(
                        "Größe \"x\" \\ \n\t\u{1F600}", skillPrompt: "You are terse.", skillName: "terse",
                        parent: Session.ID(beginning: "beef")),
                    chain: Chain(
                        "deep",
                        tiers: [
                            Tier("small", parameters: [.init("temperature", 0.25), .init("stop", ["a", .null])]),
                            Tier("claude-large", backend: "anthropic", label: .managed),
                        ],
                        limits: Limits(sessionTimeout: .seconds(60), firstByteTimeout: .seconds(5))),
                    verifiers: ["pattern", "judge small"], startedAt: 1_700_000_000_123, isSimulated: true,
                    version: "1.0.0")))
        script.add(.tierSkipped(tier: 1, reason: "not loaded"))
        script.add(
            .attemptStarted(.init(attempt: 1, tier: 1, model: "small", label: .local, start: .cold, addedPrompt: "")))
        script.add(.phaseEntered(attempt: 1, phase: .queued, place: 2))
        script.add(.phaseEntered(attempt: 1, phase: .answer, place: nil))
        script.add(
            .outputReceived(
                attempt: 1, channel: .reasoning,
                pieces: [
                    .init(offset: .milliseconds(41), text: "hm\r\n"), .init(offset: .milliseconds(49), text: "\u{7}…"),
                ]))
        script.output("Hello", attempt: 1)
        script.add(.waiting(attempt: 1, reason: "rate limit", until: .seconds(7)))
        script.add(.retryScheduled(attempt: 1, reason: "overloaded", until: nil))
        script.add(
            .answerCompleted(
                .init(
                    attempt: 1, usage: usage, finishReason: .length, servedModel: "small-q4", cost: 0.5, text: "Hello!")
            ))
        script.add(.verifierFailed(attempt: 1, verifier: "pattern", failure: Failure(.other, "x"), duration: .zero))
        script.add(
            .verifierAnswered(
                .init(
                    attempt: 1, verifier: "judge small",
                    judgement: Judgement(.escalate(feedback: "too short"), remark: "hm", usage: usage, cost: 0.125),
                    duration: .milliseconds(250))))
        script.add(.verdictReached(attempt: 1, verdict: .escalate(feedback: "too short"), by: .verifiers))
        script.add(.escalated(from: 1, to: 2))
        script.add(
            .attemptStarted(
                .init(
                    attempt: 2, tier: 2, model: "claude-large", label: .managed, start: .remote,
                    addedPrompt: "\n\nPrior attempt feedback: too short")))
        script.add(.attemptFailed(attempt: 2, failure: Failure(.loadFailed, "out of\nmemory")))
        script.add(.answerCompleted(.init(attempt: 2)))
        script.add(.overruled(attempt: 1, verdict: .accept))
        script.add(.sessionFinished(outcome: .overBudget, acceptedAttempt: nil, error: "over budget"))
        return script.events
    }
}
