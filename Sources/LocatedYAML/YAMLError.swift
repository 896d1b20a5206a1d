/// What is wrong in a YAML file, and where.
public struct YAMLError: Error, Hashable, CustomStringConvertible {
    public var location: YAMLLocation
    /// The key as a path from the top of the file, such as `limits.idle_timeout`; nil at the top, or where the text is
    /// no YAML at all.
    public var key: String?
    /// What was expected and what was found, or what the parser says. No full stop at the end.
    public var reason: String
    /// The next step, as a sentence; nil where the reason says enough.
    public var remedy: String?

    public init(at location: YAMLLocation, key: String? = nil, reason: String, remedy: String? = nil) {
        self.location = location
        self.key = key
        self.reason = reason
        self.remedy = remedy
    }

    /// `config.yaml:12: key 'limits.idle_timeout': expected a duration, found 'soon'. Write it as 30s, 5m or 1h30m.`
    public var description: String {
        let subject = key.map { "\(location): key '\($0)': " } ?? "\(location): "
        return subject + reason + (remedy.map { ". " + $0 } ?? "")
    }
}
