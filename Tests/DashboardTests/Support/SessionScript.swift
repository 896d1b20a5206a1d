import EscalationCore

/// Writes the events of a session the way the engine would, one call a fact.
struct SessionScript {
    let id: Session.ID
    private(set) var events: [SessionEvent] = []
    private(set) var now = Duration.zero
    private var attempt = 0

    /// - Parameter digit: every digit of the session's id.
    init(_ digit: Character = "4", _ task: String, chain: Chain = .ladder, isSimulated: Bool = true) {
        id = Session.ID(rawValue: String(repeating: digit, count: 32))!
        add(
            .sessionStarted(
                .init(
                    task: TaskSpec(task), chain: chain, verifiers: ["judge qwen3-1.7b"], startedAt: 1_790_000_000_000,
                    isSimulated: isSimulated, version: "1.0")))
    }

    /// The same facts of another session.
    func of(_ digit: Character) -> SessionScript {
        var other = SessionScript(digit, "")
        other.events = events.map {
            SessionEvent(session: other.id, sequence: $0.sequence, offset: $0.offset, kind: $0.kind)
        }
        (other.now, other.attempt) = (now, attempt)
        return other
    }

    mutating func wait(_ seconds: Double) { now += .milliseconds(Int(seconds * 1_000)) }

    mutating func add(_ kind: SessionEvent.Kind) {
        events.append(SessionEvent(session: id, sequence: events.count + 1, offset: now, kind: kind))
    }

    mutating func start(_ tier: Tier, at position: Int, _ start: Start, told: String = "") {
        attempt += 1
        add(
            .attemptStarted(
                .init(
                    attempt: attempt, tier: position, model: tier.model, label: tier.label, start: start,
                    addedPrompt: told)))
    }

    mutating func enter(_ phase: Phase, place: Int? = nil) {
        add(.phaseEntered(attempt: attempt, phase: phase, place: place))
    }

    mutating func write(_ text: String, on channel: OutputChannel = .answer) {
        add(.outputReceived(attempt: attempt, channel: channel, pieces: [OutputPiece(offset: now, text: text)]))
    }

    mutating func complete(tokens: Int, speed: Double) {
        add(
            .answerCompleted(
                .init(
                    attempt: attempt, usage: Usage(answerTokens: tokens, answerSpeed: speed), finishReason: .stop)))
    }

    mutating func judge(_ verdict: Verdict, remark: String = "", after seconds: Double = 0.4) {
        wait(seconds)
        add(
            .verifierAnswered(
                .init(
                    attempt: attempt, verifier: "judge qwen3-1.7b", judgement: Judgement(verdict, remark: remark),
                    duration: .milliseconds(Int(seconds * 1_000)))))
        add(.verdictReached(attempt: attempt, verdict: verdict, by: .verifiers))
    }

    mutating func fail(_ kind: Failure.Kind, _ text: String) {
        add(.attemptFailed(attempt: attempt, failure: Failure(kind, text)))
    }

    mutating func escalate(from tier: Int) { add(.escalated(from: tier, to: tier + 1)) }

    mutating func finish(_ outcome: Outcome, accepted: Int? = nil, error: String = "") {
        add(.sessionFinished(outcome: outcome, acceptedAttempt: accepted, error: error))
    }
}

extension Chain {
    /// Three local tiers and one elsewhere.
    static let ladder = Chain(
        "default",
        tiers: [
            Tier("qwen3-1.7b", backend: "llama-swap"), Tier("qwen3-8b", backend: "llama-swap"),
            Tier("qwen3-32b", backend: "llama-swap"), Tier("claude-sonnet-4-6"),
        ])
}
