import EscalationCore
import Terminal

/// One attempt's output, wrapped to the width it is shown in, and where the reader stands in it.
///
/// `show` takes in what came since the last call; nothing that is already wrapped is wrapped again unless the width or the
/// attempt changes.
struct AnswerView: Sendable {
    private(set) var text = AnswerText(width: 1)
    private(set) var thoughts = StreamingWrap(width: 1)
    private(set) var progress = StreamingWrap(width: 1)
    /// What went wrong, or why the answer ends where it does.
    private(set) var remarks: [StyledLine] = []
    private(set) var isLive = false
    private(set) var hasReasoning = false
    var isUnfolded = false
    /// What is looked for; nil while nothing is.
    var search: Search?

    private var source: Source?
    private var width = 0
    private var height = 0
    /// Lines by which a full window moves at once while it follows.
    private var jump = 1
    private var taken = Taken()
    /// First line shown; nil follows the end.
    private var top: Int?
    /// Number of lines there were when the reader left the end.
    private var countWhenLeft = 0
    /// Of the replay shown; none while a session is watched, which never goes back.
    private var checkpoints = AnswerCheckpoints()

    private struct Source: Hashable {
        var session: Session.ID
        var isReplay: Bool
        var attempt: Int
    }

    /// Bytes of each channel that are wrapped already.
    private struct Taken {
        var answer = 0
        var reasoning = 0
        var progress = 0
        var isFinished = false
    }

    /// Brings the lines up to date with `attempt`.
    ///
    /// - Parameter isBeside: whether something stands left or right of the window. A terminal can't scroll such a part of
    ///   its screen by itself, so the window then moves several lines at a time.
    mutating func show(
        _ attempt: Attempt?, of session: Session.ID?, isReplay: Bool, in window: Size, isBeside: Bool
    ) {
        height = window.height
        jump = isBeside ? max(1, height / 4) : 1
        guard let attempt, let session else {
            if source != nil { self = AnswerView() }
            return
        }
        let source = Source(session: session, isReplay: isReplay, attempt: attempt.number)
        if source != self.source {
            if source.session != self.source?.session || !isReplay || window.width != width { checkpoints.removeAll() }
            self.source = source
            follow()
            isUnfolded = false
            search = nil
            startOver(with: attempt, width: window.width)
        } else if window.width != width {
            let (oldTop, oldCount) = (top, lineCount)
            checkpoints.removeAll()
            startOver(with: attempt, width: window.width)
            absorb(attempt)
            // The same place in the text, as near as lines tell.
            if let oldTop { scroll(to: oldTop * lineCount / max(1, oldCount)) }
            return
        } else if wentBack(to: attempt) {
            startOver(with: attempt, width: width)
        }
        absorb(attempt)
    }

    /// Whether the attempt has less to it than was shown already, as where a replay goes back.
    private func wentBack(to attempt: Attempt) -> Bool {
        attempt.answer.utf8.count < taken.answer || attempt.reasoning.utf8.count < taken.reasoning
            || attempt.progress.utf8.count < taken.progress || (taken.isFinished && attempt.endedAt == nil)
    }

    /// Begins again with what of the attempt's texts was wrapped before.
    private mutating func startOver(with attempt: Attempt, width: Int) {
        self.width = width
        taken = Taken()
        text = AnswerText(width: width)
        thoughts = StreamingWrap(width: width - 2)
        progress = StreamingWrap(width: width)
        // An answer that was given whole in the end has other beginnings than its pieces.
        guard attempt.completed?.text == nil,
            let checkpoint = checkpoints.longest(
                of: attempt.number, answer: attempt.answer.utf8.count, reasoning: attempt.reasoning.utf8.count,
                progress: attempt.progress.utf8.count)
        else { return }
        taken = Taken(
            answer: checkpoint.answer, reasoning: checkpoint.reasoning, progress: checkpoint.progress)
        text = checkpoint.text
        thoughts = checkpoint.thoughts
        progress = checkpoint.progressText
    }

    private mutating func keepCheckpoint(of attempt: Attempt) {
        guard source?.isReplay == true, !taken.isFinished, attempt.completed?.text == nil else { return }
        checkpoints.keep(
            .init(
                answer: taken.answer, reasoning: taken.reasoning, progress: taken.progress, text: text,
                thoughts: thoughts, progressText: progress),
            of: attempt.number)
    }

