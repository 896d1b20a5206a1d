/// The end of an output of any length: it never holds more than its limit.
public struct OutputTail: Sendable, Hashable {
    /// Most bytes it keeps.
    public let limit: Int
    /// How many bytes were given up at the front.
    public private(set) var dropped = 0
    private var kept: [UInt8] = []

    /// - Parameter limit: most bytes it keeps, at least 0. Default 64 KiB, far more than a person reads of an error.
    public init(limit: Int = 64 * 1024) {
        self.limit = max(0, limit)
    }

    /// The bytes kept.
    public var bytes: ArraySlice<UInt8> { kept.suffix(limit) }

    /// The bytes kept as text; a character cut in two at the front is left out, other bytes that aren't UTF-8 become
    /// U+FFFD.
    public var text: String {
        guard dropped > 0 else { return String(decoding: bytes, as: UTF8.self) }
        // A character has at most three continuation bytes (0b10xxxxxx).
        let cut = bytes.prefix(3).prefix { $0 & 0b1100_0000 == 0b1000_0000 }.count
        return String(decoding: bytes.dropFirst(cut), as: UTF8.self)
    }

    public mutating func append(_ more: some Collection<UInt8>) {
        let before = bytes.count
        kept += more.suffix(limit)
        dropped += max(0, before + more.count - limit)
        // Trimmed at twice the limit, so that each byte is moved once at most.
        if kept.count > 2 * limit { kept.removeFirst(kept.count - limit) }
    }

    public static func == (left: OutputTail, right: OutputTail) -> Bool {
        left.limit == right.limit && left.dropped == right.dropped && left.bytes == right.bytes
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(limit)
        hasher.combine(dropped)
        hasher.combine(bytes)
    }
}
