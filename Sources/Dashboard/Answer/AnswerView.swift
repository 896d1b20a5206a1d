import EscalationCore
import Terminal

/// One attempt's output, wrapped to the width it is shown in, and where the reader stands in it.
///
/// `show` takes in what came since the last call. Lines are made for the window and what lies next to it; further off they
/// are counted, and where that takes longer than an update may, a little at each tick.
struct AnswerView: Sendable {
    var texts: AttemptTexts
    /// What went wrong, or why the answer ends where it does.
    private var remarks: [StyledLine] = []
    private var isLive = false
    private(set) var hasReasoning = false
    var isUnfolded = false
    /// What is looked for; nil while nothing is.
    var search: Search?

    let pace: AttemptTexts.Pace
    private var source: Source?
    private var width = 1
    private var height = 0
    /// Lines by which a full window moves at once while it follows.
    private var jump = 1
    /// First line shown; nil follows the end.
    private var top: Int?
    /// The end of the text when the reader left it.
    private var endWhenLeft = 0
    /// Attempts of the same session that were shown before, by number.
    private var others: [Int: AttemptTexts] = [:]

    private struct Source: Hashable {
        var session: Session.ID
        var isReplay: Bool
        var attempt: Int
    }

    init(pace: AttemptTexts.Pace = .init()) {
        self.pace = pace
        texts = AttemptTexts(width: 1, pace: pace)
    }

    /// Brings the lines up to date with `attempt`.
    ///
    /// - Parameters:
    ///   - isBeside: whether something stands left or right of the window. A terminal can't scroll such a part of its
    ///     screen by itself, so the window then moves several lines at a time.
    ///   - isIdle: whether there is time for what is out of sight.
    mutating func show(
        _ attempt: Attempt?, of session: Session.ID?, isReplay: Bool, in window: Size, isBeside: Bool, isIdle: Bool
    ) {
        height = window.height
        jump = isBeside ? max(1, height / 4) : 1
        guard let attempt, let session else {
            if source != nil || search != nil { self = AnswerView(pace: pace) }
            return
        }
        let source = Source(session: session, isReplay: isReplay, attempt: attempt.number)
        var allowance = isIdle ? pace.update : 0
        var isResized = false
        if source != self.source {
            change(to: source, width: window.width)
            allowance = pace.update
        } else if window.width != width {
            resize(to: window.width, attempt)
            (allowance, isResized) = (pace.update, true)
        }
        let before = texts.bytes
        keepingPlaces { $0.absorb(attempt) }
        // As much is counted as came, and the pages it has finished.
        if texts.bytes > before { allowance = max(allowance, min(pace.update, texts.bytes - before + 2 * pace.page)) }
        setWindow(attempt)
        if allowance > 0, !isCounted { keepingPlaces { $0.texts.count(attempt, allowance: allowance) } }
        if search?.awaits != nil { lookOn(in: attempt, isIdle: isIdle) }
        // Where the text is now shorter than the window's place in it.
        if isResized, let top { scroll(to: top) }
        setWindow(attempt)
    }

    /// Whether something is still to be done when there is time for it.
    var isBusy: Bool { !isCounted || search?.awaits != nil }

    private mutating func change(to source: Source, width: Int) {
        if let old = self.source, old.session == source.session, old.isReplay == source.isReplay, self.width == width {
            others[old.attempt] = texts.withoutLines
        } else {
            others = [:]
        }
        texts = others.removeValue(forKey: source.attempt) ?? AttemptTexts(width: width, pace: pace)
        (self.source, self.width) = (source, width)
        follow()
        isUnfolded = false
        search = nil
        remarks = []
    }

    /// Everything gets another width; the reader stays at the same place in the text, as near as lines tell.
    private mutating func resize(to width: Int, _ attempt: Attempt) {
        others = [:]
        self.width = width
        keepingPlaces(isForOtherWidth: true) {
            $0.texts = AttemptTexts(width: width, pace: $0.pace)
            $0.remarks = []
            $0.absorb(attempt)
        }
        if search?.awaits == nil { search?.awaits = .lines }
    }

    private mutating func absorb(_ attempt: Attempt) {
        texts.show(attempt)
        hasReasoning = texts.thoughts.bytes > 0
        let wasLive = isLive
        isLive = attempt.endedAt == nil
        if isLive {
            remarks = []
        } else if wasLive || remarks.isEmpty {
            remarks = Self.remarks(on: attempt, width: width)
        }
    }

