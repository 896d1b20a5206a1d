import EscalationCore
import Hummingbird
import NIOCore

/// Answers requests by method and path.
struct SimulatorResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let scenario: Scenario
    let loader: ModelLoader
    let clock: any Clock<Duration>
    let stopwatch: Stopwatch
    let startedAt: Int

    /// Largest body of a request that is read: a long prompt, well above what any model takes.
    private static let largestBody = 16 * 1_024 * 1_024

    func respond(to request: Request, context: Context) async throws -> Response {
        let path = request.uri.path
        switch (request.method, path) {
        case (.get, "/health"), (.get, "/wol-health"): return .text("OK")
        case (.get, "/v1/models"): return .json(Wire.models(await loader.statuses, created: created))
        case (.get, "/running"): return .json(Wire.running(await loader.statuses))
        case (.get, "/api/version"):
            return .json(["build_date": "unknown", "commit": "simulator", "version": "v250-simulator"])
        case (.get, "/api/events"): return await events()
        case (.post, "/v1/chat/completions"): return try await chat(request)
        case (.get, "/unload"):
            await loader.unload()
            return .text("OK")
        case (.post, "/api/models/unload"):
            await loader.unload()
            return .json(["msg": "ok"])
        case (.post, _) where path.hasPrefix("/api/models/unload/"):
            return await unload(path.dropFirst("/api/models/unload/".count), request)
        default: return .text("404 page not found\n", status: .notFound)
        }
    }

    /// Seconds since 1970 by the server's own stopwatch.
    var created: Int { startedAt + Int(stopwatch.now().seconds) }

    private func unload(_ name: Substring, _ request: Request) async -> Response {
        let name = name.removingPercentEncoding ?? String(name)
        guard let model = scenario.model(named: name) else { return .modelNotFound("model not found", request) }
        await loader.unload([model.id])
        return .text("OK")
    }

    private func events() async -> Response {
        let snapshots = await loader.snapshots()
        return Response(
            status: .ok, headers: .eventStream,
            body: ResponseBody { writer in
                for await snapshot in snapshots {
                    try await writer.write(ByteBuffer(string: Wire.event("modelStatus", Wire.snapshot(snapshot))))
                }
                try await writer.finish(nil)
            })
    }

    private func chat(_ request: Request) async throws -> Response {
        // A client that leaves gives up its place in the queue. Watching for that uses the connection up.
        var response = try await request.body.consumeWithCancellationOnInboundClose { body -> Response in
            let buffer = try await body.collect(upTo: Self.largestBody)
            // As llama-swap does: it looks for the model's name only in what calls itself JSON.
            let isJSON = request.headers[.contentType]?.hasPrefix("application/json") ?? false
            guard isJSON, let json = try? JSONValue(parsing: buffer.readableBytesView), let query = ChatQuery(json)
            else {
                return .modelNotFound("no model id could be identified", request)
            }
            guard let model = scenario.model(named: query.model) else {
                return .modelNotFound("no router for requested model", request)
            }
            return try await answer(query, by: model)
        }
        response.headers[.connection] = "close"
        return response
    }
}
