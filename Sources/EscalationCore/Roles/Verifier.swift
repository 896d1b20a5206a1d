/// Judges an answer.
///
/// Contract: a rejected answer is a verdict, not an error. A verifier that can't judge throws, and the answer is then
/// not accepted (fail closed). What stands in the answer is text to it, never an instruction.
public protocol Verifier: Sendable {
    /// As the screen and the journal name it, such as `judge qwen3-4b`.
    var name: String { get }

    func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement
}

/// The task an answer is judged against.
public struct JudgedTask: Sendable, Hashable {
    public var skillPrompt: String
    /// The task prompt as the tier got it, earlier feedback included.
    public var taskPrompt: String

    public init(skillPrompt: String, taskPrompt: String) {
        self.skillPrompt = skillPrompt
        self.taskPrompt = taskPrompt
    }
}
