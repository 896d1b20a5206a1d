import EscalationCore
import NIOCore

extension BackendClients {
    /// Names of the models that a server lists at `/v1/models`, be it OpenAI's list or Anthropic's.
    ///
    /// - Throws: `BackendError` where the server can't be reached, refuses the key, or has no such list;
    ///   `CancellationError`.
    public func listedModels(of backend: BackendEndpoint) async throws -> Set<String> {
        let query = ServerQuery(backend: backend, client: probes)
        // As many as Anthropic gives at once.
        let reply = try await query.get("/v1/models?limit=1000", deadline: .now() + .seconds(10))
        guard reply.status == 200, let list = ModelList(reply.json) else { throw query.failure(reply) }
        return list.ids
    }
}
