/// One task's run through a chain, as lists show it.
public struct Session: Sendable, Hashable, Identifiable {
    /// 128 random bits in lower-case hexadecimal.
    public struct ID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        public var rawValue: String

        /// - Returns: nil unless it is 32 digits of `0-9a-f`.
        public init?(rawValue: String) {
            guard rawValue.utf8.count == 32, rawValue.utf8.allSatisfy(Self.isDigit) else { return nil }
            self.rawValue = rawValue
        }

        public static func random(using generator: inout some RandomNumberGenerator) -> ID {
            let halves = [generator.next() as UInt64, generator.next() as UInt64]
            let digits = halves.map { half in
                let text = String(half, radix: 16)
                return String(repeating: "0", count: 16 - text.count) + text
            }
            return ID(rawValue: digits.joined())!
        }

        public static func random() -> ID {
            var generator = SystemRandomNumberGenerator()
            return random(using: &generator)
        }

        /// Whether a byte is a digit of an id.
        public static func isDigit(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }

        /// The first four digits, as titles show it. The shortest that is unique is the journal's to tell.
        public var short: String { String(rawValue.prefix(4)) }

        public var description: String { rawValue }
    }

    public var id: ID
    /// Milliseconds since 1970 UTC.
    public var startedAt: Int64
    public var state: Run
    public var chain: String
    public var task: String
    public var attempts: Int
    /// From the start to the end, or to the last event known; whole milliseconds.
    public var duration: Duration
    /// Whether the models were scripted ones.
    public var isSimulated: Bool
    /// The skill's name; nil where there was none, or it had no name.
    public var skill: String?
    /// What a person called it; nil where it goes by its task.
    public var title: String?
    /// What a person filed it under, sorted.
    public var tags: [String]
    /// Tokens that attempts and verifiers wrote, as far as servers reported them.
    public var answerTokens: Int
    /// Dollars known to have been spent; nil where nothing is known.
    public var cost: Double?

    /// Where a session stands.
    public enum Run: Sendable, Hashable {
        case running
        /// It has no end, and the process that ran it is gone.
        case interrupted
        case ended(Outcome)

        /// As other programs read it.
        public var word: String {
            switch self {
            case .running: "running"
            case .interrupted: "interrupted"
            case .ended(let outcome): outcome.rawValue
            }
        }
    }

    public init(
        id: ID, startedAt: Int64, state: Run, chain: String, task: String, attempts: Int, duration: Duration,
        isSimulated: Bool, skill: String? = nil, title: String? = nil, tags: [String] = [], answerTokens: Int = 0,
        cost: Double? = nil
    ) {
        self.id = id
        self.startedAt = startedAt
        self.state = state
        self.chain = chain
        self.task = task
        self.attempts = attempts
        self.duration = duration
        self.isSimulated = isSimulated
        self.skill = skill
        self.title = title
        self.tags = tags
        self.answerTokens = answerTokens
        self.cost = cost
    }

    /// What lists call it: its title, or its task.
    public var name: String { title ?? task }
}
