import EscalationCore
import Hummingbird
import NIOCore

/// Answers requests by method and path, in the manner of the scenario's server.
struct SimulatorResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let scenario: Scenario
    let script: ScriptProgress
    let loader: ModelLoader
    let clock: any Clock<Duration>
    let stopwatch: Stopwatch
    let startedAt: Int

    /// Largest body of a request that is read: a long prompt, well above what any model takes.
    private static let largestBody = 16 * 1_024 * 1_024

    var generation: Generation { scenario.server }

    func respond(to request: Request, context: Context) async throws -> Response {
        let path = request.uri.path
        if request.method == .post, path == "/simulator/reload" {
            await loader.reload()
            return .text("OK")
        }
        let isPublic = ["/health", "/wol-health"].contains(path)
        guard isPublic || isAllowed(request) else { return refusedKey(request) }
        if request.method == .post, path == "/v1/chat/completions" { return try await chat(request) }
        let response =
            generation == .llamaServer
            ? try await asRouter(request, path: path) : await asLlamaSwap(request, path: path)
        return response ?? notFound(request)
    }

    /// Seconds since 1970 by the server's own stopwatch.
    var created: Int { startedAt + Int(stopwatch.now().seconds) }

    // MARK: Keys

    private func isAllowed(_ request: Request) -> Bool {
        guard let key = scenario.apiKey, generation.knowsKeys else { return true }
        return request.headers[.authorization] == "Bearer \(key)"
    }

    private func refusedKey(_ request: Request) -> Response {
        switch generation {
        case .llamaServer:
            return .json(
                Wire.upstreamError("Invalid API Key", status: 401, type: "authentication_error"), status: .unauthorized)
        case .llamaSwapV170, .llamaSwapV217:
            return .text("unauthorized: invalid or missing API key", status: .unauthorized)
        case .llamaSwapV250:
            return .json(
                Wire.error(
                    "unauthorized: invalid or missing API key", type: "authentication_error", code: "unauthorized"),
                status: .unauthorized)
        }
    }

    private func notFound(_ request: Request) -> Response {
        guard generation == .llamaServer else { return .text("404 page not found\n", status: .notFound) }
        return .json(RouterWire.fileNotFound, status: .notFound)
    }

    // MARK: Chat

    private func chat(_ request: Request) async throws -> Response {
        // A client that leaves gives up its place in the queue. Watching for that uses the connection up.
        var response = try await request.body.consumeWithCancellationOnInboundClose { body -> Response in
            let buffer = try await body.collect(upTo: Self.largestBody)
            // As llama-swap does from v218 on: it looks for the model's name only in what calls itself JSON.
            let isJSON = request.headers[.contentType]?.hasPrefix("application/json") ?? false
            guard isJSON || generation != .llamaSwapV250,
                let json = try? JSONValue(parsing: buffer.readableBytesView), let query = ChatQuery(json)
            else { return namelessRequest(request) }
            guard let model = scenario.model(named: query.model) else {
                return unknownModel(query.model, request)
            }
            return try await answer(query, by: model, to: request)
        }
        response.headers[.connection] = "close"
        return response
    }

    private func namelessRequest(_ request: Request) -> Response {
        switch generation {
        case .llamaSwapV170, .llamaSwapV217: .oldError("missing or invalid 'model' key", status: .badRequest, request)
        case .llamaSwapV250: .modelNotFound("no model id could be identified", request)
        case .llamaServer:
            .json(
                Wire.upstreamError("model name is missing", status: 400, type: "invalid_request_error"),
                status: .badRequest)
        }
    }

    private func unknownModel(_ name: String, _ request: Request) -> Response {
        switch generation {
        case .llamaSwapV170: .oldError("could not find real modelID for \(name)", status: .badRequest, request)
        case .llamaSwapV217:
            .oldError("could not find suitable inference handler for \(name)", status: .badRequest, request)
        case .llamaSwapV250: .modelNotFound("no router for requested model", request)
        case .llamaServer:
            .json(
                Wire.upstreamError("model '\(name)' not found", status: 400, type: "invalid_request_error"),
                status: .badRequest)
        }
    }
}
