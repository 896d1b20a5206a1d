/// Every key config.yaml may hold. Reading refuses all others, and the documentation's table is tested against `all`.
public enum ConfigurationKeys {
    static let top = [
        "backends", "chains", "limits", "prices", "journal", "theme", "symbols", "color", "status_interval", "keys",
        "mouse",
    ]
    static let chain = ["tiers", "verify", "on_verifier_error", "feedback", "feedback_cap", "limits"]
    static let tier = ["model", "backend", "params", "verify", "tries", "retries", "breaker"]
    static let limits = ["session_timeout", "first_byte_timeout", "idle_timeout", "attempts", "dollars"]
    static let price = ["input", "output", "cached"]

    static func backend(_ kind: BackendKind) -> [String] {
        switch kind {
        case .openai: ["kind", "url", "api_key_env", "headers", "status", "parallel"]
        case .anthropic: ["kind", "url", "api_key_env", "headers", "parallel"]
        case .claudeCLI: ["kind", "command", "arguments", "tools", "directory", "environment", "parallel"]
        case .command: ["kind", "command", "directory", "environment", "parallel"]
        }
    }

    static func verifier(_ kind: VerifierKind) -> [String] {
        switch kind {
        case .pattern: ["kind", "must", "must_not", "feedback"]
        case .json: ["kind", "schema", "fenced"]
        case .command: ["kind", "command", "extract", "directory", "timeout"]
        case .judge: ["kind", "model", "backend", "params", "rubric"]
        case .vote: ["kind", "of", "times"]
        case .human: ["kind"]
        }
    }
    static let extraction = ["file", "language"]

    /// Paths of all keys, parents before children; names the user chooses are in capitals, and `[]` is an item of a list.
    public static var all: [String] {
        let backendKeys = union(of: BackendKind.allCases.map(backend))
        let verifierKeys = union(of: VerifierKind.allCases.map(verifier))
        let children: [String: [String]] = [
            "backends": backendKeys.map { "backends.NAME.\($0)" },
            "chains": ["chains.NAME.tiers"] + tier.map { "chains.NAME.tiers[].\($0)" }
                + ["chains.NAME.verify"]
                + verifierKeys.flatMap { key in
                    let path = "chains.NAME.verify[].\(key)"
                    return [path] + (key == "extract" ? extraction.map { "\(path).\($0)" } : [])
                } + chain.dropFirst(2).map { "chains.NAME.\($0)" },
            "prices": price.map { "prices.MODEL.\($0)" },
            "limits": limits.map { "limits.\($0)" },
            "keys": ["keys.ACTION"],
        ]
        return top.flatMap { [$0] + (children[$0] ?? []) }
    }

    /// Each key once, where it first occurs.
    private static func union(of lists: [[String]]) -> [String] {
        lists.joined().reduce(into: []) { keys, key in
            if !keys.contains(key) { keys.append(key) }
        }
    }
}
