import LocatedYAML

/// A skill's file, `SKILL.md`: a reusable instruction, perhaps below a front matter between two lines of `---`.
///
/// The front matter is YAML. Keys that other programs read from such files (`license`, `compatibility`, `metadata`,
/// `allowed-tools`, `version`) are left to them; any other is refused.
public struct SkillFile: Sendable, Hashable {
    /// The name that errors carry.
    public var file: String
    /// What it is chosen by: its folder's name.
    public var name: String
    /// What it is for, in a sentence; empty where it doesn't say.
    public var description: String
    /// The chain its tasks climb where none is asked for; nil where it doesn't say.
    public var chain: Located<String>?
    /// What judges its tasks' answers instead of the chain's verifiers, unread; nil where it doesn't say.
    var verify: YAMLNode?
    /// Whether it names what judges its tasks' answers.
    public var hasVerifiers: Bool { verify != nil }
    /// The text below the front matter, without white space around it; never empty.
    public var prompt: String

    /// Keys of the front matter that mean something here.
    public static let keys = ["name", "description", "chain", "verify"]
    private static let foreignKeys = ["license", "compatibility", "metadata", "allowed-tools", "version"]

    /// - Parameters:
    ///   - file: the name that errors carry.
    ///   - name: of the folder that the file is in.
    /// - Throws: where the front matter has no end or holds something wrong, or no instruction follows.
    public init(parsing text: String, file: String, name: String) throws(ConfigurationError) {
        self.file = file
        self.name = name
        description = ""
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }[...]
        if let first = lines.first, Self.isRule(first) {
            guard let end = lines.dropFirst().firstIndex(where: Self.isRule) else {
                throw ConfigurationError(
                    file: file, line: 1, reason: "the front matter has no end", remedy: "Close it with a line of ---.")
            }
            // An empty line in the rule's place keeps the numbers of the lines.
            let matter = "\n" + lines[1..<end].joined(separator: "\n")
            lines = lines[(end + 1)...]
            prompt = ""
            do {
                try read(YAMLNode(parsing: matter, file: file).mapping("a mapping with the keys name and description"))
            } catch {
                throw ConfigurationError(error)
            }
        }
        let body = lines.joined(separator: "\n").drop(while: \.isWhitespace)
        prompt = String(body.reversed().drop(while: \.isWhitespace).reversed())
        guard !prompt.isEmpty else {
            throw ConfigurationError(
                file: file, reason: "the skill has no text", remedy: "Write the instruction below the front matter.")
        }
    }

    private mutating func read(_ matter: YAMLMapping) throws(YAMLError) {
        if let entry = matter.entries.first(where: { !(Self.keys + Self.foreignKeys).contains($0.name) }) {
            throw YAMLError(
                at: entry.location, key: entry.value.key, reason: "unknown key",
                remedy: suggestion(for: entry.name, among: Self.keys))
        }
        if let node = matter["name"], try node.name() != name {
            throw node.error(expected: "the name of the skill's folder, '\(name)'")
        }
        if let node = matter["description"] { description = try node.name("a sentence") }
        if let node = matter["chain"] { chain = Located(try node.name("a chain's name"), at: node) }
        verify = matter["verify"]
    }

    private static func isRule(_ line: Substring) -> Bool { line == "---" }
}
