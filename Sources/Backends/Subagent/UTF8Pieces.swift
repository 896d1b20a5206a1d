/// Turns bytes that come in pieces of any size into text without cutting a character's scalars in two.
struct UTF8Pieces {
    private var open: [UInt8] = []

    /// - Returns: the text as far as it is complete; bytes that can't be UTF-8 become U+FFFD.
    mutating func text(adding bytes: [UInt8]) -> String {
        open += bytes
        let end = open.count - Self.unfinished(open)
        defer { open.removeFirst(end) }
        return String(decoding: open[..<end], as: UTF8.self)
    }

    /// What was left, as U+FFFD; empty where nothing was.
    mutating func finish() -> String {
        defer { open = [] }
        return String(decoding: open, as: UTF8.self)
    }

    /// How many bytes at the end begin a scalar that more bytes may complete: 0 to 3.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        for length in 1...3 where length <= bytes.count {
            let byte = bytes[bytes.count - length]
            guard byte & 0b1100_0000 != 0b1000_0000 else { continue }
            let needed =
                switch byte {
                case 0b1100_0000..<0b1110_0000: 2
                case 0b1110_0000..<0b1111_0000: 3
                case 0b1111_0000..<0b1111_1000: 4
                default: 1
                }
            return needed > length ? length : 0
        }
        return 0
    }
}
