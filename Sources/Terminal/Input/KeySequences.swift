/// The sequences terminals have in common for keys with a name: xterm's, and what rxvt, the Linux console, screen and tmux
/// send instead.
enum KeySequences {
    /// The key of `ESC [ parameters final`, or `ESC O final`; nil for an unknown sequence.
    static func key(parameters: String, final: UInt8) -> Key? {
        if parameters.hasPrefix("<") { return pointer(parameters.dropFirst(), final: final) }
        // Answers to questions have one of these before their numbers.
        if let first = parameters.first, "?>=".contains(first) { return nil }
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { field in
            // A field may have parts of its own after a colon.
            Int(field.prefix { $0 != ":" }) ?? 1
        }
        let modifiers = modifiers(numbers.count > 1 ? numbers[1] : 1)
        switch final {
        case UInt8(ascii: "~"): return tilde(numbers.first ?? 0, numbers, modifiers)
        case UInt8(ascii: "u"): return unicode(numbers.first ?? 0, modifiers)
        case UInt8(ascii: "Z"): return .named(.tab, modifiers.union(.shift))
        case UInt8(ascii: "^"), UInt8(ascii: "@"), UInt8(ascii: "$"):
            // rxvt's modifiers: ^ Ctrl, $ Shift, @ both.
            let held: Key.Modifiers =
                final == UInt8(ascii: "$") ? .shift : final == UInt8(ascii: "^") ? .control : [.control, .shift]
            return tilde(numbers.first ?? 0, [], held)
        case UInt8(ascii: "a")...UInt8(ascii: "d") where parameters.isEmpty:
            return letters[final - 0x20].map { .named($0, .shift) }
        default: return letters[final].map { .named($0, modifiers) }
        }
    }

    /// The modifiers of xterm's parameter: 1 and a bit each for Shift, Alt, Ctrl, and Meta, taken as Alt.
    private static func modifiers(_ parameter: Int) -> Key.Modifiers {
        let bits = max(0, parameter - 1)
        var modifiers: Key.Modifiers = []
        if bits & 1 != 0 { modifiers.insert(.shift) }
        if bits & 2 != 0 || bits & 8 != 0 { modifiers.insert(.alt) }
        if bits & 4 != 0 { modifiers.insert(.control) }
        return modifiers
    }

    private static let letters: [UInt8: Key.Name] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
        UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "P"): .f1, UInt8(ascii: "Q"): .f2,
        UInt8(ascii: "R"): .f3, UInt8(ascii: "S"): .f4, UInt8(ascii: "M"): .enter,
    ]

    private static let numbered: [Int: Key.Name] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        11: .f1, 12: .f2, 13: .f3, 14: .f4, 15: .f5, 17: .f6, 18: .f7, 19: .f8, 20: .f9, 21: .f10, 23: .f11, 24: .f12,
    ]

    private static func tilde(_ number: Int, _ numbers: [Int], _ modifiers: Key.Modifiers) -> Key? {
        // xterm's modifyOtherKeys: 27 ; modifiers ; code ~
        if number == 27, numbers.count == 3 { return unicode(numbers[2], modifiers) }
        return numbered[number].map { .named($0, modifiers) }
    }

    /// A key by its code point (`CSI u`).
    private static func unicode(_ code: Int, _ modifiers: Key.Modifiers) -> Key? {
        switch code {
        case 13: return .named(.enter, modifiers)
        case 9: return .named(.tab, modifiers)
        case 27: return .escape
        case 8, 127: return .named(.backspace, modifiers)
        default: break
        }
        guard code >= 0x20, let scalar = Unicode.Scalar(UInt32(clamping: code)), !(0x7F...0x9F).contains(scalar.value)
        else { return nil }
        let character = Character(scalar)
        if modifiers.contains(.control) {
            return Key(named: "ctrl-\(character.lowercased())")
        }
        if modifiers.contains(.alt) { return .alt(character) }
        if modifiers.contains(.shift) { return Key(named: "shift-\(character)") }
        return .character(character)
    }

    /// SGR mouse reports: button, column and row from 1. Button 0 is the left one, 64 the wheel up, 65 down; releases,
    /// motion and every other button mean nothing here, nor do modifiers.
    private static func pointer(_ parameters: Substring, final: UInt8) -> Key? {
        let numbers = parameters.split(separator: ";").compactMap { Int($0) }
        guard final == UInt8(ascii: "M"), numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
        let events: [Int: Pointer.Event] = [0: .press, 64: .wheelUp, 65: .wheelDown]
        return events[numbers[0]].map { .pointer(Pointer($0, x: numbers[1] - 1, y: numbers[2] - 1)) }
    }
}
