/// The known name that a misspelt one most likely means; nil where none is near.
///
/// Distance counts inserted, deleted, replaced and swapped neighbouring characters, letter case aside. A name is near
/// within a third of the misspelt one's length, and always within one; the first of equally near names wins.
public func nearestName(to misspelt: String, among known: some Sequence<String>) -> String? {
    let wanted = Array(misspelt.lowercased())
    let limit = max(1, wanted.count / 3)
    var nearest: (name: String, distance: Int)?
    for name in known {
        let candidate = Array(name.lowercased())
        guard abs(candidate.count - wanted.count) <= limit else { continue }
        let distance = editDistance(wanted, candidate)
        if distance <= limit, distance < nearest?.distance ?? .max { nearest = (name, distance) }
    }
    return nearest?.name
}

/// "Optimal string alignment": Levenshtein's distance with swaps of neighbours counted once.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
        var current = [row + 1]
        for column in 0..<right.count {
            let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
            var best = min(replaced, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                best = min(best, beforeLast[column - 1] + 1)
            }
            current.append(best)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
