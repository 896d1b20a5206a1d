/// How well a text matches what was typed, and where.
///
/// Each word of the query must be found in the text as a subsequence, whatever its case. Characters at the start of a word
/// and those that follow each other count most, so that `nt` finds `next tier` before `content`.
struct FuzzyMatch: Sendable, Hashable {
    /// The higher, the better; 0 for an empty query.
    var score: Int
    /// Which characters of the text matched, counted from 0, in ascending order.
    var positions: [Int]

    /// - Returns: nil where some word of the query is not in the text.
    init?(_ query: String, in text: String) {
        let folded = text.map { $0.lowercased() }
        let starts = Self.wordStarts(text)
        var score = 0
        var positions: Set<Int> = []
        for word in query.split(whereSeparator: \.isWhitespace) {
            guard let best = Self.best(word.map { $0.lowercased() }, in: folded, starts) else { return nil }
            score += best.score
            positions.formUnion(best.positions)
        }
        self.score = score
        self.positions = positions.sorted()
    }

    private static let hit = 16
    private static let atWordStart = 12
    private static let atTextStart = 4
    private static let consecutive = 10
    /// Taken off for each character between two that match, up to so many.
    private static let mostGap = 8

    /// The best way to find `word` in `text`, by dynamic programming over the place of each character.
    private static func best(
        _ word: [String], in text: [String], _ starts: [Bool]
    ) -> (score: Int, positions: [Int])? {
        guard !word.isEmpty, word.count <= text.count else { return nil }
        // For each place: the best score with the characters so far, the last of them there, and where the one before is.
        var scores = [Int?](repeating: nil, count: text.count)
        var cameFrom: [[Int]] = []
        for (index, character) in word.enumerated() {
            var next = [Int?](repeating: nil, count: text.count)
            var from = [Int](repeating: -1, count: text.count)
            for place in index..<text.count where text[place] == character {
                let own = hit + (starts[place] ? atWordStart : 0) + (place == 0 ? atTextStart : 0)
                if index == 0 {
                    next[place] = own
                    continue
                }
                for before in (index - 1)..<place {
                    guard let score = scores[before] else { continue }
                    let gap = place - before - 1
                    let total = score + own + (gap == 0 ? consecutive : -min(gap, mostGap))
                    if total > next[place] ?? .min { (next[place], from[place]) = (total, before) }
                }
            }
            scores = next
            cameFrom.append(from)
        }
        guard var place = scores.indices.max(by: { scores[$0] ?? .min < scores[$1] ?? .min }),
            let score = scores[place]
        else { return nil }
        var positions: [Int] = []
        for from in cameFrom.reversed() {
            positions.append(place)
            place = from[place]
        }
        return (score, positions.reversed())
    }

    /// Where words begin: behind anything that is neither letter nor digit, and at a capital behind a small letter.
    private static func wordStarts(_ text: String) -> [Bool] {
        var before: Character = " "
        return text.map { character in
            defer { before = character }
            let isWord = character.isLetter || character.isNumber
            let wasWord = before.isLetter || before.isNumber
            return isWord && (!wasWord || before.isLowercase && character.isUppercase)
        }
    }
}
