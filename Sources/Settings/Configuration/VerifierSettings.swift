import EscalationCore

/// A kind of verifier a configuration can name.
public enum VerifierKind: String, Sendable, Hashable, CaseIterable {
    /// Regular expressions.
    case pattern
    /// JSON and its schema.
    case json
    /// A program.
    case command
    /// Another model.
    case judge
    /// Several of the others.
    case vote
    /// Whoever sits at the screen.
    case human
}

/// What judges a chain's answers.
public enum VerifierSettings: Sendable, Hashable {
    case pattern(PatternSettings)
    case json(JSONSettings)
    case command(CommandSettings)
    case judge(JudgeSettings)
    case vote(VoteSettings)
    /// A person, with the place where the configuration asks for one.
    case human(Located<VerifierKind>)
}

/// Regular expressions that an answer must or must not match.
public struct PatternSettings: Sendable, Hashable {
    /// Each has to occur in the answer; never empty where `unwanted` is.
    public var wanted: [String]
    /// None may occur.
    public var unwanted: [String]
    /// What a rejection says; nil names the patterns.
    public var feedback: String?

    public init(wanted: [String] = [], unwanted: [String] = [], feedback: String? = nil) {
        self.wanted = wanted
        self.unwanted = unwanted
        self.feedback = feedback
    }
}

/// JSON that an answer has to be.
public struct JSONSettings: Sendable, Hashable {
    /// Nil for any JSON.
    public var schema: Schema?
    /// Whether the JSON may stand in a Markdown fence.
    public var allowsFence: Bool

    public enum Schema: Sendable, Hashable {
        case inline(JSONValue)
        /// The path of a file, which is for the maker of the verifier to read.
        case file(Located<String>)
    }

    public init(schema: Schema? = nil, allowsFence: Bool = false) {
        self.schema = schema
        self.allowsFence = allowsFence
    }
}

/// A program that judges answers.
public struct CommandSettings: Sendable, Hashable {
    /// The program and its arguments; never empty. A program that is a path is an absolute one, or one from the working
    /// directory where the configuration's own path was such.
    public var command: [String]
    /// Which code of the answer goes into a file first; nil for none.
    public var extraction: Extraction?
    /// The program's working directory; nil for the folder of the extracted code, or ours.
    public var directory: String?
    /// Nil for the usual one.
    public var timeout: Duration?

    public struct Extraction: Sendable, Hashable {
        /// As code blocks name them; empty for a block of any language.
        public var languages: [String]
        /// A path below the folder of the extracted code.
        public var file: String

        public init(languages: [String] = [], file: String) {
            self.languages = languages
            self.file = file
        }
    }

    public init(
        command: [String], extraction: Extraction? = nil, directory: String? = nil, timeout: Duration? = nil
    ) {
        self.command = command
        self.extraction = extraction
        self.directory = directory
        self.timeout = timeout
    }
}

/// Verifiers of which the majority decides.
public struct VoteSettings: Sendable, Hashable {
    /// Never empty.
    public var voters: [VerifierSettings]
    /// How often each is asked, from 1.
    public var times: Int

    public init(_ voters: [VerifierSettings], times: Int = 1) {
        self.voters = voters
        self.times = times
    }
}

/// A model that judges answers.
public struct JudgeSettings: Sendable, Hashable {
    public var model: Located<String>
    /// The backend's name; never empty.
    public var backend: String
    /// Merged into each request.
    public var parameters: [JSONValue.Member]
    /// Criteria beside the task itself; nil for none.
    public var rubric: String?

    public init(
        model: Located<String>, backend: String, parameters: [JSONValue.Member] = [], rubric: String? = nil
    ) {
        self.model = model
        self.backend = backend
        self.parameters = parameters
        self.rubric = rubric
    }
}
