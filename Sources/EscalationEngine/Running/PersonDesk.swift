import EscalationCore

/// Where answers wait for a person's verdict, and where the person's word is handed in.
///
/// A session asks about one attempt at a time, so there are never more questions than sessions.
public final class PersonDesk: Sendable {
    private struct Question: Hashable {
        var session: Session.ID
        var attempt: Int
    }

    private final class Slip: Sendable {
        let verdict = Locked<Verdict?>(nil)
        let bell = Bell()
    }

    private let slips = Locked([Question: Slip]())

    public init() {}

    /// Waits for the verdict on a session's attempt, however long that takes.
    ///
    /// - Throws: `CancellationError`.
    public func verdict(on attempt: Int, of session: Session.ID) async throws -> Verdict {
        let question = Question(session: session, attempt: attempt)
        let slip = Slip()
        slips.withLock { $0[question] = slip }
        defer { slips.withLock { $0[question] = nil } }
        while true {
            if let verdict = slip.verdict.withLock(\.self) { return verdict }
            try Task.checkCancellation()
            await slip.bell.wait()
        }
    }

    /// Hands in the verdict. The first one counts.
    ///
    /// - Returns: whether anybody waits for it.
    @discardableResult
    public func decide(_ verdict: Verdict, on attempt: Int, of session: Session.ID) -> Bool {
        guard let slip = slips.withLock({ $0[Question(session: session, attempt: attempt)] }) else { return false }
        slip.verdict.withLock { $0 = $0 ?? verdict }
        slip.bell.ring()
        return true
    }
}
