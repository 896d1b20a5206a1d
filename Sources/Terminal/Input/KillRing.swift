/// Texts deleted by kill commands, to be put back.
struct KillRing: Sendable {
    private var texts: [[Character]] = []
    private var index = 0

    /// As many as readline keeps (`DEFAULT_MAX_KILLS`).
    private static let limit = 10

    var current: [Character]? { texts.isEmpty ? nil : texts[index] }

    mutating func add(_ text: [Character], joiningLast: Bool, atEnd: Bool) {
        if joiningLast, let last = texts.popLast() {
            texts.append(atEnd ? last + text : text + last)
        } else {
            if texts.count == Self.limit { texts.removeFirst() }
            texts.append(text)
        }
        index = texts.count - 1
    }

    /// Goes to the text killed before the current one, from the oldest to the newest.
    mutating func rotate() -> [Character]? {
        guard !texts.isEmpty else { return nil }
        index = (index + texts.count - 1) % texts.count
        return current
    }
}
