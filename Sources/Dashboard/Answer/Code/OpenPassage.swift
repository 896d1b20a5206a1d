/// Whether a line of code begins within a text or a comment that goes on over lines.
///
/// It looks for where such passages begin and end, and at nothing else: what only seems to begin one, in another text say,
/// is taken for one. That is enough to prefer one place to another.
struct OpenPassage: Sendable {
    private let passages: [(start: [UInt8], end: [UInt8])]
    /// The passage that is open.
    private var open: Int?

    /// - Parameter name: of the language, as it stands behind the fence; one that is not known has no such passages.
    init(language name: String) {
        let language = CodeLanguage(named: name)
        let comment = language?.blockComment.map { [(Array($0.start.utf8), Array($0.end.utf8))] } ?? []
        passages = comment + (language?.longQuotes ?? []).map { (Array($0.utf8), Array($0.utf8)) }
    }

    var isOpen: Bool { open != nil }

    /// Takes in the next line.
    mutating func read(_ line: Slice<UnsafeBufferPointer<UInt8>>) {
        guard !passages.isEmpty else { return }
        var rest = line
        while let first = rest.first {
            if let open {
                guard rest.starts(with: passages[open].end) else {
                    rest.removeFirst()
                    continue
                }
                rest.removeFirst(passages[open].end.count)
                self.open = nil
            } else if let begun = passages.firstIndex(where: { $0.start[0] == first && rest.starts(with: $0.start) }) {
                rest.removeFirst(passages[begun].start.count)
                open = begun
            } else {
                rest.removeFirst()
            }
        }
    }
}
