/// What is true only now and never journalled: the state of servers and of the journal itself.
public enum LiveUpdate: Sendable, Hashable {
    case backend(BackendStatus)
    case journal(JournalStatus)
}

/// A backend as last seen.
public struct BackendStatus: Sendable, Hashable {
    /// Its name in the configuration.
    public var backend: String
    public var reach: Reach
    /// What is loaded; nil where the backend doesn't tell us.
    public var server: ServerStatus?

    public enum Reach: Sendable, Hashable {
        /// With the time its last answer took.
        case reachable(latency: Duration)
        /// Why not, how long it has been so, and in how long it is asked again.
        case away(reason: String, since: Duration, nextTry: Duration)
        /// It answers, but not us: the key is missing or wrong. What it said, and the times as of one that is away.
        case refused(reason: String, since: Duration, nextTry: Duration)
    }

    public init(backend: String, reach: Reach, server: ServerStatus?) {
        self.backend = backend
        self.reach = reach
        self.server = server
    }

    /// Whether anything answers there, be it a refusal.
    public var isReachable: Bool { if case .away = reach { false } else { true } }
    /// Whether it answers us.
    public var isAnswering: Bool { if case .reachable = reach { true } else { false } }

    public func start(of model: String) -> Start { server?.start(of: model) ?? .unknown }
}

/// Whether what happens is being recorded.
public enum JournalStatus: Sendable, Hashable {
    case recording
    /// Nothing has been recorded since; events wait in memory and are tried again.
    case failing(reason: String, waiting: Int)
    /// Kept off by the user.
    case off
}
