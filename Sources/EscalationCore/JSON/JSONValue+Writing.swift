extension JSONValue {
    /// The value as JSON on one line, without blanks. Characters beyond ASCII stay as they are, but for those that command
    /// a terminal (U+0080 to 009F), break lines (U+2028, 2029) or reorder text (U+061C, 200E, 200F, 202A to 202E, 2066 to
    /// 2069): they are written as escapes, so that a line of JSON is safe to show.
    ///
    /// A number that is not finite is written as `null`, for JSON has no word for it.
    public var text: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the value as JSON in UTF-8.
    public func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .int(let number): bytes.append(contentsOf: String(number).utf8)
        case .double(let number): bytes.append(contentsOf: (number.isFinite ? "\(number)" : "null").utf8)
        case .string(let text): Self.write(text, to: &bytes)
        case .array(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                item.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { write($0, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func write(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20, 0x7F: writeEscape(UInt16(byte), to: &bytes)
            case 0xC2, 0xD8, 0xE2:
                // Leads of the characters that commands and directions are among.
                let length = byte == 0xE2 ? 3 : 2
                let character = text[index..<(index + length)]
                let value = character.dropFirst().reduce(UInt16(byte & (length == 3 ? 0x0F : 0x1F))) {
                    $0 << 6 | UInt16($1 & 0x3F)
                }
                if isUnsafe(value) { writeEscape(value, to: &bytes) } else { bytes.append(contentsOf: character) }
                index += length - 1
            default: bytes.append(byte)
            }
            index += 1
        }
    }

    private static func isUnsafe(_ value: UInt16) -> Bool {
        switch value {
        case 0x80...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func writeEscape(_ value: UInt16, to bytes: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] { bytes.append(digits[Int(value >> shift & 15)]) }
    }
}

extension JSONValue: CustomStringConvertible {
    public var description: String { text }
}
