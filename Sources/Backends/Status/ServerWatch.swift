import AsyncHTTPClient
import EscalationCore
import Logging

/// Asks a server which models are ready, in the way of its kind: llama-swap, llama-server alone or as a router, Ollama.
///
/// The kind is found by asking, remembered, and found again when an answer stops fitting it. A model is warm only where
/// the server says that it is loaded: a list of models says which are configured. A server that tells in none of these
/// ways is reachable, and its models are unknown, never warm.
///
/// A call costs one request once the kind is known, two of a single llama-server; another one, for the list of names, is made beside it every 30 s
/// at most.
public struct ServerWatch: StatusProbe {
    let query: ServerQuery
    let names: NameTable
    let memory: KindMemory
    let clock: any Clock<Duration>
    let logger: Logger

    init(
        backend: BackendEndpoint, client: HTTPClient, kind: ServerKind?, patience: Duration,
        clock: any Clock<Duration>, stopwatch: Stopwatch, logger: Logger
    ) {
        query = ServerQuery(backend: backend, client: client)
        names = NameTable(query: query, patience: patience, stopwatch: stopwatch, logger: logger)
        memory = KindMemory(fixed: kind, stopwatch: stopwatch)
        self.clock = clock
        self.logger = logger
    }

    var backend: BackendEndpoint { query.backend }

    /// - Throws: `BackendError` where the server can't be reached, refuses or fails; `CancellationError`.
    @concurrent
    public func status() async throws -> ServerStatus {
        if let kind = await memory.current, let status = try await status(as: kind) { return status }
        return try await find()
    }

    /// What a server of that kind says; nil where this one isn't of that kind.
    private func status(as kind: KnownKind) async throws -> ServerStatus? {
        switch kind {
        case .llamaSwap: try await askLlamaSwap()
        case .llamaServer: try await askLlamaServer()
        case .router: try await askRouter()
        case .ollama: try await askOllama()
        case .other: try await askOther()
        }
    }

    private func find() async throws -> ServerStatus {
        for kind in memory.ways {
            if let status = try await status(as: kind) {
                await memory.remember(kind)
                return status
            }
        }
        if let fixed = memory.fixed { throw unfit(fixed) }
        await memory.remember(.other)
        return ServerStatus(tellsLoaded: false)
    }

    /// The server isn't what the configuration's `status` says it is.
    private func unfit(_ kind: ServerKind) -> BackendError {
        backend.error(
            .malformed, text: "It doesn't answer as \(kind.rawValue) does: correct 'status' in the configuration.")
    }
}

// MARK: In the way of each kind

extension ServerWatch {
    private func askLlamaSwap() async throws -> ServerStatus? {
        async let known = names.current()
        let reply = try await query.get("/running")
        if reply.status == 200, let running = RunningModels(reply.json) {
            return await running.status(knowing: known)
        }
        // Something else than llama-swap from v94 on. What it is, other questions may tell.
        guard reply.isElsewhere || reply.isLlamaServerLoading else { throw query.failure(reply) }
        return nil
    }

    /// One that has a single model, and takes every name for it.
    private func askLlamaServer() async throws -> ServerStatus? {
        async let list = names.list()
        let reply = try await query.get("/health")
        let start: Start
        if reply.isLlamaServerLoading {
            start = .loading
        } else if reply.status == 200, reply.json?["status"]?.string == "ok", await list?.isLlamaServer ?? false {
            start = try await isAsleep() ? .cold : .warm
        } else {
            return nil
        }
        return ServerStatus(serverKind: KnownKind.llamaServer.name, tellsLoaded: true, everyModel: start)
    }

    /// Whether it has left memory by itself (`--sleep-idle-seconds`), to load again for the next request: `/health` is the
    /// same then. Asking wakes it as little; but unlike `/health` and the list it wants the key.
    private func isAsleep() async throws -> Bool {
        let reply = try await query.get("/props")
        if [401, 403].contains(reply.status) { throw query.failure(reply) }
        return reply.json?["is_sleeping"]?.bool ?? false
    }

    private func askRouter() async throws -> ServerStatus? {
        let reply = try await query.get("/v1/models")
        guard reply.status == 200, let list = ModelList(reply.json) else {
            if [401, 403].contains(reply.status) { throw query.failure(reply) }
            return nil
        }
        await names.learn(list)
        return RouterModels(list)?.status
    }

    private func askOllama() async throws -> ServerStatus? {
        async let list = names.list()
        let reply = try await query.get("/api/ps")
        guard reply.status == 200, let loaded = OllamaModels(reply.json) else { return nil }
        return await loaded.status(listed: list)
    }

    /// One that speaks OpenAI's API and doesn't tell what is loaded, or not in a way that can be trusted.
    private func askOther() async throws -> ServerStatus? {
        let reply = try await query.get("/v1/models")
        if [401, 403].contains(reply.status) { throw query.failure(reply) }
        guard reply.status == 200, let list = ModelList(reply.json) else { return nil }
        return ServerStatus(
            serverKind: list.isLlamaSwap ? KnownKind.llamaSwap.name : nil, tellsLoaded: false, listed: list.ids)
    }
}
