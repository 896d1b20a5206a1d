/// What makes two texts different: line by line, and within lines that changed word by word.
///
/// Whatever the texts, it takes a bounded time: beyond so many changes a stretch counts as wholly replaced.
struct TextDifference: Sendable, Hashable {
    /// A stretch of lines of both texts, in order.
    var hunks: [Hunk] = []

    enum Hunk: Sendable, Hashable {
        /// Lines that both have.
        case same([String])
        /// Lines of the old text, and those of the new one in their place; either may be empty.
        case changed(old: [Line], new: [Line])
    }

    /// A line as stretches of words, in order.
    typealias Line = [Stretch]

    struct Stretch: Sendable, Hashable {
        var text: String
        /// Whether the other text has something else here.
        var isChanged: Bool
    }

    /// Edits looked for in lines, and in the words of one stretch.
    private static let mostLineEdits = 600
    private static let mostWordEdits = 300
    /// Words of a stretch that are compared one by one.
    private static let mostWords = 4_000

    init(from old: String, to new: String) {
        let (old, new) = (Self.lines(old), Self.lines(new))
        guard let steps = EditScript.from(old, to: new, limit: Self.mostLineEdits) else {
            hunks = [.changed(old: old.map(Self.whole), new: new.map(Self.whole))]
            return
        }
        var kept: [String] = []
        var (removed, added): ([String], [String]) = ([], [])
        func closeChange() {
            guard !removed.isEmpty || !added.isEmpty else { return }
            hunks.append(Self.change(removed, added))
            (removed, added) = ([], [])
        }
        func closeKept() {
            if !kept.isEmpty { hunks.append(.same(kept)) }
            kept = []
        }
        for step in steps {
            switch step {
            case .keep(let index, _):
                closeChange()
                kept.append(old[index])
            case .remove(let index):
                closeKept()
                removed.append(old[index])
            case .insert(let index):
                closeKept()
                added.append(new[index])
            }
        }
        closeChange()
        closeKept()
    }

    /// Whether both texts have the same lines.
    var isEmpty: Bool {
        hunks.allSatisfy { hunk in if case .same = hunk { true } else { false } }
    }

    private static func lines(_ text: String) -> [String] {
        text.isEmpty ? [] : text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    }

    private static func whole(_ line: String) -> Line { line.isEmpty ? [] : [Stretch(text: line, isChanged: true)] }

    /// Lines that took each other's place, compared word by word.
    private static func change(_ old: [String], _ new: [String]) -> Hunk {
        let (oldWords, newWords) = (words(old), words(new))
        guard !old.isEmpty, !new.isEmpty, oldWords.count + newWords.count <= mostWords,
            let steps = EditScript.from(oldWords, to: newWords, limit: mostWordEdits)
        else { return .changed(old: old.map(whole), new: new.map(whole)) }
        var (left, right): ([Line], [Line]) = ([[]], [[]])
        for step in steps {
            switch step {
            case .keep(let index, _):
                put(oldWords[index], changed: false, into: &left)
                put(oldWords[index], changed: false, into: &right)
            case .remove(let index): put(oldWords[index], changed: true, into: &left)
            case .insert(let index): put(newWords[index], changed: true, into: &right)
            }
        }
        return .changed(old: left, new: right)
    }

    /// Words, the blanks between them, and line ends.
    private static func words(_ lines: [String]) -> [Substring] {
        var words: [Substring] = []
        for (index, line) in lines.enumerated() {
            if index > 0 { words.append("\n") }
            var rest = line[...]
            while let first = rest.first {
                let isBlank = first.isWhitespace
                let isWord = first.isLetter || first.isNumber
                let word = rest.prefix { $0.isWhitespace == isBlank && ($0.isLetter || $0.isNumber) == isWord }
                words.append(word)
                rest = rest.dropFirst(word.count)
            }
        }
        return words
    }

    private static func put(_ word: Substring, changed: Bool, into lines: inout [Line]) {
        guard word != "\n" else {
            lines.append([])
            return
        }
        let last = lines.count - 1
        if let end = lines[last].indices.last, lines[last][end].isChanged == changed {
            lines[last][end].text += word
        } else {
            lines[last].append(Stretch(text: String(word), isChanged: changed))
        }
    }
}
