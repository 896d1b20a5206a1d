import Settings
import Testing

@Suite struct `Looking for the configuration` {
    private let environment = ["HOME": "/home/ada", "XDG_CONFIG_HOME": "/cfg", "RUNG_CONFIG": "/env.yaml"]

    private func file(
        argument: String? = nil, _ environment: [String: String], existing: Set<String>
    ) throws(ConfigurationError) -> String {
        try ConfigurationSearch.file(argument: argument, environment: environment, fileExists: existing.contains)
    }

    @Test func `takes the argument, then the variable, then the user's folders`() throws {
        let all: Set = ["/arg.yaml", "/env.yaml", "/cfg/rung/config.yaml", "/home/ada/.config/rung/config.yaml"]
        #expect(try file(argument: "/arg.yaml", environment, existing: all) == "/arg.yaml")
        #expect(try file(environment, existing: all) == "/env.yaml")
        var rest = environment
        rest["RUNG_CONFIG"] = ""
        #expect(try file(rest, existing: all) == "/cfg/rung/config.yaml")
        #expect(
            try file(rest, existing: ["/home/ada/.config/rung/config.yaml"]) == "/home/ada/.config/rung/config.yaml")
        rest["XDG_CONFIG_HOME"] = "relative"
        #expect(try file(rest, existing: all) == "/home/ada/.config/rung/config.yaml")
    }

    @Test func `does not go on where a file that was named is missing`() {
        #expect(
            throws: ConfigurationError(
                .unreadable, file: "/no.yaml", reason: "there is no such file, though --config names it",
                remedy: "Correct the path.")
        ) { try file(argument: "/no.yaml", environment, existing: ["/env.yaml"]) }
        #expect(
            throws: ConfigurationError(
                .unreadable, file: "/env.yaml", reason: "there is no such file, though RUNG_CONFIG names it",
                remedy: "Correct the path.")
        ) { try file(environment, existing: []) }
    }

    @Test func `prints a ready file of five lines where there is none`() throws {
        let error = #expect(throws: ConfigurationError.self) { try file(["HOME": "/home/ada"], existing: []) }
        #expect(
            error
                == ConfigurationError(
                    .notFound, file: "",
                    reason:
                        "no configuration found (looked for --config, RUNG_CONFIG, /home/ada/.config/rung/config.yaml)",
                    remedy: "Put these lines into /home/ada/.config/rung/config.yaml (rung init does that), with "
                        + "your server's address and models:\n\n\(ConfigurationSearch.example)"))
        #expect(ConfigurationSearch.example.split(separator: "\n").count == 5)
        let parsed = try Configuration(
            parsing: ConfigurationSearch.example, file: "example",
            accepting: AcceptedNames(executableKinds: [.openai]))
        #expect(try parsed.chain().chain.tiers.map(\.model) == ["qwen3-4b", "qwen3-32b"])
    }

    @Test func `a new one goes where it would be looked for first`() {
        #expect(ConfigurationSearch.place(argument: "/arg.yaml", environment: environment) == "/arg.yaml")
        #expect(ConfigurationSearch.place(argument: nil, environment: environment) == "/env.yaml")
        #expect(
            ConfigurationSearch.place(argument: "", environment: ["HOME": "/h", "XDG_CONFIG_HOME": "/c"])
                == "/c/rung/config.yaml")
        #expect(
            ConfigurationSearch.place(argument: nil, environment: ["HOME": "/h"]) == "/h/.config/rung/config.yaml")
        #expect(ConfigurationSearch.place(argument: nil, environment: [:]) == nil)
    }

    @Test func `knows the user's other folders`() {
        let usual = UserFolders(environment: ["HOME": "/h"])
        #expect(usual.journal == "/h/.local/share/rung/journal.sqlite")
        #expect(usual.state == "/h/.local/state/rung")
        #expect(usual.themes == "/h/.config/rung/themes")
        let moved = UserFolders(
            environment: ["XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"])
        #expect(moved.journal == "/d/rung/journal.sqlite")
        #expect(moved.state == "/s/rung")
        #expect(moved.themes == "/c/rung/themes")
        #expect(UserFolders(environment: [:]).journal == nil)
    }

    @Test func `tells a file that can't be read from one that is wrong`() throws {
        let error = #expect(throws: ConfigurationError.self) { try Configuration(contentsOf: "/nowhere/c.yaml") }
        #expect(error?.code == .unreadable)
        #expect(error?.description.hasPrefix("/nowhere/c.yaml: the file can't be read (") == true)
    }
}
