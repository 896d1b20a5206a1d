extension AnswerView {
    /// What is looked for in the lines, and where it was found last.
    struct Search: Sendable {
        var text: TextSearch
        /// Lines that hold it, when that was last looked up.
        var lines: [Int]
        /// Which of them the window was brought to.
        var index: Int?
    }

    /// Where the reader stands.
    struct Place: Sendable {
        var firstShown: Int
        var isFollowing: Bool
    }

    var place: Place { Place(firstShown: firstShown, isFollowing: isFollowing) }

    mutating func goBack(to place: Place) {
        if place.isFollowing { follow() } else { scroll(to: place.firstShown) }
    }

    /// Looks for `query`, and brings the first line from `place` on that holds it into the window. An empty query looks for
    /// nothing.
    mutating func find(_ query: String, from place: Place) {
        search = TextSearch(query).map { Search(text: $0, lines: lines(holding: $0)) }
        goBack(to: place)
        guard let lines = search?.lines, !lines.isEmpty else { return }
        showMatch(lines.firstIndex { $0 >= place.firstShown } ?? 0)
    }

    /// Goes to the match after the last one, or before it; at an end, to the other.
    mutating func findNext(by step: Int) {
        guard let search else { return }
        // More may have come since.
        let lines = lines(holding: search.text)
        self.search?.lines = lines
        guard !lines.isEmpty else { return }
        let index =
            search.index.map { $0 + step } ?? (step > 0 ? lines.firstIndex { $0 >= firstShown } ?? 0 : lines.count - 1)
        showMatch((index % lines.count + lines.count) % lines.count)
    }

    private mutating func showMatch(_ index: Int) {
        guard let line = search?.lines[index] else { return }
        search?.index = index
        let window = windowHeight
        if line < firstShown || line >= firstShown + window { scroll(to: max(0, line - window / 3)) }
    }

    private func lines(holding text: TextSearch) -> [Int] {
        (0..<lineCount).filter { !text.ranges(in: line($0).plainText).isEmpty }
    }

    /// How many lines hold what is looked for, and which of them is looked at: `match 3 of 17`. Nil while nothing is.
    var searchWords: String? {
        guard let search else { return nil }
        guard !search.lines.isEmpty else { return "no match for '\(search.text.query)'" }
        return search.index.map { "match \($0 + 1) of \(search.lines.count)" }
    }
}
