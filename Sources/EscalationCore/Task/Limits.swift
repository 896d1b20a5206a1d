/// How long a session and its requests may take, and how much.
public struct Limits: Sendable, Hashable {
    /// Longest a whole session may run, verification included. There is no "unlimited". Default 30 minutes.
    public var sessionTimeout: Duration
    /// Longest wait for the first piece of an answer, model loading included, queueing for a place not.
    ///
    /// Default 300 s: above llama-swap's own limit for a load (`healthCheckTimeout`, 120 s) and a long prompt after it.
    public var firstByteTimeout: Duration
    /// Longest silence between two pieces of an answer. Default 60 s.
    public var idleTimeout: Duration
    /// Most attempts of a session, retries included, from 1; nil, the default, for no limit.
    public var attempts: Int?
    /// Most dollars a session may have spent, judges included, when another request is begun; nil for no limit.
    public var dollars: Double?

    public init(
        sessionTimeout: Duration = .seconds(30 * 60), firstByteTimeout: Duration = .seconds(300),
        idleTimeout: Duration = .seconds(60), attempts: Int? = nil, dollars: Double? = nil
    ) {
        self.sessionTimeout = sessionTimeout
        self.firstByteTimeout = firstByteTimeout
        self.idleTimeout = idleTimeout
        self.attempts = attempts
        self.dollars = dollars
    }
}
