import Foundation
import LocatedYAML

extension ConfigurationReader {
    func backends(_ node: YAMLNode) throws(YAMLError) -> [BackendSettings] {
        let mapping = try node.mapping("backends by name")
        guard !mapping.entries.isEmpty else { throw node.error(expected: "at least one backend") }
        var backends: [BackendSettings] = []
        for entry in mapping.entries {
            backends.append(try backend(entry))
        }
        return backends
    }

    private func backend(_ entry: YAMLNode.Entry) throws(YAMLError) -> BackendSettings {
        let mapping = try entry.value.mapping("a mapping with the key kind")
        let kindNode = try mapping.required("kind", words(for: BackendKind.allCases))
        let kind = try kindNode.word(BackendKind.self)
        try mapping.allowOnly(ConfigurationKeys.backend(kind))
        var backend = BackendSettings(
            entry.name, kind: Located(kind, line: entry.location.line, key: kindNode.key))
        backend.parallel = try mapping["parallel"].map { node throws(YAMLError) in try node.int(in: 1...Int.max) }
        switch kind {
        case .openai:
            backend.url = try url(mapping.required("url", "the server's address"))
        case .anthropic:
            backend.url =
                try mapping["url"].map(url)
                ?? Located(BackendSettings.anthropicURL, line: 0, key: "\(entry.value.key).url")
        case .claudeCLI:
            backend.command = try mapping["command"].map { node throws(YAMLError) in try command(node) } ?? ["claude"]
            backend.command += try mapping["arguments"].map(claudeArguments) ?? []
            backend.tools = try mapping["tools"].map(claudeTools) ?? []
        case .command:
            backend.command = try command(mapping.required("command", "a program and its arguments"))
        }
        backend.keyVariable = try mapping["api_key_env"].map(keyVariable)
        if let status = mapping["status"] { backend.status = try status.word(StatusChoice.self) }
        backend.headers = try mapping["headers"].map(headers) ?? [:]
        backend.environment = try mapping["environment"].map(environment) ?? [:]
        if let directory = mapping["directory"] {
            backend.directory = try path(directory.name("a folder's path"), at: directory)
        }
        return backend
    }

    private func url(_ node: YAMLNode) throws(YAMLError) -> Located<String> {
        var text = try node.string("an address")
        while text.hasSuffix("/") { text.removeLast() }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty
        else {
            throw node.error(expected: "an address such as http://127.0.0.1:8080")
        }
        // The text is not shown from here on: it may hold a secret.
        guard parts.user == nil, parts.password == nil else {
            throw node.error("an address must not hold a user or password", remedy: Self.keyRemedy)
        }
        guard parts.query == nil, parts.fragment == nil else {
            throw node.error("an address must not have a query or fragment", remedy: "End it at the path.")
        }
        if let digits = parts.rangeOfPort, !digits.isEmpty, Int(text[digits]).map((1...65_535).contains) != true {
            throw node.error(expected: "an address whose port is from 1 to 65535")
        }
        return Located(text, at: node)
    }

    /// - Parameter example: what an error shows.
    func command(_ node: YAMLNode, such example: String = "[claude]") throws(YAMLError) -> [String] {
        let expected = "a list: the program, then its arguments, such as \(example)"
        var words: [String] = []
        for item in try node.items(expected) {
            words.append(try item.string("text"))
        }
        guard let program = words.first, !program.isEmpty else { throw node.error(expected: expected) }
        if program.hasPrefix("~/") { words[0] = try path(program, at: node) }
        return words
    }

    /// Options for the Claude CLI beside those that every call has.
    private func claudeArguments(_ node: YAMLNode) throws(YAMLError) -> [String] {
        var words: [String] = []
        for item in try node.items("a list of options, such as [--effort, high]") {
            let word = try item.string("text")
            let option = String(word.prefix { $0 != "=" })
            guard !Self.ownClaudeOptions.contains(option) else {
                throw item.error("'\(option)' is set by the program itself", remedy: "Remove it.")
            }
            words.append(word)
        }
        return words
    }

    private static let ownClaudeOptions: Set<String> = [
        "-p", "--print", "--output-format", "--input-format", "--verbose", "--include-partial-messages", "--model",
        "--append-system-prompt", "--append-system-prompt-file",
    ]

    private func claudeTools(_ node: YAMLNode) throws(YAMLError) -> [String] {
        let expected = "a list of tools, such as [Read, \"Bash(git log:*)\"]"
        var tools: [String] = []
        for item in try node.items(expected) {
            let tool = try item.string("a tool's name")
            // A comma would make two of it, and a dash an option.
            guard let first = tool.first, first.isLetter, !tool.contains(","), !tool.contains(where: \.isNewline) else {
                throw item.error(expected: "a tool's name such as Read or Bash(git log:*)")
            }
            tools.append(tool)
        }
        return tools
    }

    private func environment(_ node: YAMLNode) throws(YAMLError) -> [String: String] {
        var variables: [String: String] = [:]
        for entry in try node.mapping("variables with their values").entries {
            guard Self.isVariableName(entry.name) else {
                throw entry.value.error("'\(entry.name)' is no name of an environment variable")
            }
            let value = try entry.value.string()
            guard !looksSecret(value) else { throw secretError(entry.value) }
            variables[entry.name] = value
        }
        return variables
    }

    func words<Word: RawRepresentable>(for words: [Word]) -> String where Word.RawValue == String {
        words.map(\.rawValue).joined(separator: ", ")
    }
}
