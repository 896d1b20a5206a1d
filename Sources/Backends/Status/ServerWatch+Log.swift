import EscalationCore

extension ServerWatch: ServerLog {
    /// llama-swap's own lines and those of the servers behind it, in one stream; no other kind serves its log.
    public func followLog(_ report: @escaping @Sendable (String) async -> Void) async throws {
        if await memory.current == nil { _ = try await status() }
        guard await memory.current == .llamaSwap else {
            throw ServerRefusal(.log, backend: backend.name, kind: await memory.current)
        }
        var text = UTF8Pieces()
        var isOffered = true
        try await query.stream("/logs/stream", accepting: "text/plain") { reply in
            if reply.status == .ok { return true }
            isOffered = ![404, 405, 501].contains(reply.status.code)
            guard isOffered else { return false }
            let body = try await reply.body.collect(upTo: ReplyReading.longestComplaint)
            throw query.failure(.init(status: Int(reply.status.code), body: Array(body.readableBytesView)))
        } read: { bytes in
            let piece = backend.withoutSecrets(text.text(adding: bytes))
            if !piece.isEmpty { await report(piece) }
            return true
        }
        guard isOffered else { throw ServerRefusal(.log, backend: backend.name, kind: .llamaSwap) }
    }
}