    /// Sets the lines of the window and of as much above and below it, so that the next step finds where it leads.
    private mutating func setWindow(_ attempt: Attempt) {
        var hasChanged = true
        // Lines that were counted move others into the window.
        while hasChanged {
            keepingPlaces { view in
                let range = view.firstShown - view.height..<view.firstShown + 2 * view.height
                hasChanged = view.texts.setLines(
                    attempt, answer: range.moved(by: -view.answerStart),
                    thoughts: view.showsThoughts ? range.moved(by: -1) : 0..<0,
                    progress: view.progressCount > 0 ? range.moved(by: -view.thoughtCount) : 0..<0)
            }
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
    var thoughtCount: Int {
        guard hasReasoning else { return 0 }
        return showsThoughts ? 1 + texts.thoughts.lineCount : 1
    }

    /// Thoughts are shown while there is nothing else, and when asked for.
    var showsThoughts: Bool { hasReasoning && (isUnfolded || isLive && texts.answer.lineCount == 0) }

    var progressCount: Int {
        isLive && texts.answer.lineCount == 0 && !hasReasoning ? texts.progress.lineCount : 0
    }

    /// Lines above the answer's.
    var answerStart: Int { thoughtCount + progressCount }

    /// Number of lines, estimated where `isCounted` is false; 0 where nothing came yet.
    var lineCount: Int { answerStart + texts.answer.lineCount + remarks.count }

    /// Whether the number of lines is known.
    var isCounted: Bool { texts.isCounted }

    /// Line `index`, from 0; an empty line where there is none, and far from the window.
    func line(_ index: Int) -> StyledLine {
        var index = index
        if index < thoughtCount { return thoughtLine(index) }
        index -= thoughtCount
        if index < progressCount { return texts.progress.line(index) }
        index -= progressCount
        if index < texts.answer.lineCount { return texts.answer.line(index) }
        index -= texts.answer.lineCount
        return remarks.indices.contains(index) ? remarks[index] : StyledLine()
    }

    private func thoughtLine(_ index: Int) -> StyledLine {
        guard index > 0 else {
            let count = Self.words(texts.thoughts.lineCount, "line", isCounted: texts.thoughts.isCounted)
            return StyledLine("\(showsThoughts ? "▾" : "▸") reasoning · \(count)", style: Role.muted.key)
        }
        var line = StyledLine(String(repeating: " ", count: AttemptTexts.indent), style: Role.muted.key)
        line.append(texts.thoughts.line(index - 1))
        return line
    }

    /// `47 lines`, or `… lines` until they are counted.
    func words(_ count: Int, _ noun: String) -> String { Self.words(count, noun, isCounted: isCounted) }

    private static func words(_ count: Int, _ noun: String, isCounted: Bool) -> String {
        isCounted ? Figures.plural(count, noun) : "… \(noun)s"
    }
}

extension AnswerView {
    var isFollowing: Bool { top == nil }

    /// Lines that can be seen at once, at least 1.
    var windowHeight: Int { max(1, height) }

    /// Lines that came below since the reader left the end; 0 while following.
    var newLines: Int { isFollowing ? 0 : max(0, lineCount - endWhenLeft) }

    /// Lines below the last one shown.
    var linesBelow: Int { max(0, lineCount - firstShown - height) }

    /// Index of the first line in the window.
    var firstShown: Int {
        let last = max(0, lineCount - height)
        if let top { return min(top, last) }
        guard isLive, jump > 1 else { return last }
        // Jumps are counted from a line whose place among those below it is known.
        let origin = isCounted ? 0 : answerStart + texts.answer.lastPage
        let over = (last - origin) % jump
        return over == 0 ? last : last + (over > 0 ? jump - over : -over)
    }

    mutating func follow() { top = nil }

    mutating func scroll(by lines: Int) { scroll(to: firstShown + lines) }

    mutating func scroll(to line: Int) {
        let last = max(0, lineCount - height)
        if line >= last {
            follow()
        } else {
            if top == nil { endWhenLeft = lineCount }
            top = max(0, line)
        }
    }
}

extension AnswerView {
    /// A line of the document that is known by what it belongs to: its index changes when lines above it are counted, and
    /// when all get another width.
    enum Mark: Sendable, Hashable {
        case heading
        case thoughts(PagedText.Place)
        case progress(PagedText.Place)
        /// The line after the last of the answer included.
        case answer(PagedText.Place)
        case remark(Int)
    }

    /// - Parameter isForOtherWidth: whether the line is looked for when all have another width.
    func mark(of line: Int, isForOtherWidth: Bool = false) -> Mark {
        func place(_ line: Int, _ text: PagedText) -> PagedText.Place {
            text.place(of: line, isForOtherWidth: isForOtherWidth)
        }
        if line < thoughtCount { return line > 0 ? .thoughts(place(line - 1, texts.thoughts)) : .heading }
        if line < answerStart { return .progress(place(line - thoughtCount, texts.progress)) }
        let line = line - answerStart
        let count = texts.answer.lineCount
        return line <= count ? .answer(place(line, texts.answer)) : .remark(line - count)
    }

    func line(of mark: Mark) -> Int {
        switch mark {
        case .heading: 0
        case .thoughts(let place): showsThoughts ? 1 + texts.thoughts.line(at: place) : 0
        case .progress(let place): progressCount > 0 ? thoughtCount + texts.progress.line(at: place) : 0
        case .answer(let place): answerStart + texts.answer.line(at: place)
        case .remark(let line): answerStart + texts.answer.lineCount + line
        }
    }

    /// Changes how many lines there are, while the reader stays where they are in the text.
    mutating func keepingPlaces(isForOtherWidth: Bool = false, _ change: (inout AnswerView) -> Void) {
        guard let top else { return change(&self) }
        let place = mark(of: top, isForOtherWidth: isForOtherWidth)
        let end = mark(of: endWhenLeft, isForOtherWidth: isForOtherWidth)
        change(&self)
        self.top = line(of: place)
        endWhenLeft = line(of: end)
    }
}

extension Range<Int> {
    fileprivate func moved(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}
