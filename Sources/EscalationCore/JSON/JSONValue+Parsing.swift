extension JSONValue {
    /// Why a text is not JSON, and at which byte.
    public struct ParsingError: Error, Hashable, CustomStringConvertible {
        public var reason: String
        /// Counted in bytes of UTF-8 from 0.
        public var offset: Int

        public var description: String { "not JSON: \(reason) at byte \(offset)" }
    }

    /// Deepest nesting of arrays and objects that is read; a deeper text is refused rather than risk the stack.
    public static let deepestNesting = 256

    /// Reads one JSON value (RFC 8259) and nothing after it but white space.
    ///
    /// Our own reader, because Foundation's costs several times as much for the small objects of a stream and loses
    /// the order of members. Lone surrogates become U+FFFD, as do bytes that aren't UTF-8.
    public init(parsing text: String) throws(ParsingError) {
        self = try Self.parse(Array(text.utf8))
    }

    public init(parsing bytes: some Sequence<UInt8>) throws(ParsingError) {
        self = try Self.parse(Array(bytes))
    }

    private static func parse(_ bytes: [UInt8]) throws(ParsingError) -> JSONValue {
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.atEnd else { throw reader.failure("unexpected text after the value") }
        return value
    }
}

/// A recursive-descent reader over bytes of UTF-8.
private struct JSONReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var atEnd: Bool { position >= bytes.count }
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    func failure(_ reason: String) -> JSONValue.ParsingError { .init(reason: reason, offset: position) }

    mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func value(depth: Int) throws(JSONValue.ParsingError) -> JSONValue {
        guard depth <= JSONValue.deepestNesting else { throw failure("nested too deeply") }
        skipBlanks()
        guard let byte = next else { throw failure("the text ends where a value is due") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure("unexpected character")
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONValue.ParsingError) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw failure("expected '\(word)'") }
        position += word.utf8.count
        return value
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func array(depth: Int) throws(JSONValue.ParsingError) -> JSONValue {
        position += 1
        var items: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(items) }
        while true {
            items.append(try value(depth: depth + 1))
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw failure("expected ',' or ']'") }
            return .array(items)
        }
    }

    private mutating func object(depth: Int) throws(JSONValue.ParsingError) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw failure("expected a member's name") }
            let name = try string()
            guard take(UInt8(ascii: ":")) else { throw failure("expected ':'") }
            members.append(.init(name, try value(depth: depth + 1)))
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw failure("expected ',' or '}'") }
            return .object(members)
        }
    }

    private mutating func number() throws(JSONValue.ParsingError) -> JSONValue {
        let start = position
        var isInteger = true
        if next == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        skipDigits()
        guard position > firstDigit else { throw failure("expected a digit") }
        if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 { throw failure("a number begins with 0") }
        if next == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard skipDigits() else { throw failure("expected a digit") }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() else { throw failure("expected a digit") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let number = Int(text) { return .int(number) }
        guard let number = Double(text) else { throw failure("a number out of range") }
        return .double(number)
    }

    @discardableResult
    private mutating func skipDigits() -> Bool {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position > start
    }

    private mutating func string() throws(JSONValue.ParsingError) -> String {
        position += 1
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if next == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        var text = Array(bytes[start..<position])
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20:
                position -= 1
                throw failure("a control character in a string")
            default: text.append(byte)
            }
        }
        throw failure("the text ends inside a string")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONValue.ParsingError) {
        guard let byte = next else { throw failure("the text ends inside a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"): try unicodeEscape(into: &text)
        default:
            position -= 1
            throw failure("an unknown escape")
        }
    }

    private mutating func unicodeEscape(into text: inout [UInt8]) throws(JSONValue.ParsingError) {
        let unit = try fourHexDigits()
        var code = UInt32(unit)
        if (0xD800..<0xDC00).contains(unit), bytes[position...].starts(with: "\\u".utf8) {
            let mark = position
            position += 2
            let low = try fourHexDigits()
            if (0xDC00..<0xE000).contains(low) {
                code = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
            } else {
                position = mark
            }
        }
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        text.append(contentsOf: UTF8.encode(scalar)!)
    }

    private mutating func fourHexDigits() throws(JSONValue.ParsingError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("expected four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}
