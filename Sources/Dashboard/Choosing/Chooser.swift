import Terminal

/// A list to choose one item from, narrowed by what is typed, the best match first.
struct Chooser<Value: Sendable>: Sendable {
    struct Item: Sendable {
        var value: Value
        /// What is shown first, and what is searched.
        var name: String
        /// Searched as well, and never shown.
        var alias = ""
        /// Shown behind the name.
        var note = StyledLine()
        /// Whether it is the one that holds now.
        var isCurrent = false
    }

    private(set) var items: [Item]
    private(set) var filter = FilterField()
    /// What is shown, in its order.
    private(set) var shown: [Shown]
    /// Which of those shown is selected, from 0.
    private(set) var index = 0

    struct Shown: Sendable {
        /// Among all items.
        var item: Int
        /// Characters of the name that matched.
        var positions: [Int]
    }

    /// With the item that holds now selected, or else the first.
    init(_ items: [Item]) {
        self.items = items
        shown = items.indices.map { Shown(item: $0, positions: []) }
        index = items.firstIndex(where: \.isCurrent) ?? 0
    }

    /// The item selected; nil where none is shown.
    var selected: Item? { shown.indices.contains(index) ? items[shown[index].item] : nil }

    var isTyping: Bool { filter.isTyping }

    mutating func startTyping() { filter.isTyping = true }

    mutating func move(by distance: Int) { index = min(max(0, index + distance), max(0, shown.count - 1)) }

    /// A key while the filter is typed.
    mutating func type(_ key: Key) {
        switch filter.take(key) {
        case .moved(let distance): move(by: distance)
        case .changed: narrow(to: filter.text)
        case .same: break
        }
    }

    /// Shows only what matches `query`; everything for an empty one.
    mutating func narrow(to query: String) {
        let kept = selected?.name
        let matches = items.indices.compactMap { index -> (Shown, Int)? in
            let item = items[index]
            if let match = FuzzyMatch(query, in: item.name) {
                return (Shown(item: index, positions: match.positions), match.score)
            }
            return FuzzyMatch(query, in: item.alias).map { (Shown(item: index, positions: []), $0.score / 2) }
        }
        // Of equals the shorter is nearer to what was typed; of those the earlier stays first.
        func rank(_ match: (Shown, Int)) -> (Int, Int, Int) {
            (-match.1, query.isEmpty ? 0 : items[match.0.item].name.count, match.0.item)
        }
        let ranked = matches.sorted { rank($0) < rank($1) }
        shown = ranked.map(\.0)
        // With the filter taken away, what was found stays selected.
        index = query.isEmpty ? shown.firstIndex { items[$0.item].name == kept } ?? 0 : 0
    }
}

// MARK: Drawing

extension Chooser {
    /// Draws it in a box in the middle of `rect`.
    func drawBox(on canvas: inout Canvas, in rect: Rect, title: String, _ glyphs: GlyphSet) {
        let names = nameWidth
        let rows = items.map { 1 + names + 2 + $0.note.width }.max() ?? 0
        let width = min(rect.width, max(30, rows + 4, TextWidth.of(title) + 6))
        let hasFilter = filter.isTyping || !filter.isEmpty
        let box = rect.centred(Size(width: width, height: min(rect.height, items.count + 2 + (hasFilter ? 1 : 0))))
        canvas.fill(box)
        let inside = Frame(Rule(pane: title, isFocused: true)).draw(on: &canvas, in: box)
        drawRows(on: &canvas, in: inside, glyphs)
    }

    /// Draws the filter, if there is one, and the items below it.
    func drawRows(on canvas: inout Canvas, in rect: Rect, _ glyphs: GlyphSet) {
        var rect = rect
        if filter.isTyping || !filter.isEmpty {
            filter.draw(on: &canvas, in: rect)
            rect = rect.inset(top: 1)
        }
        drawItems(on: &canvas, in: rect, glyphs)
    }

    func drawItems(on canvas: inout Canvas, in rect: Rect, _ glyphs: GlyphSet) {
        guard !shown.isEmpty else {
            Label(" nothing matches", style: Role.muted.key).draw(on: &canvas, in: rect)
            return
        }
        var state = ListState(selection: index)
        state.reveal(count: shown.count, height: rect.height)
        let (chooser, names) = (self, nameWidth)
        ListView(count: shown.count, state: state, selectionOverlay: Role.selection.key) { row in
            chooser.line(row, names: names, glyphs).truncated(to: rect.width)
        }.draw(on: &canvas, in: rect)
    }

    private var nameWidth: Int { items.map { TextWidth.of($0.name) }.max() ?? 0 }

    private func line(_ row: Int, names: Int, _ glyphs: GlyphSet) -> StyledLine {
        let item = items[shown[row].item]
        var line = StyledLine(item.isCurrent ? glyphs[.tierActive] : " ", .tierActive)
        line.append(item.name, matching: shown[row].positions)
        guard !item.note.isEmpty else { return line }
        line.append(String(repeating: " ", count: max(0, names - TextWidth.of(item.name)) + 2), .text)
        line.append(item.note)
        return line
    }
}

extension StyledLine {
    /// Appends a text with the characters at `positions`, counted from 0 and in order, marked as found.
    mutating func append(_ text: String, matching positions: [Int], _ role: Role = .text) {
        var rest = positions[...]
        for (index, character) in text.enumerated() {
            let isFound = rest.first == index
            if isFound { rest.removeFirst() }
            append(String(character), isFound ? .match : role)
        }
    }
}
