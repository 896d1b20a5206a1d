/// The scenario that ships with the program: a llama-swap with three models that take turns on one GPU, a judge and a
/// large model that are always ready, and a few tasks whose climbs differ.
public enum DemoScenario {
    /// A task whose climb is worth watching.
    public struct SampleTask: Sendable, Hashable {
        /// A few words for a menu.
        public var title: String
        /// The task as it would be typed.
        public var prompt: String
    }

    /// The scenario, read from `yaml`.
    public static let scenario: Scenario = {
        do {
            return try Scenario(parsing: yaml, file: "the built-in scenario")
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// Tasks that the script knows, in the order of their climbs: accepted at once; rejected, then accepted; a load that
    /// fails; to the top; exhausted. Each takes 4 to 25 s. Any other task is rejected once or twice, by the seed.
    public static let sampleTasks = [
        SampleTask(title: "Accepted at once", prompt: "Write a haiku about a compiler that never gives up"),
        SampleTask(
            title: "Rejected, then accepted",
            prompt: "Write a Swift function that returns the first element of a list that appears twice"),
        SampleTask(
            title: "A model fails to load",
            prompt: "Write a regular expression for ISO 8601 calendar dates, such as 2026-02-28"),
        SampleTask(
            title: "All the way to the top",
            prompt: "Write a test for the tokenizer that covers the empty input"),
        SampleTask(title: "Exhausted", prompt: "Prove in one paragraph that P equals NP"),
    ]

    /// The chain's name in `configurationYAML`.
    public static let chainName = "demo"

    /// The name of the chain in `configurationYAML` whose answers wait for the person at the screen.
    public static let personChainName = "you-decide"

    /// A config.yaml that points ordinary backends at the simulator on that port of 127.0.0.1.
    public static func configurationYAML(port: Int) -> String {
        """
        backends:
          simulator: { kind: openai, url: "http://127.0.0.1:\(port)" }
        chains:
          \(chainName):
            tiers: [qwen3-1.7b, qwen3-8b, qwen3-32b, frontier]
            verify: [{ kind: judge, model: phi4 }]
          \(personChainName):
            tiers: [qwen3-1.7b, qwen3-8b, qwen3-32b, frontier]
            verify: [{ kind: judge, model: phi4 }, { kind: human }]

        """
    }
}
