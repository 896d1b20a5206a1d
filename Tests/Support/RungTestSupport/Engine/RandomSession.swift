import EscalationCore

/// A session in which anything may happen next that a journal could hold, the same for the same generator.
public struct RandomSession: Sendable {
    public let id: Session.ID
    public private(set) var events: [SessionEvent] = []
    private var now = Duration.zero
    private var attempt = 0
    private let isOrderly: Bool

    private static let words = [
        "An arena ", "hands out memory", "\n\nin order.\n", "```swift\nlet x = 1\n```\n", "größer 👩‍👩‍👧 ", "- item\n",
        "e\u{301}", "**bold** and `code` ", "never frees one alone; ", String(repeating: "long ", count: 60),
    ]

    /// - Parameters:
    ///   - attempts: about how many are made.
    ///   - pieces: at most so many things happen in each.
    ///   - isOrderly: whether nothing comes of an attempt that is over.
    public init(
        using generator: inout some RandomNumberGenerator, attempts: Int = 4, pieces: Int = 14, isOrderly: Bool = false
    ) {
        id = .random(using: &generator)
        self.isOrderly = isOrderly
        let tiers = [Tier("small", backend: "a"), Tier("medium", backend: "a"), Tier("claude-large")]
        add(
            .sessionStarted(
                .init(
                    task: TaskSpec("explain arenas", skillPrompt: "Be terse."), chain: Chain("default", tiers: tiers),
                    verifiers: ["judge"], startedAt: 1_790_000_000_000, isSimulated: Bool.random(using: &generator),
                    version: "1.0")))
        for _ in 0..<Int.random(in: 1...max(1, attempts), using: &generator) {
            makeAttempt(tiers, pieces: pieces, using: &generator)
        }
        if Bool.random(using: &generator) {
            add(
                .sessionFinished(
                    outcome: Outcome.allCases.randomElement(using: &generator)!, acceptedAttempt: nil, error: "over"))
        }
    }

    private mutating func add(_ kind: SessionEvent.Kind) {
        events.append(SessionEvent(session: id, sequence: events.count + 1, offset: now, kind: kind))
    }

    private mutating func makeAttempt(_ tiers: [Tier], pieces: Int, using generator: inout some RandomNumberGenerator) {
        attempt += 1
        let position = Int.random(in: 1...tiers.count, using: &generator)
        let tier = tiers[position - 1]
        add(
            .attemptStarted(
                .init(
                    attempt: attempt, tier: position, model: tier.model, label: tier.label,
                    start: Start.allCases.randomElement(using: &generator)!,
                    addedPrompt: attempt == 1 ? "" : "\n\nPrior attempt feedback: again")))
        for _ in 0..<Int.random(in: 0...max(0, pieces), using: &generator) {
            // Often nothing passes between two events.
            now += .milliseconds([0, 0, 1, 40, 700, 9_000].randomElement(using: &generator)!)
            addPart(using: &generator)
        }
        end(using: &generator)
    }

    private mutating func addPart(using generator: inout some RandomNumberGenerator) {
        // Sometimes of an attempt that is over.
        let number =
            !isOrderly && Int.random(in: 0..<9, using: &generator) == 0
            ? Int.random(in: 1...attempt, using: &generator) : attempt
        switch Int.random(in: 0..<10, using: &generator) {
        case 0:
            add(.phaseEntered(attempt: number, phase: Phase.allCases.randomElement(using: &generator)!, place: nil))
        case 1: add(.waiting(attempt: number, reason: "rate limit", until: now + .seconds(3)))
        case 2:
            add(
                .verifierAnswered(
                    .init(
                        attempt: number, verifier: "judge", judgement: Judgement(.accept, remark: "fine"),
                        duration: .milliseconds(20))))
        case 3: add(.overruled(attempt: number, verdict: .accept))
        default:
            let pieces = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                OutputPiece(offset: now, text: Self.words.randomElement(using: &generator)!)
            }
            let channel = OutputChannel.allCases.randomElement(using: &generator)!
            add(
                .outputReceived(
                    attempt: number, channel: Bool.random(using: &generator) ? .answer : channel, pieces: pieces))
        }
    }

    private mutating func end(using generator: inout some RandomNumberGenerator) {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: add(.attemptFailed(attempt: attempt, failure: Failure(.cutOff, "the stream ended")))
        case 1: break
        default:
            let text = Int.random(in: 0..<3, using: &generator) == 0 ? "Another answer.\n" : nil
            add(
                .answerCompleted(
                    .init(attempt: attempt, usage: Usage(answerTokens: 7), finishReason: .stop, text: text)))
            now += .milliseconds(400)
            let verdict: Verdict = Bool.random(using: &generator) ? .accept : .escalate(feedback: "again")
            add(.verdictReached(attempt: attempt, verdict: verdict, by: .verifiers))
        }
    }
}
