import EscalationCore

extension Scenario {
    /// What the model does with the request: the first script entry that fits, or what the seed says.
    ///
    /// - Parameter uses: how often each script entry has happened, by its index, and this one with it.
    func action(for query: ChatQuery, by model: Model, counting uses: inout [Int: Int]) -> Entry.Action {
        if model.isJudge || query.asksForVerdict {
            let verdict = verdict(on: JudgedTexts(query.user))
            let object: JSONValue = ["accept": .bool(verdict.accept), "feedback": .string(verdict.feedback)]
            return .answer(text: object.text, reasoning: "", cutAfter: nil)
        }
        let task = SeenTask(query.user)
        for (index, entry) in script.enumerated() where entry.fits(task.original, model.id) {
            guard uses[index, default: 0] < entry.times ?? .max else { continue }
            uses[index, default: 0] += 1
            return entry.action
        }
        return .answer(
            text: SeededAnswer(seed: seed, model: model.id, prompt: query.user).text, reasoning: "", cutAfter: nil)
    }

    /// The verdict of the entry whose answer this is, or else one from the seed: most tasks are rejected once, some
    /// twice, and accepted then.
    func verdict(on texts: JudgedTexts) -> Verdict {
        let task = SeenTask(texts.task)
        let answer = texts.answer.trimmed
        for entry in script where entry.fitsTask(task.original) {
            if case .answer(let text, _, _) = entry.action, text.trimmed == answer, let verdict = entry.verdict {
                return verdict
            }
        }
        var chance = SeededGenerator(seed: seed, "verdict", task.original)
        let rejected = Int.random(in: 0..<4, using: &chance) == 0 ? 2 : 1
        guard task.rejections < rejected else { return Verdict(accept: true) }
        var wording = SeededGenerator(seed: seed, "feedback", task.original, String(task.rejections))
        return Verdict(accept: false, feedback: wording.pick(Self.feedback[min(task.rejections, 1)]))
    }

    /// By how many answers were rejected before: none, or more.
    private static let feedback = [
        [
            "The empty case is missing. Say what happens when there is nothing to work on.",
            "It claims that this is correct without a reason. Give the argument, or a check that would fail if it were wrong.",
            "The example doesn't compile as written: a name is used before it is defined.",
            "The steps are right but the order of the last two matters, and it isn't said.",
        ],
        [
            "Better, but the cost is still not stated. Name time and memory.",
            "The first half is good now. The second still repeats the question instead of answering it.",
        ],
    ]
}

extension Scenario.Entry {
    func fitsTask(_ text: String) -> Bool {
        task.isEmpty || text.lowercased().contains(task.lowercased())
    }

    func fits(_ text: String, _ id: String) -> Bool {
        (model ?? id) == id && fitsTask(text)
    }
}

extension String {
    /// Without white space at both ends: block scalars end in a line break, judges' quotations don't.
    fileprivate var trimmed: Substring {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
