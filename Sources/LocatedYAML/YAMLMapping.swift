/// A mapping's keys and values, in the order they are written.
public struct YAMLMapping: Sendable, Hashable {
    /// The mapping as a value, for errors about the whole.
    public var node: YAMLNode
    public var entries: [YAMLNode.Entry]

    /// The value of a key; nil where the key is missing, or has nothing after its colon.
    public subscript(name: String) -> YAMLNode? {
        guard let value = entries.first(where: { $0.name == name })?.value else { return nil }
        if case .scalar(let scalar) = value.content, scalar.isNull { return nil }
        return value
    }

    /// The value of a key that has to be there.
    ///
    /// - Parameter expected: what it is for, such as `the model's name`.
    public func required(_ name: String, _ expected: String) throws(YAMLError) -> YAMLNode {
        if let value = self[name] { return value }
        let entry = entries.first { $0.name == name }
        let path = node.key.isEmpty ? name : "\(node.key).\(name)"
        throw YAMLError(
            at: entry?.location ?? node.location, key: path,
            reason: "expected \(expected), found \(entry == nil ? "no such key" : "nothing")")
    }

    /// Refuses keys that nobody reads, naming the known key that is nearest.
    public func allowOnly(_ known: [String]) throws(YAMLError) {
        guard let entry = entries.first(where: { !known.contains($0.name) }) else { return }
        throw YAMLError(
            at: entry.location, key: entry.value.key, reason: "unknown key",
            remedy: suggestion(for: entry.name, among: known))
    }
}

/// A sentence that names the nearest known name, or all of them where none is near.
///
/// - Parameter known: in the order they are listed.
public func suggestion(for misspelt: String, among known: [String]) -> String {
    if let nearest = nearestName(to: misspelt, among: known) { return "Did you mean '\(nearest)'?" }
    if known.isEmpty { return "None is known here." }
    return "Known here: \(known.joined(separator: ", "))."
}
