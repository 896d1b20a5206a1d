import EscalationCore
import Foundation

extension ServerWatch: ModelControl {
    /// llama-swap is asked for one token, and the request is held to its end: some releases unload a model whose only
    /// waiter left. The router loads when told, and is asked how far it is; Ollama loads on an empty request.
    public func warmUp(_ model: String) async throws {
        switch try await knownKind() {
        case .llamaSwap: try await check(query.post("/v1/chat/completions", Self.oneToken(model)), model)
        case .router: try await loadOnRouter(model)
        case .ollama: try await check(query.post("/api/generate", ["model": .string(model)]), model)
        case .llamaServer, .other, nil: throw await cannot(.warmUp)
        }
    }

    public func unload(_ model: String) async throws {
        switch try await knownKind() {
        case .llamaSwap: try await unloadFromLlamaSwap(model)
        case .router:
            let reply = try await query.post("/models/unload", ["model": .string(await id(of: model))])
            // What isn't there need not go.
            if reply.says("model is not running") { return }
            try check(reply, model)
            try await untilRouter { $0.start(of: model) == .cold }
        case .ollama: try await check(query.post("/api/generate", ["model": .string(model), "keep_alive": 0]), model)
        case .llamaServer, .other, nil: throw await cannot(.unload)
        }
    }

    private func knownKind() async throws -> KnownKind? {
        if await memory.current == nil { _ = try await status() }
        return await memory.current
    }

    private func cannot(_ wish: ServerRefusal.Wish) async -> ServerRefusal {
        ServerRefusal(wish, backend: backend.name, kind: await memory.current)
    }

    private func check(_ reply: ServerQuery.Reply, _ model: String) throws {
        guard !(200..<300).contains(reply.status) else { return }
        let complaint = ServerComplaint(body: Array(reply.body.prefix(ReplyReading.longestComplaint)))
        // The path is right for this kind of server, so it is the model that isn't there.
        let code: Failure.Kind =
            reply.status == 404
            ? .unknownModel
            : complaint.kind(httpStatus: reply.status, request: Request(model: model, taskPrompt: ""))
        throw backend.error(code, model: model, status: reply.status, text: complaint.message)
    }

    private func id(of model: String) async -> String { await names.current().aliases[model] ?? model }

    private static func oneToken(_ model: String) -> JSONValue {
        [
            "model": .string(model), "messages": [["role": "user", "content": "Hello"]], "max_tokens": 1,
            "stream": false,
        ]
    }
}

// MARK: llama-swap

extension ServerWatch {
    /// By id from v161 on. Older releases can only unload all models, which is done where this one is the only one.
    private func unloadFromLlamaSwap(_ model: String) async throws {
        let path = await id(of: model).addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? model
        let reply = try await query.post("/api/models/unload/\(path)")
        guard reply.isUnknownPath else { return try check(reply, model) }
        let status = try await status()
        switch status.start(of: model) {
        case .cold: return
        case .warm, .loading, .unknown, .remote: break
        }
        guard status.starts.count <= 1 else { throw await cannot(.unloadOne) }
        let all = try await query.post("/api/models/unload")
        try check(all.isUnknownPath ? try await query.get("/unload") : all, model)
    }
}

extension ServerQuery.Reply {
    /// Whether nothing is served there. A 404 about a model has words of its own.
    fileprivate var isUnknownPath: Bool {
        (status == 404 || status == 405)
            && (body.isEmpty || String(decoding: body, as: UTF8.self).hasPrefix("404 page"))
    }

    fileprivate func says(_ words: String) -> Bool {
        status >= 400 && ServerComplaint(body: body).message.lowercased().contains(words)
    }
}

// MARK: llama-server's router

extension ServerWatch {
    /// How often a router is asked how far it is.
    static let routerPause: Duration = .milliseconds(250)

    private func loadOnRouter(_ model: String) async throws {
        let reply = try await query.post("/models/load", ["model": .string(await id(of: model))])
        if !reply.says("already running") { try check(reply, model) }
        try await untilRouter { status in
            if status.hasFailed(model) {
                throw backend.error(.loadFailed, model: model, text: "the router says that its process failed")
            }
            return status.start(of: model) == .warm
        }
    }

    /// Asks again and again until the condition holds; whoever asked decides how long that may take.
    private func untilRouter(_ condition: (ServerStatus) throws -> Bool) async throws {
        while try await !condition(status()) { try await clock.sleep(for: Self.routerPause) }
    }
}
