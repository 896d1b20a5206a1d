/// Where the configuration is, and what to say where there is none.
public enum ConfigurationSearch {
    /// A configuration that works as it stands with a llama-swap that serves the two models.
    public static let example = """
        backends:
          local: { kind: openai, url: http://127.0.0.1:8080 }
        chains:
          default: { tiers: [qwen3-4b, qwen3-32b], verify: [{ kind: judge, model: qwen3-32b }] }
        theme: base

        """

    /// The file to write where there is none yet: the one that would be looked for first; nil where nothing tells.
    ///
    /// - Parameter argument: what `--config` names; nil without it.
    public static func place(argument: String?, environment: [String: String]) -> String? {
        [argument, environment["RUNG_CONFIG"]].compactMap(\.self).first { !$0.isEmpty }
            ?? UserFolders(environment: environment).usualConfigurations.first
    }

    /// The file to read: the one named on the command line, else by `RUNG_CONFIG`, else the one in the user's folder of
    /// configurations (`XDG_CONFIG_HOME`, or `~/.config` where that is unset or not absolute).
    ///
    /// - Parameters:
    ///   - argument: what `--config` names; nil without it.
    ///   - fileExists: asked only for the files in question, in this order.
    /// - Throws: where a file that was named is missing (`unreadable`), or none is anywhere (`notFound`, with an example).
    public static func file(
        argument: String?, environment: [String: String], fileExists: (String) -> Bool
    ) throws(ConfigurationError) -> String {
        let named = [("--config", argument), ("RUNG_CONFIG", environment["RUNG_CONFIG"])]
        for case (let source, let path?) in named where !path.isEmpty {
            guard fileExists(path) else {
                throw ConfigurationError(
                    .unreadable, file: path, reason: "there is no such file, though \(source) names it",
                    remedy: "Correct the path.")
            }
            return path
        }
        let usual = UserFolders(environment: environment).usualConfigurations
        if let found = usual.first(where: fileExists) { return found }
        let place =
            self.place(argument: argument, environment: environment).map { "\($0) (rung init does that)" }
            ?? "a file, and name it with --config"
        throw ConfigurationError(
            .notFound, file: "",
            reason: "no configuration found (looked for --config, RUNG_CONFIG"
                + usual.map { ", \($0)" }.joined() + ")",
            remedy: "Put these lines into \(place), with your server's address and models:\n\n\(example)")
    }
}

/// The user's folders by the XDG Base Directory Specification: relative paths in the variables are ignored.
public struct UserFolders: Sendable, Hashable {
    /// Nil where HOME is not set.
    public var home: String?
    private var variables: [String: String]

    public init(environment: [String: String]) {
        home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
        variables = environment.filter { name, path in name.hasPrefix("XDG_") && path.hasPrefix("/") }
    }

    /// Where config.yaml may be, best first; empty where neither variable is set.
    public var usualConfigurations: [String] {
        let folders = [variables["XDG_CONFIG_HOME"], home.map { $0 + "/.config" }].compactMap { $0 }
        return folders.map { $0 + "/rung/config.yaml" }
    }

    /// Where the user's own themes are; nil where nothing tells.
    public var themes: String? { folder("XDG_CONFIG_HOME", ".config").map { $0 + "/rung/themes" } }

    /// Where the user's own skills are; nil where nothing tells.
    public var skills: String? { folder("XDG_CONFIG_HOME", ".config").map { $0 + "/rung/skills" } }

    /// Where the journal is unless the configuration says otherwise; nil where nothing tells.
    public var journal: String? { folder("XDG_DATA_HOME", ".local/share").map { $0 + "/rung/journal.sqlite" } }

    /// Where drafts and the log live; nil where nothing tells.
    public var state: String? { folder("XDG_STATE_HOME", ".local/state").map { $0 + "/rung" } }

    private func folder(_ variable: String, _ usual: String) -> String? {
        variables[variable] ?? home.map { "\($0)/\(usual)" }
    }
}
