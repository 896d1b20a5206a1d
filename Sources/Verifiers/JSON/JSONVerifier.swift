import EscalationCore

/// Accepts an answer that is JSON, of a schema where there is one.
///
/// The answer has to be JSON from its first character to its last, for whoever gets it reads all of it. Where a fence is
/// allowed, it may stand in one Markdown fence (```` ```json ````) instead. An object that has a member twice is refused:
/// readers disagree about which one counts.
public struct JSONVerifier: Verifier {
    public let name = "json"
    public let mayCost = false
    let schema: JSONSchema?
    let allowsFence: Bool

    public init(schema: JSONSchema? = nil, allowsFence: Bool = false) {
        self.schema = schema
        self.allowsFence = allowsFence
    }

    /// - Throws: `CancellationError`.
    public func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement {
        try Task.checkCancellation()
        return try await computing { try await judgement(of: answer) }
    }

    private func judgement(of answer: String) async throws -> Judgement {
        let inside = MarkdownFence.text(in: answer)
        let value: JSONValue
        do {
            value = try JSONValue(parsing: allowsFence ? inside ?? answer : answer)
        } catch {
            guard !allowsFence, let inside, (try? JSONValue(parsing: inside)) != nil else {
                return rejection(["The answer is \(error.description). Reply with JSON and nothing else."])
            }
            return rejection(["The answer is JSON in a Markdown fence. Reply with the JSON alone, without the fence."])
        }
        if let twice = value.memberTwice(at: "") { return rejection(["\(twice): the member occurs twice."]) }
        let complaints = try await schema?.complaints(about: value) ?? []
        guard !complaints.isEmpty else { return Judgement(.accept) }
        return rejection(["The answer is JSON, but not what was asked for:"] + complaints.map { "- \($0)" })
    }

    private func rejection(_ lines: [String]) -> Judgement {
        Judgement(.escalate(feedback: lines.joined(separator: "\n")))
    }
}

extension JSONValue {
    /// The place of a member whose name its object has twice; nil where there is none.
    fileprivate func memberTwice(at place: String) -> String? {
        switch self {
        case .array(let items):
            for (index, item) in items.enumerated() {
                if let found = item.memberTwice(at: pointer(place, "\(index)")) { return found }
            }
        case .object(let members):
            var names: Set<String> = []
            for member in members {
                let next = pointer(place, member.name)
                if !names.insert(member.name).inserted { return next }
                if let found = member.value.memberTwice(at: next) { return found }
            }
        case .null, .bool, .int, .double, .string: break
        }
        return nil
    }
}
