/// Characters with a gap at one place, where inserting and deleting cost nothing but the characters themselves.
struct GapBuffer: Sendable {
    /// What stands before the gap, in order.
    private var before: [Character] = []
    /// What stands after the gap, last character first.
    private var after: [Character] = []

    init(_ text: some Sequence<Character> = []) {
        before = Array(text)
    }

    var count: Int { before.count + after.count }

    /// The character at `index`, counted from 0.
    subscript(index: Int) -> Character {
        index < before.count ? before[index] : after[count - 1 - index]
    }

    subscript(range: Range<Int>) -> [Character] {
        range.map { self[$0] }
    }

    var text: String {
        var text = String(before)
        text.append(contentsOf: after.reversed())
        return text
    }

    /// Replaces `range` by `characters`; the gap ends up behind them.
    mutating func replace(_ range: Range<Int>, with characters: [Character]) {
        moveGap(to: range.lowerBound)
        after.removeLast(range.count)
        before.append(contentsOf: characters)
    }

    private mutating func moveGap(to index: Int) {
        if index < before.count {
            after.append(contentsOf: before[index...].reversed())
            before.removeLast(before.count - index)
        } else if index > before.count {
            let moved = index - before.count
            before.append(contentsOf: after.suffix(moved).reversed())
            after.removeLast(moved)
        }
    }
}
