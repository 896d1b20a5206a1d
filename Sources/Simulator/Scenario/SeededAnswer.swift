/// An answer made up by chance: 40 to 200 words of Markdown that take the task's words up, the same for the same prompt.
struct SeededAnswer: Sendable {
    private var chance: SeededGenerator
    private let subject: String

    init(seed: UInt64, model: String, prompt: String) {
        chance = SeededGenerator(seed: seed, "answer", model, prompt)
        let words = SeenTask(prompt).original.split(whereSeparator: \.isWhitespace).prefix(9).joined(separator: " ")
        subject = words.isEmpty ? "this" : words
    }

    var text: String {
        var copy = self
        return copy.compose()
    }

    private mutating func compose() -> String {
        var parts = [chance.pick(Self.openings).replacing("%", with: subject)]
        let points = Self.points.shuffled(using: &chance).prefix(Int.random(in: 2...4, using: &chance))
        parts.append(points.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n"))
        if Bool.random(using: &chance) { parts.append(chance.pick(Self.code)) }
        parts.append(chance.pick(Self.closings))
        return parts.joined(separator: "\n\n")
    }

    private static let openings = [
        "Here is one way to do it. The task was to *%*, and the short version is: keep the state small, and make every "
            + "step easy to check.",
        "To *%*, start from the simplest thing that could be right and let a test decide whether it is.",
        "There are two parts to this (**%**): what must stay true all the time, and what changes with each step.",
    ]

    private static let points = [
        "**Decide what stays true.** Write it down as one sentence; every line below either keeps it or is wrong.",
        "**Handle the empty case first.** It is the one that is forgotten, and it costs a single `guard`.",
        "**Work in place.** Two names for neighbouring elements are enough, so no second copy is needed.",
        "**Advance before you overwrite.** Remember the next element, then change the current one.",
        "**Stop at the end, not one before it.** The last element needs the same treatment as all others.",
        "**Check the result from outside.** Compare with the slow, obvious version on a handful of small inputs.",
        "**Name the cost.** One pass, so time grows with the length; memory doesn't grow at all.",
    ]

    private static let code = [
        """
        ```swift
        func solve(_ input: [Int]) -> [Int] {
            guard var last = input.first else { return [] }
            return input.dropFirst().map { item in
                defer { last = item }
                return item - last
            }
        }
        ```
        """,
        """
        ```swift
        var previous: Node?
        var current = head
        while let node = current {
            current = node.next
            node.next = previous
            previous = node
        }
        return previous
        ```
        """,
    ]

    private static let closings = [
        "That is all there is to it; the rest is naming.",
        "If the input is large, measure before making it cleverer.",
        "A test with zero, one and two elements covers every branch above.",
    ]
}
