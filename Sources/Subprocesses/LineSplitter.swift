/// Cuts bytes that come in pieces of any size into lines.
///
/// A line ends with `\n`; a `\r` before it goes too. What follows the last `\n` waits for more, or for `finish()`.
public struct LineSplitter: Sendable, Hashable {
    /// Most bytes one line may have; the rest of a longer one is dropped.
    public let longestLine: Int
    private var open: [UInt8] = []

    /// - Parameter longestLine: default 16 MiB: a line of a stream of JSON may hold a whole answer, but a program that
    ///   never ends a line must not fill the memory.
    public init(longestLine: Int = 16 * 1024 * 1024) {
        self.longestLine = longestLine
    }

    /// Takes the next piece.
    /// - Returns: the lines it completes, in order, without their ends.
    public mutating func lines(adding piece: some Collection<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = piece[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            lines.append(takeLine())
            rest = rest[rest.index(after: end)...]
        }
        keep(rest)
        return lines
    }

    /// The last line where it had no end; nil where there is none.
    public mutating func finish() -> [UInt8]? {
        open.isEmpty ? nil : takeLine()
    }

    private mutating func keep(_ bytes: some Collection<UInt8>) {
        open += bytes.prefix(longestLine - open.count)
    }

    private mutating func takeLine() -> [UInt8] {
        if open.last == UInt8(ascii: "\r") { open.removeLast() }
        defer { open = [] }
        return open
    }
}