    private mutating func absorb(_ attempt: Attempt) {
        if attempt.completed?.text != nil, !taken.isFinished, taken.answer > 0 {
            // The whole answer differs from its pieces.
            text = AnswerText(width: width)
            taken.answer = 0
        }
        repeat {
            text.append(attempt.answer.stretch(after: &taken.answer, atMost: AnswerCheckpoints.stride))
            keepCheckpoint(of: attempt)
        } while taken.answer < attempt.answer.utf8.count
        thoughts.append(attempt.reasoning.suffix(after: &taken.reasoning), style: Role.muted.key)
        progress.append(attempt.progress.suffix(after: &taken.progress), style: Role.muted.key)
        hasReasoning = taken.reasoning > 0
        isLive = attempt.endedAt == nil
        if !isLive, !taken.isFinished {
            taken.isFinished = true
            if text.hasCuts {
                text = AnswerText(width: width, cutsLongBlocks: false)
                text.append(attempt.answer)
            }
            text.finish()
            remarks = Self.remarks(on: attempt, width: width)
        } else if isLive {
            remarks = []
        }
    }

    private static func remarks(on attempt: Attempt, width: Int) -> [StyledLine] {
        if let failure = attempt.failure {
            return TextWrap.wrap([TextRun(failure.text, style: Role.error.key)], width: width)
        }
        switch attempt.completed?.finishReason {
        case nil, .some(.stop): return []
        case .some(.length): return [StyledLine("(cut off at the token limit)", style: Role.warning.key)]
        case .some(let other): return [StyledLine("(ended: \(other.rawValue))", style: Role.muted.key)]
        }
    }
}

extension AnswerView {
    /// Lines of thoughts in the document, the heading included.
    private var thoughtCount: Int {
        guard hasReasoning else { return 0 }
        return showsThoughts ? 1 + thoughts.lineCount : 1
    }

    /// Thoughts are shown while there is nothing else, and when asked for.
    var showsThoughts: Bool { isUnfolded || isLive && text.lineCount == 0 }

    private var progressCount: Int {
        isLive && text.lineCount == 0 && !hasReasoning && taken.progress > 0 ? progress.lineCount : 0
    }

    /// Number of lines; 0 where nothing came yet.
    var lineCount: Int { thoughtCount + progressCount + text.lineCount + remarks.count }

    /// Line `index`, from 0; an empty line where there is none.
    func line(_ index: Int) -> StyledLine {
        var index = index
        if index < thoughtCount { return thoughtLine(index) }
        index -= thoughtCount
        if index < progressCount { return progress.line(index) }
        index -= progressCount
        if index < text.lineCount { return text.line(index) }
        index -= text.lineCount
        return remarks.indices.contains(index) ? remarks[index] : StyledLine()
    }

    private func thoughtLine(_ index: Int) -> StyledLine {
        guard index > 0 else {
            let count = Figures.plural(thoughts.lineCount, "line")
            return StyledLine("\(showsThoughts ? "▾" : "▸") reasoning · \(count)", style: Role.muted.key)
        }
        var line = StyledLine("  ", style: Role.muted.key)
        line.append(thoughts.line(index - 1))
        return line
    }
}

extension AnswerView {
    var isFollowing: Bool { top == nil }

    /// Lines that can be seen at once, at least 1.
    var windowHeight: Int { max(1, height) }

    /// Lines that came below since the reader left the end; 0 while following.
    var newLines: Int { isFollowing ? 0 : max(0, lineCount - countWhenLeft) }

    /// Lines below the last one shown.
    var linesBelow: Int { max(0, lineCount - firstShown - height) }

    /// Index of the first line in the window.
    var firstShown: Int {
        let last = max(0, lineCount - height)
        if let top { return min(top, last) }
        guard isLive, jump > 1 else { return last }
        return (last + jump - 1) / jump * jump
    }

    mutating func follow() { top = nil }

    mutating func scroll(by lines: Int) { scroll(to: firstShown + lines) }

    mutating func scroll(to line: Int) {
        let last = max(0, lineCount - height)
        if line >= last {
            follow()
        } else {
            if top == nil { countWhenLeft = lineCount }
            top = max(0, line)
        }
    }
}

extension String {
    /// What stands behind the first `taken` bytes, which then are all of them.
    fileprivate func suffix(after taken: inout Int) -> String { stretch(after: &taken, atMost: .max) }

    /// What stands behind the first `taken` bytes, up to the next line's end where it is longer than `limit` bytes;
    /// `taken` goes along.
    fileprivate func stretch(after taken: inout Int, atMost limit: Int) -> String {
        let count = utf8.count
        guard taken < count else {
            taken = count
            return ""
        }
        let start = utf8.index(utf8.startIndex, offsetBy: taken)
        guard count - taken > limit,
            let newline = utf8[utf8.index(start, offsetBy: limit)...].firstIndex(of: UInt8(ascii: "\n"))
        else {
            taken = count
            return start == startIndex ? self : String(self[start...])
        }
        let end = utf8.index(after: newline)
        taken += utf8.distance(from: start, to: end)
        return String(self[start..<end])
    }
}
