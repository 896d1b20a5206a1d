import EscalationCore

/// The words the Claude CLI is called with. The task prompt is not among them: it goes to standard input.
struct ClaudeInvocation {
    /// Longest skill prompt that is passed as an argument, in bytes. Linux limits one argument to 128 KiB.
    static let longestArgument = 100 * 1024

    /// The CLI, with options of the user's own.
    var command: [String]
    var model: String

    /// How a skill prompt reaches the CLI.
    enum Skill: Equatable {
        case none
        case argument(String)
        case file(path: String)
    }

    /// Whether the skill prompt needs a file: it is too long for an argument, or holds the one character that none can.
    static func needsFile(_ skillPrompt: String) -> Bool {
        skillPrompt.utf8.count > longestArgument || skillPrompt.utf8.contains(0)
    }

    func words(skill: Skill) -> [String] {
        var words = command
        // `--verbose`: without it the CLI refuses to print `stream-json`.
        words += ["-p", "--output-format", "stream-json", "--verbose", "--include-partial-messages", "--model", model]
        words += withoutTools
        switch skill {
        case .none: break
        case .argument(let text): words += ["--append-system-prompt", text]
        case .file(let path): words += ["--append-system-prompt-file", path]
        }
        return words
    }

    /// A tier answers in text: by default the CLI may neither read files nor run commands, nor use an MCP server.
    ///
    /// A command that says itself which tools or servers it wants is left alone. Both options are needed: `--tools ""`
    /// takes away the built-in tools alone.
    private var withoutTools: [String] {
        (names("--tools") ? [] : ["--tools", ""])
            + (names("--mcp-config") || names("--strict-mcp-config") ? [] : ["--strict-mcp-config"])
    }

    private func names(_ option: String) -> Bool {
        command.contains { $0 == option || $0.hasPrefix(option + "=") }
    }
}
