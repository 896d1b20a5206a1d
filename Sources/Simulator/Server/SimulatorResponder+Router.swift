import EscalationCore
import Hummingbird
import NIOCore

/// What llama-server's router serves beside chat completions.
extension SimulatorResponder {
    /// - Returns: nil for a path that it doesn't serve.
    func asRouter(_ request: Request, path: String) async throws -> Response? {
        switch (request.method, path) {
        case (.get, "/health"): return .json(["status": "ok"])
        case (.get, "/models"), (.get, "/v1/models"):
            return .json(RouterWire.models(await loader.statuses, created: created))
        case (.get, "/models/sse"): return await changes()
        case (.post, "/models/load"):
            return try await change(request) { model, state in
                guard state == .stopped else { return "model is already running" }
                await loader.load(model)
                return nil
            }
        case (.post, "/models/unload"):
            return try await change(request) { model, state in
                guard state != .stopped else { return "model is not running" }
                await loader.unload([model.id])
                return nil
            }
        default: return nil
        }
    }

    /// - Parameter change: does what was asked for, or says why not.
    private func change(
        _ request: Request, _ change: (Scenario.Model, ModelState) async -> String?
    ) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 16)
        let name = (try? JSONValue(parsing: body.readableBytesView))?["model"]?.string ?? ""
        guard let status = await loader.statuses.first(where: { $0.model.answers(to: name) }) else {
            return .json(RouterWire.fileNotFound, status: .notFound)
        }
        if let complaint = await change(status.model, status.state) {
            return .json(
                Wire.upstreamError(complaint, status: 400, type: "invalid_request_error"), status: .badRequest)
        }
        return .json(["success": true])
    }

    /// Tells only what changes, so that a list is to be read beside it.
    private func changes() async -> Response {
        let snapshots = await loader.snapshots()
        return Response(
            status: .ok, headers: .eventStream,
            body: ResponseBody { writer in
                // The head goes out with the first bytes, and until something changes there are none.
                try await writer.write(ByteBuffer(string: ": \n\n"))
                var before: [ModelStatus]?
                for await snapshot in snapshots {
                    let events = before.map { RouterWire.events(from: $0, to: snapshot) } ?? ""
                    before = snapshot
                    if !events.isEmpty { try await writer.write(ByteBuffer(string: events)) }
                }
                try await writer.finish(nil)
            })
    }
}
