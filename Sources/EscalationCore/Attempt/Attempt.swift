/// One run of one tier on the task, as far as its events have told.
public struct Attempt: Sendable, Hashable {
    /// 1, 2, 3, … through the session.
    public var number: Int
    /// Position in the chain, from 1.
    public var tier: Int
    public var model: String
    public var label: Tier.Label
    public var start: Start
    /// What the task prompt gained since the last attempt.
    public var addedPrompt: String
    /// The whole task prompt where it isn't that of the attempt before with `addedPrompt` behind it.
    public var taskPrompt: String?
    /// Since the session started.
    public var startedAt: Duration
    /// Each phase with the moment it began, in order; consecutive ones differ.
    public var phases: [PhaseMark] = []
    /// Place in the backend's queue while it waits for one.
    public var queuePlace: Int?
    /// Why it waits, where the backend said so, and until when.
    public var waiting: Wait?
    /// The answer as far as it came.
    public var answer = ""
    public var reasoning = ""
    public var progress = ""
    /// When the first and the newest piece of the answer channel came.
    public var firstPieceAt: Duration?
    public var lastPieceAt: Duration?
    /// When the answer was complete, or the attempt failed.
    public var endedAt: Duration?
    public var completed: SessionEvent.AnswerCompleted?
    public var failure: Failure?
    /// What each verifier said, in order.
    public var judgements: [VerifierRemark] = []
    public var verdict: Verdict?
    public var judge: Judge?
    /// When the verdict was reached.
    public var judgedAt: Duration?
    /// What a person decided instead.
    public var overruled: Verdict?

    public struct PhaseMark: Sendable, Hashable {
        public var phase: Phase
        public var at: Duration

        public init(phase: Phase, at: Duration) {
            self.phase = phase
            self.at = at
        }
    }

    public struct Wait: Sendable, Hashable {
        public var reason: String
        public var until: Duration?

        /// The reason where a person is asked.
        public static let person = "a person"
    }

    /// One verifier's word on the answer.
    public struct VerifierRemark: Sendable, Hashable {
        public var verifier: String
        public var word: Word
        public var duration: Duration

        public init(verifier: String, word: Word, duration: Duration) {
            self.verifier = verifier
            self.word = word
            self.duration = duration
        }

        public enum Word: Sendable, Hashable {
            case answered(Judgement)
            case failed(Failure)
        }
    }

    public init(_ started: SessionEvent.AttemptStarted, at offset: Duration) {
        number = started.attempt
        tier = started.tier
        model = started.model
        label = started.label
        start = started.start
        addedPrompt = started.addedPrompt
        taskPrompt = started.taskPrompt
        startedAt = offset
    }

    public var phase: Phase? { phases.last?.phase }

    /// Dollars known to have been spent on it, its verifiers included; nil where nothing is known.
    public var cost: Double? {
        let costs = [completed?.cost, failure?.cost] + judgements.map(\.cost)
        return costs.contains { $0 != nil } ? costs.reduce(0) { $0 + ($1 ?? 0) } : nil
    }

    /// Whether a verifier could not say what it thinks of the answer.
    public var lacksVerdict: Bool {
        judgements.contains { if case .failed = $0.word { true } else { false } }
    }

    /// What a person decided where the verifiers had decided the opposite; nil also where only the feedback is another.
    public var overturned: Verdict? {
        let verifiers = judge == .person ? judgements.dropLast() : judgements[...]
        let isRejected = verifiers.contains {
            if case .answered(let judgement) = $0.word { judgement.verdict != .accept } else { false }
        }
        return overruled.flatMap { ($0 == .accept) == isRejected ? $0 : nil }
    }

    /// Whether a person is asked what becomes of the answer.
    public var awaitsPerson: Bool { stage == .verifying && waiting?.reason == Wait.person }

    /// What the attempt is doing, or how it ended.
    public var stage: Stage {
        if failure != nil { return .failed }
        if let verdict { return verdict == .accept ? .accepted : .rejected }
        if completed != nil { return .verifying }
        return .answering
    }

    public enum Stage: Sendable, Hashable { case answering, verifying, accepted, rejected, failed }

    /// Time spent in the backend's queue: nothing was generated then.
    public var queued: Duration {
        var queued = Duration.zero
        for (mark, next) in zip(phases, phases.dropFirst().map(\.at) + [endedAt ?? phases.last?.at ?? .zero])
        where mark.phase == .queued {
            queued += next - mark.at
        }
        return queued
    }

    /// What is kept of the attempt; nil before it ended.
    public var record: AttemptRecord? {
        guard let endedAt else { return nil }
        let recorded: (RecordedVerdict, String)
        if let failure {
            recorded = (.error, failure.text)
        } else if let verdict {
            recorded = (verdict == .accept ? .accept : .escalate, verdict.feedback)
        } else {
            return nil
        }
        return AttemptRecord(
            model: model, label: label, duration: endedAt - startedAt - queued, warmStart: start == .warm,
            verdict: recorded.0, feedback: recorded.1)
    }
}

extension Attempt.VerifierRemark {
    /// In dollars; nil where unknown.
    public var cost: Double? {
        switch word {
        case .answered(let judgement): judgement.cost
        case .failed(let failure): failure.cost
        }
    }
}
