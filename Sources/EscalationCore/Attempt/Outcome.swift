/// How a session ended.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
    case accepted, exhausted, cancelled
    case timedOut = "timed_out"
    case overBudget = "over_budget"
    case stopped

    /// In words for the screen.
    public var words: String {
        switch self {
        case .accepted: "accepted"
        case .exhausted: "exhausted"
        case .cancelled: "cancelled"
        case .timedOut: "timed out"
        case .overBudget: "over budget"
        case .stopped: "stopped"
        }
    }
}
