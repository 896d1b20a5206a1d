import LocatedYAML

/// Why a configuration or a theme can't be used: where, what, and the next step.
public struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    public enum Code: Sendable, Hashable {
        /// No configuration was named, and none is at the usual places.
        case notFound
        /// A file the user named is missing or can't be read.
        case unreadable
        /// The file is there, but something in it is wrong.
        case invalid
    }

    public var code: Code
    /// As the user knows it; empty where no file is concerned.
    public var file: String
    /// Counted from 1; nil where the whole file is meant.
    public var line: Int?
    /// The key's path, such as `chains.default.tiers[0].model`; nil where no key is concerned.
    public var key: String?
    /// What was expected and what was found. No full stop at the end.
    public var reason: String
    /// The next step in whole sentences; nil where the reason says enough.
    public var remedy: String?

    public init(
        _ code: Code = .invalid, file: String, line: Int? = nil, key: String? = nil, reason: String,
        remedy: String? = nil
    ) {
        self.code = code
        self.file = file
        self.line = line
        self.key = key
        self.reason = reason
        self.remedy = remedy
    }

    init(_ error: YAMLError) {
        self.init(
            file: error.location.file, line: error.location.line, key: error.key, reason: error.reason,
            remedy: error.remedy)
    }

    /// `config.yaml:12: key 'theme': expected a name, found nothing. Remedy.` The parts that are unknown are left out.
    public var description: String {
        var subject = file
        if let line { subject += ":\(line)" }
        return (subject.isEmpty ? "" : subject + ": ") + withoutPlace
    }

    /// `key 'theme': expected a name, found nothing. Remedy.`: what is left to say where file and line are known.
    public var withoutPlace: String {
        (key.map { "key '\($0)': " } ?? "") + reason + (remedy.map { ". " + $0 } ?? "")
    }
}
