/// Has a server load a model, or let go of it, because a person wants that and not a request.
public protocol ModelControl: Sendable {
    /// Returns once the model is ready to answer, which may take minutes; one that is ready already takes none.
    ///
    /// Cancelling ends the request. A load under way may go on at the server.
    ///
    /// - Throws: where the load fails, the server has no such model, or has no say in what is loaded; `CancellationError`.
    func warmUp(_ model: String) async throws

    /// Returns once the model has left memory. Requests that use it may be cut off by that.
    ///
    /// - Throws: where the server has no such model, or has no say in what is loaded; `CancellationError`.
    func unload(_ model: String) async throws
}
