import EscalationCore

extension ServerWatch: StatusFeed {
    /// llama-swap tells by `/api/events` (from v135 on), llama-server's router by `/models/sse`; no other kind does.
    public func follow(_ report: @escaping @Sendable (ServerStatus) async -> Void) async throws -> FeedEnd {
        if await memory.current == nil { _ = try await status() }
        return switch await memory.current {
        case .llamaSwap: try await followLlamaSwap(report)
        case .router: try await followRouter(report)
        case .llamaServer, .ollama, .other, nil: .notOffered
        }
    }

    private func followLlamaSwap(_ report: @Sendable (ServerStatus) async -> Void) async throws -> FeedEnd {
        try await query.events(of: "/api/events") { data in
            guard let snapshot = LlamaSwapSnapshot(event: data) else { return true }
            await names.learn(snapshot)
            await report(snapshot.running.status(knowing: names.current()))
            return true
        }
    }

    private func followRouter(_ report: @Sendable (ServerStatus) async -> Void) async throws -> FeedEnd {
        var models: RouterModels?
        return try await query.events(of: "/models/sse") {
            // Read once the stream is open, so that nothing is missed in between; what both tell is the same.
            models = try await routerModels()
            if let models { await report(models.status) }
        } _: { data in
            if let event = try? JSONValue(parsing: data), models?.apply(event) == true, let models {
                await report(models.status)
            }
            return true
        }
    }

    private func routerModels() async throws -> RouterModels? {
        let reply = try await query.get("/v1/models")
        guard reply.status == 200 else { throw query.failure(reply) }
        return ModelList(reply.json).flatMap(RouterModels.init)
    }
}
