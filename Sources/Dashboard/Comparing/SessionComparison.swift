import EscalationCore

/// Two sessions with their attempts side by side.
struct SessionComparison: Sendable {
    var old: SessionState
    var new: SessionState
    var pairs: [Pair]

    /// Attempts that stand for each other: the same tier, asked for the same time there. One side may be missing.
    struct Pair: Sendable {
        var tier: Int
        var old: Attempt?
        var new: Attempt?
        /// Between what verifiers and persons said of them.
        var feedback: TextDifference
        var answer: TextDifference

        init(tier: Int, _ old: Attempt?, _ new: Attempt?) {
            self.tier = tier
            self.old = old
            self.new = new
            feedback = TextDifference(from: old?.saidOfIt ?? "", to: new?.saidOfIt ?? "")
            answer = TextDifference(from: old?.answer ?? "", to: new?.answer ?? "")
        }
    }

    init(_ old: SessionState, _ new: SessionState) {
        self.old = old
        self.new = new
        let (left, right) = (Self.byTier(old), Self.byTier(new))
        pairs = Set(left.keys).union(right.keys).sorted().flatMap { tier in
            let (left, right) = (left[tier] ?? [], right[tier] ?? [])
            return (0..<max(left.count, right.count)).map { index in
                Pair(
                    tier: tier, left.indices.contains(index) ? left[index] : nil,
                    right.indices.contains(index) ? right[index] : nil)
            }
        }
    }

    private static func byTier(_ state: SessionState) -> [Int: [Attempt]] {
        Dictionary(grouping: state.attempts, by: \.tier)
    }
}

extension Attempt {
    /// The feedback it got, or why it failed.
    fileprivate var saidOfIt: String { failure?.text ?? (overruled ?? verdict)?.feedback ?? "" }
}
