/// How much of the verifiers' feedback the next attempt is told.
public struct FeedbackPolicy: Sendable, Hashable {
    public var mode: Mode
    /// Most characters of feedback a prompt holds, the oldest dropped first; nil, the default, for no cap.
    public var cap: Int?

    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// All of it, attempt after attempt.
        case accumulate
        /// Only that on the attempt before.
        case latest
        /// Nothing: each tier gets the task as it was typed.
        case none
    }

    /// What stands before each feedback in a prompt. From the reference implementation.
    public static let heading = "\n\nPrior attempt feedback: "

    public init(_ mode: Mode = .accumulate, cap: Int? = nil) {
        self.mode = mode
        self.cap = cap
    }
}
