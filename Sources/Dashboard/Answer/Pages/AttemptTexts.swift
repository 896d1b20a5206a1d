import EscalationCore

/// What an attempt has written so far, as lines: its answer, and beside it what it thought and how it got on.
struct AttemptTexts: Sendable {
    private(set) var answer: PagedText
    private(set) var thoughts: PagedText
    private(set) var progress: PagedText
    private let width: Int
    private let pace: Pace
    /// Whether the answer is the one that was given whole in the end, which has other beginnings than its pieces.
    private var isWhole = false

    /// How much of a text is set at a time.
    struct Pace: Sendable, Hashable {
        /// Bytes of a page, from which on it ends at the next good place: it is set within a few milliseconds.
        var page = 8 * 1_024
        /// Bytes that may be set in one update for what nobody is about to see.
        var update = 32 * 1_024
    }

    /// Columns that thoughts are set in by.
    static let indent = 2

    init(width: Int, pace: Pace) {
        self.width = width
        self.pace = pace
        answer = PagedText(width: width, pageLength: pace.page)
        thoughts = PagedText(width: width - Self.indent, pageLength: pace.page, opening: .plain)
        progress = PagedText(width: width, pageLength: pace.page, opening: .plain)
    }

    /// Bytes of all texts.
    var bytes: Int { answer.bytes + thoughts.bytes + progress.bytes }

    /// Whether all lines were counted; the number of some is estimated where they were not.
    var isCounted: Bool { answer.isCounted && thoughts.isCounted && progress.isCounted }

    /// Takes in what came since the last call; nothing where it was the same attempt.
    mutating func show(_ attempt: Attempt) {
        if isWhole != (attempt.completed?.text != nil) {
            isWhole.toggle()
            answer = PagedText(width: width, pageLength: pace.page)
        }
        answer.show(attempt.answer, isComplete: attempt.endedAt != nil)
        thoughts.show(attempt.reasoning)
        progress.show(attempt.progress)
    }

    /// Counts lines that were only estimated.
    /// - Parameter allowance: bytes that may be set for it.
    mutating func count(_ attempt: Attempt, allowance: Int) {
        var allowance = allowance
        answer.count(attempt.answer, allowance: &allowance)
        thoughts.count(attempt.reasoning, allowance: &allowance)
        progress.count(attempt.progress, allowance: &allowance)
    }

    /// Sets the lines in these ranges.
    /// - Returns: whether the number of lines changed, and with it what stands in the ranges.
    mutating func setLines(
        _ attempt: Attempt, answer: Range<Int>, thoughts: Range<Int>, progress: Range<Int>
    ) -> Bool {
        var hasChanged = self.answer.setLines(answer, of: attempt.answer)
        if self.thoughts.setLines(thoughts, of: attempt.reasoning) { hasChanged = true }
        if self.progress.setLines(progress, of: attempt.progress) { hasChanged = true }
        return hasChanged
    }

    /// Lines of each text that hold what is looked for; nil where some pages are still to be searched.
    /// - Parameter allowance: bytes that may be set for it.
    mutating func find(
        _ wanted: TextSearch, in attempt: Attempt, allowance: Int
    ) -> (answer: [Int], thoughts: [Int], progress: [Int])? {
        var allowance = allowance
        let answer = answer.find(wanted, in: attempt.answer, allowance: &allowance)
        let thoughts = thoughts.find(wanted, in: attempt.reasoning, allowance: &allowance)
        let progress = progress.find(wanted, in: attempt.progress, allowance: &allowance)
        guard let answer, let thoughts, let progress else { return nil }
        return (answer, thoughts, progress)
    }

    /// What is kept of an attempt that isn't looked at any more: where its pages are, and how many lines they have.
    var withoutLines: AttemptTexts {
        var texts = self
        texts.answer.forgetLines()
        texts.thoughts.forgetLines()
        texts.progress.forgetLines()
        return texts
    }
}
