/// Long texts that were pasted, each with the short marker that stands for it in the editor.
struct FoldedPastes: Sendable {
    private var texts: [(marker: String, text: String)] = []

    /// Lines a paste may have before it is folded: about what the composer can show.
    private static let mostLines = 8
    /// Bytes a paste may have before it is folded.
    private static let mostBytes = 2_000

    /// Keeps a long text.
    /// - Returns: what stands for it; nil for a text short enough to be shown.
    mutating func fold(_ text: String) -> String? {
        let body = text.drop(while: \.isNewline)
        let lines = body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
        guard lines > Self.mostLines || text.utf8.count > Self.mostBytes else { return nil }
        let size = lines > 1 ? Figures.plural(lines, "line") : Figures.plural(text.count, "character")
        var marker = "[pasted \(size)]"
        var number = 2
        while texts.contains(where: { $0.marker == marker }) {
            marker = "[pasted \(size), \(number)]"
            number += 1
        }
        texts.append((marker, text))
        return marker
    }

    /// `text` with every marker replaced by what it stands for.
    func unfolded(_ text: String) -> String {
        texts.reduce(text) { $0.replacing($1.marker, with: $1.text) }
    }
}
