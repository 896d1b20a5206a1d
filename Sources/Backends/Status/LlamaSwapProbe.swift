import AsyncHTTPClient
import EscalationCore
import Logging

/// Asks a server which models are ready: llama-swap by `/running`, llama-server's router by the states in its list.
///
/// A model is warm only where `/running` has its exact id with state `ready`: `/v1/models` lists every configured model,
/// loaded or not. A server that tells neither way is reachable, and its models are unknown, never warm.
///
/// A call costs one request; a second one, for the names that a model goes by, is made beside it every 30 s at most.
public struct LlamaSwapProbe: StatusProbe {
    let query: ServerQuery
    let names: NameTable

    init(backend: BackendEndpoint, client: HTTPClient, patience: Duration, stopwatch: Stopwatch, logger: Logger) {
        query = ServerQuery(backend: backend, client: client)
        names = NameTable(query: query, patience: patience, stopwatch: stopwatch, logger: logger)
    }

    /// - Throws: `BackendError` where the server can't be reached, refuses or fails; `CancellationError`.
    @concurrent
    public func status() async throws -> ServerStatus {
        async let known = names.current()
        let reply = try await query.get("/running")
        if reply.status == 200, let running = RunningModels(reply.json) {
            return await running.status(knowing: known)
        }
        // Something else than llama-swap from v94 on. What it is, its list of models may tell.
        let isElsewhere = (300..<400).contains(reply.status) || [200, 404, 405, 501].contains(reply.status)
        guard isElsewhere else { throw query.failure(reply) }
        return try await listed()
    }

    private func listed() async throws -> ServerStatus {
        let reply = try await query.get("/v1/models")
        guard reply.status == 200, let list = ModelList(reply.json) else {
            if [401, 403].contains(reply.status) { throw query.failure(reply) }
            return ServerStatus(tellsLoaded: false)
        }
        return list.status
    }
}
