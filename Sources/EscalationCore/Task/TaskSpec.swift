/// What the user wants done: the immutable input of a session.
public struct TaskSpec: Sendable, Hashable {
    /// The task prompt as typed; sent verbatim as the user message of the first attempt.
    public var prompt: String
    /// The skill prompt, sent verbatim as the system message; empty for none.
    public var skillPrompt: String
    /// The name the skill was chosen by; nil for a bare skill prompt or none.
    public var skillName: String?
    /// The session this one follows up; nil for a task of its own.
    public var parent: Session.ID?
    /// The tier the climb starts at, from 1, which is the default: a follow-up begins above the tier whose answer was
    /// rejected.
    public var firstTier: Int

    public init(
        _ prompt: String, skillPrompt: String = "", skillName: String? = nil, parent: Session.ID? = nil,
        firstTier: Int = 1
    ) {
        self.prompt = prompt
        self.skillPrompt = skillPrompt
        self.skillName = skillName
        self.parent = parent
        self.firstTier = firstTier
    }
}
