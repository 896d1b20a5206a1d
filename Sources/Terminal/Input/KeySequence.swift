/// Keys pressed one after the other that together do one thing; mostly a single key.
///
/// Written as a literal by the keys' names with blanks between: `"x"`, `"ctrl-x ctrl-c"`, `"g g"`. A literal that names no
/// keys stops the program: it is a misspelling in the source. Names from a file go through `init(named:)`.
public struct KeySequence: Sendable, Hashable {
    /// Never empty.
    public let keys: [Key]

    /// Most keys of a sequence: more would be a text.
    public static let mostKeys = 4

    public init(_ key: Key) { keys = [key] }

    /// The keys that `names` lists as `description` prints them. Nil where one is no key, and for none or more than
    /// `mostKeys`.
    public init?(named names: String) {
        let words = names == " " ? ["space"] : names.split(separator: " ")
        let keys = words.compactMap { Key(named: String($0)) }
        guard (1...Self.mostKeys).contains(words.count), keys.count == words.count else { return nil }
        self.keys = keys
    }

    public var first: Key { keys[0] }

    /// What remains to be pressed after `pressed`; nil where the sequence doesn't begin so, or is at its end.
    public func rest(after pressed: [Key]) -> ArraySlice<Key>? {
        keys.count > pressed.count && keys.starts(with: pressed) ? keys.dropFirst(pressed.count) : nil
    }
}

extension KeySequence: ExpressibleByStringLiteral {
    public init(stringLiteral names: String) {
        guard let sequence = KeySequence(named: names) else { preconditionFailure("'\(names)' names no keys") }
        self = sequence
    }
}

extension KeySequence: CustomStringConvertible {
    /// The keys' names as help shows them, with blanks between.
    public var description: String { keys.map(\.description).joined(separator: " ") }
}
