import EscalationCore

/// The replay on the screen: where it stands, the session as it was there, and what the viewer left along the way.
struct ReplayView: Sendable {
    var state: ReplayState
    var session: SessionState
    /// Moments the viewer marked, by letter.
    var marks: [Character: Duration] = [:]
    /// What the letter typed next is for.
    var awaiting: Letter?

    enum Letter: Sendable { case toSet, toJump }

    init(_ state: ReplayState) {
        self.state = state
        session = SessionState(id: state.session)
    }
}

extension ReplayState {
    /// Speeds on the way from the slowest to the fastest, each twice the one before.
    static let speeds: ClosedRange<Double> = 0.25...64

    /// Idle caps in the order the key goes through them.
    static let idleCaps: [Duration?] = [nil, .seconds(1), .seconds(2), .seconds(5)]

    var nextIdleCap: Duration? {
        let index = Self.idleCaps.firstIndex(of: idleCap) ?? 0
        return Self.idleCaps[(index + 1) % Self.idleCaps.count]
    }
}
