import Testing

@testable import Backends

/// The words that the Claude CLI is called with: with nothing said, it may do nothing, and depends on nobody's settings.
struct ClaudeInvocationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What stands in the command behind the program.
        var options: [String] = []
        var tools: [String] = []
        var skill = ClaudeInvocation.Skill.none
        /// What comes behind those and the words that every call has.
        var expected: [String]
    }

    private static let everyCall = [
        "-p", "--output-format", "stream-json", "--verbose", "--include-partial-messages", "--model", "opus",
    ]
    private static let isolated = ["--setting-sources=", "--no-session-persistence"]
    private static let powerless = ["--tools", "", "--permission-mode", "default", "--strict-mcp-config"]

    static let cases = [
        Case(testDescription: "nothing", expected: isolated + powerless),
        Case(
            testDescription: "options that decide nothing of this", options: ["--effort", "high"],
            expected: isolated + powerless),
        Case(
            testDescription: "built-in tools, each once, with what they may be used for",
            tools: ["Read", "Bash(git log:*)", "Bash(git diff:*)"],
            expected: isolated + [
                "--tools", "Read,Bash", "--allowedTools", "Read,Bash(git log:*),Bash(git diff:*)",
                "--permission-mode", "default", "--strict-mcp-config",
            ]),
        Case(
            testDescription: "a server's tool, which is no built-in one", options: ["--mcp-config", "servers.json"],
            tools: ["mcp__docs__search"],
            expected: isolated + [
                "--tools", "", "--allowedTools", "mcp__docs__search", "--permission-mode", "default",
            ]),
        Case(
            testDescription: "tools by an option of the user's own", options: ["--tools=Read"],
            expected: isolated + ["--permission-mode", "default", "--strict-mcp-config"]),
        Case(
            testDescription: "servers by options of the user's own",
            options: ["--strict-mcp-config", "--mcp-config", "servers.json"],
            expected: isolated + ["--tools", "", "--permission-mode", "default"]),
        Case(
            testDescription: "a mode of the user's own", options: ["--permission-mode", "plan"],
            expected: isolated + ["--tools", "", "--strict-mcp-config"]),
        Case(
            testDescription: "settings of the user's own", options: ["--setting-sources", "user,project"],
            expected: ["--no-session-persistence"] + powerless),
        Case(
            testDescription: "a session that is not kept, said twice", options: ["--no-session-persistence"],
            expected: ["--setting-sources="] + powerless),
        Case(
            testDescription: "a skill as an argument", skill: .argument("-Be brief."),
            expected: isolated + powerless + ["--append-system-prompt", "-Be brief."]),
        Case(
            testDescription: "a skill in a file", skill: .file(path: "/tmp/skill"),
            expected: isolated + powerless + ["--append-system-prompt-file", "/tmp/skill"]),
    ]

    @Test(arguments: cases) func `says what it may do, and nothing twice`(_ given: Case) {
        let invocation = ClaudeInvocation(command: ["claude"] + given.options, tools: given.tools, model: "opus")
        #expect(
            invocation.words(skill: given.skill) == ["claude"] + given.options + Self.everyCall + given.expected)
    }
}
