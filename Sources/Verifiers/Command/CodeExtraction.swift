/// Which code of an answer goes into which file.
public struct CodeExtraction: Sendable, Hashable {
    /// As the code block names its language, letter case aside; empty takes a block of any.
    public var languages: [String]
    /// A path below the folder that the command runs in.
    public var file: String

    public init(languages: [String] = [], file: String) {
        self.languages = languages
        self.file = file
    }

    /// The first code block in one of the languages; nil where there is none.
    func code(in answer: String) -> String? {
        let wanted = languages.map { $0.lowercased() }
        return CodeBlock.all(in: answer).first { wanted.isEmpty || wanted.contains($0.language) }?.code
    }

    /// What an answer without such a block is told.
    var complaint: String {
        let name = languages.first ?? ""
        return """
            The answer has no \(name.isEmpty ? "" : name + " ")code block. Put the whole code into one block between \
            a line ```\(name) and a line ```.
            """
    }
}
