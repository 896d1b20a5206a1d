/// A value of a YAML file that knows where it stands and by which key it was reached.
///
/// **Tags** other than those that say nothing new (`!!str`, `!!map`, `!!seq`) are refused: a reader asks for the type it
/// wants, so a tag could only disagree. **Anchors and aliases** work as YAML has them; an aliased value stands where its
/// anchor does. A file may not unfold to more than `YAMLNode.mostNodes` values. **Merge keys** (`<<`) and **duplicate
/// keys** are errors, and so is a second document.
public struct YAMLNode: Sendable, Hashable {
    public var location: YAMLLocation
    /// The path from the top of the file, such as `chains.default.tiers[0].model`; empty for the top itself.
    public var key: String
    public var content: Content

    public enum Content: Sendable, Hashable {
        case scalar(Scalar)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    /// A single value, not read as any type yet.
    public struct Scalar: Sendable, Hashable {
        public var text: String
        /// Whether it was quoted, or a block: then it is text, whatever it looks like.
        public var isQuoted: Bool

        public init(text: String, isQuoted: Bool) {
            self.text = text
            self.isQuoted = isQuoted
        }

        /// Nothing was written, or `null` in one of YAML's spellings.
        public var isNull: Bool { !isQuoted && ["", "~", "null", "Null", "NULL"].contains(text) }
    }

    /// A key of a mapping with its value.
    public struct Entry: Sendable, Hashable {
        public var name: String
        /// Where the key stands.
        public var location: YAMLLocation
        public var value: YAMLNode

        public init(name: String, location: YAMLLocation, value: YAMLNode) {
            self.name = name
            self.location = location
            self.value = value
        }
    }

    public init(location: YAMLLocation, key: String, content: Content) {
        self.location = location
        self.key = key
        self.content = content
    }

    /// Limit on the values of one file, aliases unfolded: far above what a person writes, far below what hurts.
    public static let mostNodes = 100_000

    /// An error about this value.
    public func error(_ reason: String, remedy: String? = nil) -> YAMLError {
        YAMLError(at: location, key: key.isEmpty ? nil : key, reason: reason, remedy: remedy)
    }

    /// An error that says what was expected here, and what stands here instead.
    public func error(expected: String, remedy: String? = nil) -> YAMLError {
        error("expected \(expected), found \(found)", remedy: remedy)
    }

    /// What stands here, for errors: kinds by name, text in quotes and cut to 40 characters, control characters as `?`.
    public var found: String {
        switch content {
        case .mapping(let entries): return entries.isEmpty ? "an empty mapping" : "a mapping"
        case .sequence(let items): return items.isEmpty ? "an empty list" : "a list"
        case .scalar(let scalar):
            if scalar.isNull { return "nothing" }
            let shown = scalar.text.prefix(40).map { $0.unicodeScalars.contains { $0.value < 0x20 } ? "?" : String($0) }
            return "'" + shown.joined() + (scalar.text.count > 40 ? "…'" : "'")
        }
    }
}
