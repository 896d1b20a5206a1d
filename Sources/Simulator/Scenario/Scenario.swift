/// What the simulated server's models are like, and what they say.
public struct Scenario: Sendable, Hashable {
    /// Which server is played.
    public var server = Generation.llamaSwapV250
    /// What a request must bear to be answered; nil answers everybody. Releases without keys don't ask.
    public var apiKey: String?
    /// Whether a stream says that its model loads, as `sendLoadingState` has it. Servers that can't, don't.
    public var tellsLoading = false
    /// Decides every answer and verdict that no script entry names.
    public var seed: UInt64
    /// At least one; ids and aliases differ from each other.
    public var models: [Model]
    /// The first entry that matches a request is what happens.
    public var script: [Entry]

    public init(seed: UInt64 = 1, models: [Model], script: [Entry] = []) {
        self.seed = seed
        self.models = models
        self.script = script
    }

    /// A model as the server has it configured.
    public struct Model: Sendable, Hashable {
        public var id: String
        public var name = ""
        public var aliases: [String] = []
        /// Of a group's models at most one is loaded at a time.
        public var group = "default"
        public var loadTime: Duration = .seconds(2)
        /// In how many steps llama-server's router tells how far the load has come; from 1.
        public var loadSteps = 1
        /// How long it is kept without a request: llama-swap then unloads it, and llama-server puts it to sleep. Nil for
        /// ever; one that is ready from the start is kept until its first request is over.
        public var ttl: Duration?
        /// How fast it writes.
        public var tokensPerSecond = 60.0
        /// How fast it reads the prompt.
        public var promptTokensPerSecond = 2_000.0
        /// The most tokens a prompt may have; nil for no limit.
        public var context: Int?
        /// Whether it is loaded when the server starts.
        public var isReady = false
        /// Whether it judges answers, whatever the request looks like.
        public var isJudge = false

        public init(_ id: String) { self.id = id }

        /// Whether a request that names this means the model.
        public func answers(to name: String) -> Bool { id == name || aliases.contains(name) }
    }

    /// What a model does with a task.
    public struct Entry: Sendable, Hashable {
        /// A part of the task's text, letter case aside; empty for any task.
        public var task: String
        /// A model's id; nil for any model that is no judge.
        public var model: String?
        public var action: Action
        /// How many requests it happens to, from 1, before the next entry that fits does; nil for all.
        public var times: Int?
        /// What a judge says of the answer; nil leaves that to the seed.
        public var verdict: Verdict?

        public enum Action: Sendable, Hashable {
            /// - `cutAfter`: how many tokens come before the connection breaks; nil for all and a proper end.
            case answer(text: String, reasoning: String, cutAfter: Int?)
            /// The request is refused with that status and text, and asked to come again no sooner than told.
            case refusal(status: Int, text: String, retryAfter: Duration? = nil)
            /// The model fails to load, with that text.
            case loadFailure(String)
            /// The model's process dies in the middle of an answer from the seed, after so many tokens.
            case crash(after: Int)
        }

        public init(
            task: String = "", model: String? = nil, _ action: Action, times: Int? = nil, verdict: Verdict? = nil
        ) {
            self.task = task
            self.model = model
            self.action = action
            self.times = times
            self.verdict = verdict
        }
    }

    /// What a judge answers.
    public struct Verdict: Sendable, Hashable {
        public var accept: Bool
        public var feedback: String

        public init(accept: Bool, feedback: String = "") {
            self.accept = accept
            self.feedback = feedback
        }
    }

    /// The model that a request's name means; nil for none.
    func model(named name: String) -> Model? { models.first { $0.answers(to: name) } }
}
