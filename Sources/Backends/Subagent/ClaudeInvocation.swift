import EscalationCore

/// The words the Claude CLI is called with. The task prompt is not among them: it goes to standard input.
struct ClaudeInvocation {
    /// Longest skill prompt that is passed as an argument, in bytes. Linux limits one argument to 128 KiB.
    static let longestArgument = 100 * 1024

    /// The CLI, with options of the user's own.
    var command: [String]
    /// Tools it may use, as its option `--allowedTools` spells them, such as `Read` or `Bash(git log:*)`.
    var tools: [String] = []
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
        words += isolation + toolOptions
        switch skill {
        case .none: break
        case .argument(let text): words += ["--append-system-prompt", text]
        case .file(let path): words += ["--append-system-prompt-file", path]
        }
        return words
    }

    /// An attempt depends on the configuration alone, and leaves nothing behind: none of the user's, the project's and the
    /// folder's settings are read, with their hooks, plugins, permissions and variables, and no session is kept that could
    /// be resumed. The login is no setting. A command that says itself which settings it wants is left alone.
    ///
    /// The empty list stands behind a `=`, as the vendor's SDK for Python has it.
    private var isolation: [String] {
        (names("--setting-sources") ? [] : ["--setting-sources="])
            + (names("--no-session-persistence") ? [] : ["--no-session-persistence"])
    }

    /// A tier answers in text: by default the CLI may neither read files nor run commands, nor use an MCP server.
    ///
    /// Tools that are named are there and need no permission; all others are taken away, whatever settings allow. What was
    /// not named is refused rather than asked for, or granted by a mode that was set elsewhere. A command that says itself
    /// which tools or servers it wants is left alone. `--tools` names the built-in tools alone, so that the servers take
    /// an option of their own.
    private var toolOptions: [String] {
        var options: [String] = []
        if !names("--tools") { options += ["--tools", builtInTools.joined(separator: ",")] }
        if !tools.isEmpty { options += ["--allowedTools", tools.joined(separator: ",")] }
        if !names("--permission-mode"), !names("--dangerously-skip-permissions") {
            options += ["--permission-mode", "default"]
        }
        if !names("--mcp-config"), !names("--strict-mcp-config") { options.append("--strict-mcp-config") }
        return options
    }

    /// Without what they may be used for, each once; the tools of MCP servers come with their servers.
    private var builtInTools: [String] {
        var names: [String] = []
        for tool in tools.map({ String($0.prefix { $0 != "(" }) }) where !tool.hasPrefix("mcp__") {
            if !names.contains(tool) { names.append(tool) }
        }
        return names
    }

    private func names(_ option: String) -> Bool {
        command.contains { $0 == option || $0.hasPrefix(option + "=") }
    }
}
