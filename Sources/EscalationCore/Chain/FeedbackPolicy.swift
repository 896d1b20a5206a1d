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

    /// The feedback that it lets pass.
    ///
    /// - Parameter feedback: all that was gathered, oldest first.
    public func passed(_ feedback: [String]) -> [String] {
        let chosen =
            switch mode {
            case .accumulate: feedback
            case .latest: feedback.suffix(1).map(\.self)
            case .none: [String]()
            }
        guard let cap else { return chosen }
        var left = cap
        var kept: [String] = []
        for text in chosen.reversed() {
            guard text.count <= left else {
                // The newest is cut rather than dropped: without it the tier would only repeat the mistake.
                if kept.isEmpty { kept.append(text.prefix(max(0, left - 1)) + "…") }
                break
            }
            kept.append(text)
            left -= text.count
        }
        return kept.reversed()
    }

    /// Feedback as it stands behind a task.
    public static func written(_ feedback: [String]) -> String { feedback.map { heading + $0 }.joined() }

    public init(_ mode: Mode = .accumulate, cap: Int? = nil) {
        self.mode = mode
        self.cap = cap
    }
}
