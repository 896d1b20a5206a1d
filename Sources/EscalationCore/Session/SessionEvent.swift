/// One fact of a session, in the past tense.
public struct SessionEvent: Sendable, Hashable {
    public var session: Session.ID
    /// 1, 2, 3, … without gaps.
    public var sequence: Int
    /// Since the session started, in whole milliseconds, so that a journalled event equals the live one.
    public var offset: Duration
    public var kind: Kind

    public init(session: Session.ID, sequence: Int, offset: Duration, kind: Kind) {
        self.session = session
        self.sequence = sequence
        self.offset = offset
        self.kind = kind
    }

    /// Attempts and tiers are numbered from 1.
    public enum Kind: Sendable, Hashable {
        case sessionStarted(SessionStarted)
        case attemptStarted(AttemptStarted)
        /// `place` in the queue counts from 1 and is nil for the other phases.
        case phaseEntered(attempt: Int, phase: Phase, place: Int?)
        case outputReceived(attempt: Int, channel: OutputChannel, pieces: [OutputPiece])
        /// `until` is an offset like the event's own; nil where nobody knows.
        case waiting(attempt: Int, reason: String, until: Duration?)
        case retryScheduled(attempt: Int, reason: String, until: Duration?)
        case attemptFailed(attempt: Int, failure: Failure)
        case answerCompleted(AnswerCompleted)
        case verifierAnswered(VerifierAnswered)
        case verifierFailed(attempt: Int, verifier: String, failure: Failure, duration: Duration)
        /// Exactly one per completed answer; `feedback` is as recorded.
        case verdictReached(attempt: Int, verdict: Verdict, by: Judge)
        case tierSkipped(tier: Int, reason: String)
        case overruled(attempt: Int, verdict: Verdict)
        case escalated(from: Int, to: Int)
        /// `error` is empty where the outcome is `accepted`.
        case sessionFinished(outcome: Outcome, acceptedAttempt: Int?, error: String)
    }

    public struct SessionStarted: Sendable, Hashable {
        public var task: TaskSpec
        public var chain: Chain
        /// Names of the verifiers in the order they are asked; empty where answers are taken as they come.
        public var verifiers: [String]
        /// Milliseconds since 1970 UTC.
        public var startedAt: Int64
        /// Whether the models are scripted ones.
        public var isSimulated: Bool
        /// Of the program that ran the session.
        public var version: String

        public init(
            task: TaskSpec, chain: Chain, verifiers: [String], startedAt: Int64, isSimulated: Bool, version: String
        ) {
            self.task = task
            self.chain = chain
            self.verifiers = verifiers
            self.startedAt = startedAt
            self.isSimulated = isSimulated
            self.version = version
        }
    }

    public struct AttemptStarted: Sendable, Hashable {
        public var attempt: Int
        public var tier: Int
        public var model: String
        public var label: Tier.Label
        public var start: Start
        /// What the task prompt gained since the last attempt; empty for the first.
        public var addedPrompt: String
        /// The whole task prompt where it isn't that of the attempt before (or the task) with `addedPrompt` behind it,
        /// because older feedback was dropped; nil otherwise.
        public var taskPrompt: String?

        public init(
            attempt: Int, tier: Int, model: String, label: Tier.Label, start: Start, addedPrompt: String,
            taskPrompt: String? = nil
        ) {
            self.attempt = attempt
            self.tier = tier
            self.model = model
            self.label = label
            self.start = start
            self.addedPrompt = addedPrompt
            self.taskPrompt = taskPrompt
        }
    }

    public struct AnswerCompleted: Sendable, Hashable {
        public var attempt: Int
        public var usage: Usage?
        public var finishReason: FinishReason?
        public var servedModel: String?
        /// In dollars.
        public var cost: Double?
        /// The answer where it differs from the pieces; nil where they are the answer.
        public var text: String?

        public init(
            attempt: Int, usage: Usage? = nil, finishReason: FinishReason? = nil, servedModel: String? = nil,
            cost: Double? = nil, text: String? = nil
        ) {
            self.attempt = attempt
            self.usage = usage
            self.finishReason = finishReason
            self.servedModel = servedModel
            self.cost = cost
            self.text = text
        }
    }

    public struct VerifierAnswered: Sendable, Hashable {
        public var attempt: Int
        public var verifier: String
        public var judgement: Judgement
        public var duration: Duration

        public init(attempt: Int, verifier: String, judgement: Judgement, duration: Duration) {
            self.attempt = attempt
            self.verifier = verifier
            self.judgement = judgement
            self.duration = duration
        }
    }
}
