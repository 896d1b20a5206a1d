/// A skill's file, `SKILL.md`: a reusable instruction, perhaps below a front matter between two lines of `---`.
public struct SkillFile: Sendable, Hashable {
    /// The text below the front matter, without white space around it; never empty.
    public var prompt: String

    /// - Parameter file: the name that errors carry.
    /// - Throws: where the front matter has no end, or no instruction follows.
    public init(parsing text: String, file: String) throws(ConfigurationError) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        let isRule = { (line: Substring) in line == "---" || line == "---\r" }
        if let first = lines.first, isRule(first) {
            guard let end = lines.dropFirst().firstIndex(where: isRule) else {
                throw ConfigurationError(
                    file: file, line: 1, reason: "the front matter has no end", remedy: "Close it with a line of ---.")
            }
            lines = lines[(end + 1)...]
        }
        let body = lines.joined(separator: "\n").drop(while: \.isWhitespace)
        prompt = String(body.reversed().drop(while: \.isWhitespace).reversed())
        guard !prompt.isEmpty else {
            throw ConfigurationError(
                file: file, reason: "the skill has no text", remedy: "Write the instruction below the front matter.")
        }
    }
}
