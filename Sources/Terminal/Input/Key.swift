/// Something the user did at the keyboard, or with the mouse.
///
/// Written as a literal by its name: `"x"`, `"X"`, `"ctrl-c"`, `"alt-b"`, `"enter"`, `"shift-tab"`, `"f1"`. A literal that
/// names no key stops the program: it is a misspelling in the source. Names from a file go through `init(named:)`.
public enum Key: Sendable, Hashable {
    /// A character as typed, shift already applied: `X`, `é`, ` `. Never a control character.
    case character(Character)
    /// A letter or one of `@ [ \ ] ^ _ ?` held with Ctrl; letters in lower case. Ctrl-I, J, M, H and [ are what terminals
    /// send for Tab, Ctrl-J, Enter, Backspace and Esc: they arrive as `tab`, `control("j")`, `enter`, `backspace`, `escape`.
    case control(Character)
    /// A character held with Alt (or typed after Esc).
    case alt(Character)
    /// A key with a name of its own.
    case named(Name, Modifiers = [])
    /// Text pasted in one piece, with `\n` between lines. It may hold control characters.
    case paste(String)
    /// The mouse, where it is listened to.
    case pointer(Pointer)
    /// Whether the terminal's window has the keyboard now, where the terminal tells.
    case focus(Bool)

    public enum Name: String, Sendable, Hashable, CaseIterable {
        case enter
        case escape = "esc"
        case tab, backspace, insert, delete
        case up, down, left, right, home, end
        case pageUp = "pgup"
        case pageDown = "pgdn"
        case f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12
    }

    public struct Modifiers: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        public static let shift = Modifiers(rawValue: 1 << 0)
        public static let control = Modifiers(rawValue: 1 << 1)
        public static let alt = Modifiers(rawValue: 1 << 2)
    }
}

extension Key: ExpressibleByStringLiteral {
    public init(stringLiteral name: String) {
        guard let key = Key(named: name) else { preconditionFailure("'\(name)' names no key") }
        self = key
    }

    /// The key called `name`, as `name` prints it; modifiers in any order and any case. Nil if there is none.
    ///
    /// Also understood: `space`, `escape`, `return`, `pageup`, `pagedown`, `del`, `ins`, `minus`, `backtab`.
    public init?(named name: String) {
        if name.count == 1, let character = name.first {
            guard let key = Key(typed: character) else { return nil }
            self = key
            return
        }
        var modifiers: Modifiers = []
        var rest = name[...]
        while let (modifier, end) = Key.modifier(at: rest) {
            modifiers.insert(modifier)
            rest = rest[end...]
        }
        guard let key = Key.make(base: String(rest), modifiers: modifiers) else { return nil }
        self = key
    }

    private init?(typed character: Character) {
        guard let first = character.unicodeScalars.first, first.value >= 0x20, first.value != 0x7F else { return nil }
        self = .character(character)
    }

    /// A modifier's word and hyphen at the start of `text`, if something follows it.
    private static func modifier(at text: Substring) -> (Modifiers, String.Index)? {
        for (word, modifier) in modifierWords {
            guard text.count > word.count, text.prefix(word.count).lowercased() == word else { continue }
            return (modifier, text.index(text.startIndex, offsetBy: word.count))
        }
        return nil
    }

    private static let modifierWords: [(String, Modifiers)] = [
        ("ctrl-", .control), ("control-", .control), ("alt-", .alt), ("meta-", .alt), ("shift-", .shift),
    ]

    private static func make(base: String, modifiers: Modifiers) -> Key? {
        if let name = Name(rawValue: base.lowercased()) ?? synonyms[base.lowercased()] {
            return .named(name, modifiers)
        }
        if base.lowercased() == "backtab" { return .named(.tab, modifiers.union(.shift)) }
        let named: [String: Character] = ["space": " ", "minus": "-"]
        guard let character = named[base.lowercased()] ?? (base.count == 1 ? base.first : nil) else { return nil }
        switch modifiers {
        case []: return Key(typed: character)
        case .shift: return character.uppercased().first.flatMap(Key.init(typed:))
        case .alt: return .alt(character)
        case .control: return control(for: character)
        default: return nil
        }
    }

    /// What a terminal sends for `character` held with Ctrl; nil if it sends nothing of its own.
    private static func control(for character: Character) -> Key? {
        let lower = Character(character.lowercased())
        switch lower {
        case "i": return .named(.tab)
        case "m": return .named(.enter)
        case "h": return .named(.backspace)
        case "[": return .named(.escape)
        case " ", "@": return .control("@")
        case "/", "_": return .control("_")
        case "a"..."z", "\\", "]", "^", "?": return .control(lower)
        default: return nil
        }
    }

    private static let synonyms: [String: Name] = [
        "escape": .escape, "return": .enter, "pageup": .pageUp, "pagedown": .pageDown, "del": .delete, "ins": .insert,
    ]
}

extension Key: CustomStringConvertible {
    /// The key's name as help shows it: `x`, `Space`, `Ctrl-C`, `Alt-B`, `Shift-Tab`, `PgDn`, `F1`.
    public var description: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control("@"): "Ctrl-Space"
        case .control(let character): "Ctrl-\(character.uppercased())"
        case .alt(" "): "Alt-Space"
        case .alt(let character): "Alt-\(character)"
        case .named(let name, let modifiers): Key.prefix(modifiers) + name.label
        case .paste: "paste"
        case .pointer(let pointer): pointer.description
        case .focus(let isFocused): isFocused ? "focus" : "focus lost"
        }
    }

    private static func prefix(_ modifiers: Modifiers) -> String {
        (modifiers.contains(.control) ? "Ctrl-" : "") + (modifiers.contains(.alt) ? "Alt-" : "")
            + (modifiers.contains(.shift) ? "Shift-" : "")
    }
}

extension Key.Name {
    /// The name as help shows it.
    public var label: String {
        switch self {
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        }
    }
}

extension Key {
    public static let enter = Key.named(.enter)
    public static let escape = Key.named(.escape)
    public static let tab = Key.named(.tab)
    public static let backspace = Key.named(.backspace)
}
