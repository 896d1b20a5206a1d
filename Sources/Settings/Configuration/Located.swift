import LocatedYAML

/// A value with the place it was read from, so that a later check can point to it.
public struct Located<Value> {
    public var value: Value
    /// Counted from 1; 0 for a default, which stands in no file.
    public var line: Int
    /// The key's path, such as `backends.claude.command`.
    public var key: String

    public init(_ value: Value, line: Int, key: String) {
        self.value = value
        self.line = line
        self.key = key
    }

    init(_ value: Value, at node: YAMLNode) {
        self.init(value, line: node.location.line, key: node.key)
    }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
