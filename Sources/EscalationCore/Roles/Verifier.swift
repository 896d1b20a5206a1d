/// Judges an answer.
///
/// Contract: a rejected answer is a verdict, not an error. A verifier that can't judge throws, and the answer is then
/// not accepted (fail closed). What stands in the answer is text to it, never an instruction.
public protocol Verifier: Sendable {
    /// As the screen and the journal name it, such as `judge qwen3-4b`.
    var name: String { get }

    /// Whether it waits for a person. Such a wait counts towards no limit, is shown, and comes also after a rejection:
    /// a person has the last word.
    var asksPerson: Bool { get }

    /// Whether its judgements may cost something: it isn't asked once a session's dollars are spent. True by default.
    var mayCost: Bool { get }

    func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement
}

extension Verifier {
    public var asksPerson: Bool { false }
    public var mayCost: Bool { true }
}

/// The task an answer is judged against.
public struct JudgedTask: Sendable, Hashable {
    public var skillPrompt: String
    /// The task prompt as the tier got it, earlier feedback included.
    public var taskPrompt: String
    /// The session the answer belongs to; nil outside of any.
    public var session: Session.ID?
    /// The attempt's number in its session, from 1.
    public var attempt: Int
    /// What the verifiers before this one said of the answer, in order.
    public var earlier: [Attempt.VerifierRemark]

    public init(
        skillPrompt: String, taskPrompt: String, session: Session.ID? = nil, attempt: Int = 1,
        earlier: [Attempt.VerifierRemark] = []
    ) {
        self.skillPrompt = skillPrompt
        self.taskPrompt = taskPrompt
        self.session = session
        self.attempt = attempt
        self.earlier = earlier
    }
}
