/// Turns the bytes a terminal sends into keys.
///
/// Bytes may come in any pieces: what is not complete is kept. Whether a lone ESC is the Esc key or the start of a sequence
/// only time can tell: while `isWaiting`, call `flush` if nothing has come for `escapeDelay`. A paste, between its brackets,
/// becomes one `Key.paste`; bytes that are no UTF-8 become U+FFFD; unknown sequences are dropped whole.
public struct KeyDecoder: Sendable {
    /// How long to wait for the rest of a sequence. Long enough for one split by a slow connection, too short to be felt.
    public static let escapeDelay = Duration.milliseconds(35)

    /// Most bytes of one paste that are kept: the rest of a longer one is cut off, 16 MiB.
    static let pasteLimit = 16 << 20

    private var pending: [UInt8] = []
    private var paste: [UInt8]?
    private let extra: [[UInt8]: Key]
    private let longestExtra: Int

    /// - Parameter extra: sequences of this terminal beside the common ones, as terminfo lists them.
    public init(extra: [[UInt8]: Key] = [:]) {
        self.extra = extra.filter { $0.key.first == 0x1B && $0.key.count > 1 }
        longestExtra = self.extra.keys.map(\.count).max() ?? 0
    }

    /// Whether bytes are kept that could be the start of something, outside a paste.
    public var isWaiting: Bool { paste == nil && !pending.isEmpty }

