import Terminal

/// A text looked for in lines. Case matters where a capital is typed.
struct TextSearch: Sendable, Hashable {
    let query: String
    private let wanted: [Character]
    private let isExact: Bool

    /// - Returns: nil for an empty query.
    init?(_ query: String) {
        guard !query.isEmpty else { return nil }
        self.query = query
        isExact = query.contains(where: \.isUppercase)
        wanted = Self.folded(query, isExact: isExact)
    }

    /// Where the query stands in a line, in characters, from left to right; no two overlap.
    func ranges(in line: String) -> [Range<Int>] {
        let text = Self.folded(line, isExact: isExact)
        var found: [Range<Int>] = []
        var start = 0
        while start + wanted.count <= text.count {
            if text[start] == wanted[0], text[start..<(start + wanted.count)].elementsEqual(wanted) {
                found.append(start..<(start + wanted.count))
                start += wanted.count
            } else {
                start += 1
            }
        }
        return found
    }

    func isIn(_ line: String) -> Bool { !ranges(in: line).isEmpty }

    /// Draws over the places where a line drawn at (`x`, `y`) holds the query.
    func mark(_ line: StyledLine, on canvas: inout Canvas, at x: Int, _ y: Int, in clip: Rect) {
        let text = line.plainText
        let places = ranges(in: text)
        guard !places.isEmpty else { return }
        let characters = Array(text)
        for place in places {
            let before = TextWidth.of(String(characters[..<place.lowerBound]))
            canvas.put(String(characters[place]), at: x + before, y, style: Role.match.key, in: clip)
        }
    }

    private static func folded(_ text: String, isExact: Bool) -> [Character] {
        // A character whose small form is two keeps its place.
        isExact ? Array(text) : text.map { $0.isASCII ? Character($0.lowercased()) : $0.lowercased().first ?? $0 }
    }
}
