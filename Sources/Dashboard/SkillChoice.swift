/// A skill that a task can take along.
public struct SkillChoice: Sendable, Hashable {
    public var name: String
    /// What it is for, in a sentence; may be empty.
    public var description: String
    /// Sent as system message.
    public var prompt: String
    /// The chain that its tasks climb unless another is chosen afterwards; nil for whichever is chosen.
    public var chain: String?
    /// Why it can't be used; nil where it can.
    public var problem: String?

    public init(
        _ name: String, description: String = "", prompt: String = "", chain: String? = nil, problem: String? = nil
    ) {
        self.name = name
        self.description = description
        self.prompt = prompt
        self.chain = chain
        self.problem = problem
    }
}
