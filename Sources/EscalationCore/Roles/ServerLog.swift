/// A server's own log, which explains what its answers don't, such as why a model failed to load.
public protocol ServerLog: Sendable {
    /// Follows the log until the server ends it: what it kept so far at first, then what comes.
    ///
    /// - Parameter report: given the text as it arrives, cut anywhere, as the server wrote it. The next waits until it
    ///   returns.
    /// - Throws: where the server has no log to follow, can't be reached or refuses; `CancellationError`.
    func followLog(_ report: @escaping @Sendable (String) async -> Void) async throws
}
