/// Cuts a stream of bytes into server-sent events (WHATWG HTML, section 9.2), wherever the network cut it.
///
/// Two liberties: an event that the stream's end leaves without its blank line counts, and a line that is no field of
/// an event is handed out as it is, because some servers report errors that way (llama-swap v250 sends bare JSON).
struct EventStreamDecoder: Equatable {
    enum Item: Equatable {
        /// Its data lines joined by new lines; the name is nil where the stream gave none.
        case event(name: String?, data: [UInt8])
        /// A line outside of the format.
        case stray([UInt8])
    }

    /// A line, or the data of one event, is longer than the limit.
    struct TooLong: Error {}

    /// Most bytes of a line, and of the data of one event.
    let limit: Int
    private var line: [UInt8] = []
    private var data: [UInt8]?
    private var name: String?
    private var isFirstLine = true
    /// The last byte was a carriage return, whose line feed may follow in the next bytes.
    private var isAfterReturn = false

    /// - Parameter limit: 16 MiB holds the whole answer of a server that streams it as one event, with room to spare.
    init(limit: Int = 16 << 20) { self.limit = limit }

    /// The items that those bytes complete, in order.
    mutating func decode(_ bytes: [UInt8]) throws(TooLong) -> [Item] {
        var items: [Item] = []
        var start = 0
        while start < bytes.count {
            if isAfterReturn {
                isAfterReturn = false
                if bytes[start] == UInt8(ascii: "\n") {
                    start += 1
                    continue
                }
            }
            let end = Self.lineEnd(in: bytes, from: start)
            guard line.count + (end - start) <= limit else { throw TooLong() }
            line.append(contentsOf: bytes[start..<end])
            guard end < bytes.count else { break }
            isAfterReturn = bytes[end] == UInt8(ascii: "\r")
            start = end + 1
            try endLine(&items)
        }
        return items
    }

    /// What the end of the stream completes.
    mutating func finish() throws(TooLong) -> [Item] {
        var items: [Item] = []
        if !line.isEmpty { try endLine(&items) }
        dispatch(&items)
        return items
    }

    private static func lineEnd(in bytes: [UInt8], from start: Int) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var index = start
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n"), bytes[index] != UInt8(ascii: "\r") {
                index += 1
            }
            return index
        }
    }

    private mutating func endLine(_ items: inout [Item]) throws(TooLong) {
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        defer { line.removeAll(keepingCapacity: line.capacity < 1 << 16) }
        guard !line.isEmpty else { return dispatch(&items) }
        guard line[0] != UInt8(ascii: ":") else { return }
        let colon = line.firstIndex(of: UInt8(ascii: ":"))
        let field = String(decoding: line[..<(colon ?? line.endIndex)], as: UTF8.self)
        var value = line[(colon.map { $0 + 1 } ?? line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        switch field {
        case "data":
            guard (data?.count ?? 0) + value.count < limit else { throw TooLong() }
            if data == nil {
                data = Array(value)
            } else {
                data?.append(UInt8(ascii: "\n"))
                data?.append(contentsOf: value)
            }
        case "event": name = String(decoding: value, as: UTF8.self)
        case "id", "retry": break
        default: items.append(.stray(line))
        }
    }

    /// Ends the event; one without data is none.
    private mutating func dispatch(_ items: inout [Item]) {
        if let data { items.append(.event(name: name, data: data)) }
        data = nil
        name = nil
    }
}
