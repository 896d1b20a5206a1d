import EscalationCore

extension AnswerView {
    /// What is looked for in the lines, and where it was found last.
    struct Search: Sendable {
        var text: TextSearch
        /// Lines that hold it, when that was last looked up.
        var lines: [Int] = []
        /// Which of them the window was brought to.
        var index: Int?
        /// What is to be done when all lines were searched; nil for nothing.
        var awaits: Aim?
        /// Whether nothing was searched for it yet.
        var isNew = true

        enum Aim: Sendable {
            /// The first match from there on is brought into the window.
            case first(from: Mark)
            /// The match so many after the last one, or before it.
            case step(Int)
            /// To know which lines they are now.
            case lines
        }
    }

    /// Where the reader stands.
    struct Place: Sendable {
        var firstShown: Mark
        var isFollowing: Bool
    }

    var place: Place { Place(firstShown: mark(of: firstShown), isFollowing: isFollowing) }

    mutating func goBack(to place: Place) {
        if place.isFollowing { follow() } else { scroll(to: line(of: place.firstShown)) }
    }

    /// Looks for `query`, and brings the first line from `place` on that holds it into the window. An empty query looks for
    /// nothing.
    mutating func find(_ query: String, from place: Place) {
        search = TextSearch(query).map { Search(text: $0, awaits: .first(from: place.firstShown)) }
        goBack(to: place)
    }

    /// Goes to the match after the last one, or before it; at an end, to the other.
    mutating func findNext(by step: Int) {
        search?.awaits = .step(step)
        search?.isNew = true
    }

    /// Searches a stretch of what was not searched, and when that was all does what it was for.
    mutating func lookOn(in attempt: Attempt, isIdle: Bool) {
        guard let search, let aim = search.awaits else { return }
        self.search?.isNew = false
        guard isIdle || search.isNew, let lines = lines(holding: search.text, attempt) else { return }
        self.search?.lines = lines
        self.search?.awaits = nil
        guard !lines.isEmpty else {
            self.search?.index = nil
            return
        }
        switch aim {
        case .first(let mark):
            let start = line(of: mark)
            showMatch(lines.firstIndex { $0 >= start } ?? 0)
        case .step(let step):
            // More may have come since.
            let index =
                search.index.map { $0 + step }
                ?? (step > 0 ? lines.firstIndex { $0 >= firstShown } ?? 0 : lines.count - 1)
            showMatch((index % lines.count + lines.count) % lines.count)
        case .lines:
            self.search?.index = search.index.map { min($0, lines.count - 1) }
        }
    }

    private mutating func showMatch(_ index: Int) {
        guard let line = search?.lines[index] else { return }
        search?.index = index
        let window = windowHeight
        if line < firstShown || line >= firstShown + window { scroll(to: max(0, line - window / 3)) }
    }

    /// Nil where some lines are still to be searched.
    private mutating func lines(holding wanted: TextSearch, _ attempt: Attempt) -> [Int]? {
        var found: (answer: [Int], thoughts: [Int], progress: [Int])?
        keepingPlaces { found = $0.texts.find(wanted, in: attempt, allowance: $0.pace.update) }
        guard let found else { return nil }
        let inThoughts = showsThoughts ? found.thoughts.map { 1 + $0 } : []
        let inProgress = progressCount > 0 ? found.progress.map { thoughtCount + $0 } : []
        let afterAnswer = answerStart + texts.answer.lineCount
        let inRemarks = (afterAnswer..<lineCount).filter { wanted.isIn(line($0).plainText) }
        let inHeading = hasReasoning && wanted.isIn(line(0).plainText) ? [0] : []
        return inHeading + inThoughts + inProgress + found.answer.map { answerStart + $0 } + inRemarks
    }

    /// How many lines hold what is looked for, and which of them is looked at: `match 3 of 17`. Nil while nothing is.
    var searchWords: String? {
        guard let search else { return nil }
        if search.awaits != nil { return "looking for '\(search.text.query)' …" }
        guard !search.lines.isEmpty else { return "no match for '\(search.text.query)'" }
        return search.index.map { "match \($0 + 1) of \(search.lines.count)" }
    }
}
