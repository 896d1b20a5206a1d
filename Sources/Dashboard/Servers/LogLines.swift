/// The last lines of a log that comes in pieces.
struct LogLines: Sendable, Hashable {
    /// Lines that are kept: far more than a failed load writes.
    static let kept = 2_000
    /// Characters of a line that are kept.
    static let longest = 4_000

    private(set) var lines: [String] = []
    /// A line whose end hasn't come yet.
    private(set) var open = ""

    /// - Returns: how many lines that piece ended.
    @discardableResult
    mutating func append(_ text: String) -> Int {
        var pieces = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }[...]
        let last = pieces.popLast() ?? ""
        for piece in pieces {
            lines.append(Self.joined(open, piece))
            open = ""
        }
        open = Self.joined(open, last)
        let count = pieces.count
        if lines.count > Self.kept { lines.removeFirst(lines.count - Self.kept) }
        return count
    }

    private static func joined(_ start: String, _ rest: Substring) -> String {
        start + rest.prefix(max(0, longest - start.count))
    }

    /// All lines, the open one too where it has text.
    var all: [String] { open.isEmpty ? lines : lines + [open] }
}
