import EscalationCore

/// Asks a person what becomes of an answer, and waits for as long as that takes.
public struct HumanVerifier: Verifier {
    public let name = "human"
    public let asksPerson = true
    public let mayCost = false
    private let ask: @Sendable (_ attempt: Int, _ session: Session.ID) async throws -> Verdict

    /// - Parameter ask: shows a session's attempt to a person, and returns the verdict.
    public init(ask: @escaping @Sendable (_ attempt: Int, _ session: Session.ID) async throws -> Verdict) {
        self.ask = ask
    }

    /// - Throws: `VerifierError` where the answer belongs to no session that a person could look at, and what `ask`
    ///   throws.
    public func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement {
        try Task.checkCancellation()
        guard let session = task.session else {
            throw VerifierError(.noPerson, verifier: name, text: "the answer belongs to no session")
        }
        return Judgement(try await ask(task.attempt, session))
    }
}
