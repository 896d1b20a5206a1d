/// Every key a scenario file may hold. Reading refuses all others, and the documentation's table is tested against `all`.
enum ScenarioKeys {
    static let top = ["server", "api_key", "loading_state", "seed", "models", "script"]
    static let model = [
        "id", "name", "aliases", "group", "load_time", "load_steps", "ttl", "tokens_per_second",
        "prompt_tokens_per_second", "context", "ready", "judge",
    ]
    static let entry = ["task", "model", "answer", "reasoning", "cut_after", "failure", "times", "verdict"]
    static let failure = ["load", "crash", "status", "text", "retry_after"]
    static let verdict = ["accept", "feedback"]

    /// Paths of all keys; `[]` is an item of a list.
    static var all: [String] {
        top + model.map { "models[].\($0)" } + entry.map { "script[].\($0)" }
            + failure.map { "script[].failure.\($0)" } + verdict.map { "script[].verdict.\($0)" }
    }
}
