/// Why an attempt gave no answer, or a verifier no verdict.
public struct Failure: Error, Sendable, Hashable {
    public var kind: Kind
    /// For people. It holds the server's own text verbatim where there was one, new lines included.
    public var text: String
    /// How long the server asks to wait before it is tried again; nil where it doesn't say.
    public var retryAfter: Duration?
    /// Tokens that were used all the same; nil where nothing is known of them.
    public var usage: Usage?
    /// Dollars that were spent all the same; nil where unknown.
    public var cost: Double?

    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// No connection, or no such host.
        case unreachable
        /// The key was missing or not accepted (401, 403).
        case refused
        case unknownModel = "unknown_model"
        /// The server could not load the model.
        case loadFailed = "load_failed"
        case rateLimited = "rate_limited"
        /// The prompt exceeds the model's context.
        case contextTooLong = "context_too_long"
        /// The server doesn't know the form that was asked for.
        case formatRefused = "format_refused"
        /// Nothing came within the first-byte timeout.
        case noFirstByte = "first_byte_timeout"
        /// The stream fell silent for longer than the idle timeout.
        case stalled
        /// The stream ended before the answer did.
        case cutOff = "cut_off"
        /// The reply could not be understood.
        case malformed
        case cancelled
        /// The session's time was up.
        case timedOut = "timed_out"
        /// The server reported an error of any other kind.
        case server
        /// Anything else.
        case other
    }

    public init(
        _ kind: Kind, _ text: String, retryAfter: Duration? = nil, usage: Usage? = nil, cost: Double? = nil
    ) {
        self.kind = kind
        self.text = text
        self.retryAfter = retryAfter
        self.usage = usage
        self.cost = cost
    }
}

extension Failure: CustomStringConvertible {
    public var description: String { text }
}

/// An error that can say what kind of failure it is. Any other error thrown by an executor counts as `.other`.
public protocol FailureDescribing: Error {
    var failure: Failure { get }
}

extension Failure: FailureDescribing {
    public var failure: Failure { self }

    /// The failure an error stands for; its description is the text.
    public init(_ error: any Error) {
        self =
            switch error {
            case let error as any FailureDescribing: error.failure
            case is CancellationError: Failure(.cancelled, "cancelled")
            default: Failure(.other, String(describing: error))
            }
    }
}
