/// Hears from a server as it happens which models are ready: sooner than by asking, yet not instead of it, for a server
/// may leave something out. When to listen again is the caller's.
public protocol StatusFeed: Sendable {
    /// Listens until the server ends the stream, as it does when it reads its configuration again.
    ///
    /// - Parameter report: given the state of all models, at first and after each change, in order. The next one waits
    ///   until it returns.
    /// - Throws: where the server can't be reached, refuses or breaks off; `CancellationError`.
    func follow(_ report: @escaping @Sendable (ServerStatus) async -> Void) async throws -> FeedEnd
}

/// Why a feed of a server's states ended.
public enum FeedEnd: Sendable, Hashable {
    /// The server closed the stream.
    case closed
    /// This kind of server has no such stream.
    case notOffered
}