    /// Takes bytes in, and returns the keys they complete.
    public mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
        pending.append(contentsOf: bytes)
        return decode(isFinal: false)
    }

    /// Takes what is kept as it stands: a lone ESC as the Esc key.
    public mutating func flush() -> [Key] {
        decode(isFinal: true)
    }

    private mutating func decode(isFinal: Bool) -> [Key] {
        var keys: [Key] = []
        var position = 0
        while position < pending.count {
            if paste != nil {
                guard let key = continuePaste(&position) else { break }
                keys.append(key)
                continue
            }
            switch next(in: pending[position...], isFinal: isFinal) {
            case .incomplete:
                pending.removeFirst(position)
                return keys
            case .nothing(let count):
                position += count
            case .pasteStart(let count):
                position += count
                paste = []
            case .key(let key, let count):
                position += count
                keys.append(key)
            }
        }
        pending.removeFirst(position)
        return keys
    }

    private enum Step {
        /// More bytes are needed.
        case incomplete
        /// So many bytes mean nothing.
        case nothing(Int)
        case pasteStart(Int)
        case key(Key, Int)
    }

    private func next(in bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        let first = bytes[bytes.startIndex]
        guard first == 0x1B else { return KeyDecoder.character(in: bytes, isFinal: isFinal) }
        if let step = knownSequence(in: bytes, isFinal: isFinal) { return step }
        guard bytes.count > 1 else { return isFinal ? .key(.escape, 1) : .incomplete }
        switch bytes[bytes.startIndex + 1] {
        case UInt8(ascii: "["): return csi(bytes, isFinal: isFinal)
        case UInt8(ascii: "O"): return ss3(bytes, isFinal: isFinal)
        // A string (DCS, OSC, SOS, PM, APC) answers a question: none was asked.
        case UInt8(ascii: "P"), UInt8(ascii: "]"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            return string(bytes, isFinal: isFinal)
        case 0x1B:
            return .key(.escape, 1)
        default:
            return alt(bytes, isFinal: isFinal)
        }
    }

    private func knownSequence(in bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step? {
        for length in stride(from: min(longestExtra, bytes.count), to: 1, by: -1) {
            if let key = extra[Array(bytes.prefix(length))] { return .key(key, length) }
        }
        return nil
    }

    private func alt(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        switch KeyDecoder.character(in: bytes.dropFirst(), isFinal: isFinal) {
        case .key(.character(let character), let count): .key(.alt(character), count + 1)
        case .key(.named(let name, let modifiers), let count): .key(.named(name, modifiers.union(.alt)), count + 1)
        case .key(let key, let count): .key(key, count + 1)
        case .incomplete: .incomplete
        case .nothing(let count), .pasteStart(let count): .nothing(count + 1)
        }
    }

    // MARK: Paste

    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// Takes bytes of a paste from `position` on.
    /// - Returns: the paste if it has ended; nil if all bytes are used, but for a start of its end.
    private mutating func continuePaste(_ position: inout Int) -> Key? {
        let end = KeyDecoder.pasteEnd
        var index = position
        var found: Int?
        while index < pending.count, found == nil {
            if pending[index] == 0x1B {
                let length = min(end.count, pending.count - index)
                if pending[index..<(index + length)].elementsEqual(end.prefix(length)) {
                    guard length == end.count else { break }
                    found = index
                    break
                }
            }
            index += 1
        }
        let room = max(0, KeyDecoder.pasteLimit - (paste?.count ?? 0))
        paste?.append(contentsOf: pending[position..<index].prefix(room))
        position = index
        guard found != nil, let bytes = paste else { return nil }
        position += end.count
        paste = nil
        return .paste(KeyDecoder.text(ofPaste: bytes))
    }

    /// Terminals send the newlines of a paste as the Enter key does: CR.
    private static func text(ofPaste bytes: [UInt8]) -> String {
        var unified: [UInt8] = []
        unified.reserveCapacity(bytes.count)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A && previous == 0x0D {
                previous = byte
                continue
            }
            unified.append(byte == 0x0D ? 0x0A : byte)
            previous = byte
        }
        return String(decoding: unified, as: UTF8.self)
    }

    // MARK: Sequences

    /// `ESC [`, parameters 0x30–0x3F, intermediates 0x20–0x2F, a final byte.
    private func csi(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        var index = bytes.startIndex + 2
        if index < bytes.endIndex, bytes[index] == UInt8(ascii: "[") {
            // The Linux console's F1 to F5: ESC [ [ A.
            guard index + 1 < bytes.endIndex else { return isFinal ? .nothing(bytes.count) : .incomplete }
            let number = Int(bytes[index + 1]) - 0x41
            let keys: [Key.Name] = [.f1, .f2, .f3, .f4, .f5]
            return keys.indices.contains(number) ? .key(.named(keys[number]), 4) : .nothing(4)
        }
        while index < bytes.endIndex, (0x20...0x3F).contains(bytes[index]) { index += 1 }
        guard index < bytes.endIndex else {
            // A lone "ESC [" was Alt-[ after all.
            if isFinal { return bytes.count == 2 ? .key(.alt("["), 2) : .nothing(bytes.count) }
            return index - bytes.startIndex > 64 ? .nothing(index - bytes.startIndex) : .incomplete
        }
        let length = index + 1 - bytes.startIndex
        guard (0x40...0x7E).contains(bytes[index]) else { return .nothing(index - bytes.startIndex) }
        let parameters = String(decoding: bytes[(bytes.startIndex + 2)..<index], as: UTF8.self)
        let final = bytes[index]
        if final == UInt8(ascii: "~"), parameters == "200" { return .pasteStart(length) }
        if parameters.isEmpty, final == UInt8(ascii: "I") || final == UInt8(ascii: "O") {
            return .key(.focus(final == UInt8(ascii: "I")), length)
        }
        return KeySequences.key(parameters: parameters, final: final).map { .key($0, length) } ?? .nothing(length)
    }

    private func ss3(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        guard bytes.count > 2 else {
            return isFinal ? .key(.alt("O"), 2) : .incomplete
        }
        let final = bytes[bytes.startIndex + 2]
        guard (0x20...0x7E).contains(final) else { return .key(.alt("O"), 2) }
        return KeySequences.key(parameters: "", final: final).map { .key($0, 3) } ?? .nothing(3)
    }

    private func string(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        for index in bytes.indices.dropFirst(2) {
            let length = index + 1 - bytes.startIndex
            if bytes[index] == 0x07 { return .nothing(length) }
            if bytes[index] == UInt8(ascii: "\\"), bytes[index - 1] == 0x1B, length > 3 { return .nothing(length) }
        }
        // Nothing but Alt and a character, if it goes no further.
        if isFinal, bytes.count == 2 { return .key(.alt(Character(Unicode.Scalar(bytes[bytes.startIndex + 1]))), 2) }
        return isFinal || bytes.count > 4096 ? .nothing(bytes.count) : .incomplete
    }

    // MARK: Characters

    private static func character(in bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        let first = bytes[bytes.startIndex]
        switch first {
        case 0x00: return .key(.control("@"), 1)
        case 0x08: return .key(.backspace, 1)
        case 0x09: return .key(.tab, 1)
        case 0x0D: return .key(.enter, 1)
        case 0x1B: return .key(.escape, 1)
        case 0x01...0x1A: return .key(.control(Character(Unicode.Scalar(first + 0x60))), 1)
        case 0x1C...0x1F: return .key(.control(Character(Unicode.Scalar(first + 0x40))), 1)
        case 0x20...0x7E: return .key(.character(Character(Unicode.Scalar(first))), 1)
        case 0x7F: return .key(.backspace, 1)
        default: break
        }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard (0xC2...0xF4).contains(first) else { return .key(.character("\u{FFFD}"), 1) }
        let following = bytes.dropFirst().prefix(length - 1)
        let valid = following.prefix { (0x80...0xBF).contains($0) }
        guard valid.count == length - 1 else {
            if valid.count == following.count && !isFinal { return .incomplete }
            return .key(.character("\u{FFFD}"), 1 + valid.count)
        }
        let text = String(decoding: bytes.prefix(length), as: UTF8.self)
        guard text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first, scalar != "\u{FFFD}" else {
            return .key(.character("\u{FFFD}"), length)
        }
        // A C1 control typed or sent by mistake is no character.
        return scalar.value < 0xA0 ? .nothing(length) : .key(.character(Character(scalar)), length)
    }
}
