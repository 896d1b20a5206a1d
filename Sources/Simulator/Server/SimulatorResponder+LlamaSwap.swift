import EscalationCore
import Hummingbird
import NIOCore

/// What llama-swap serves beside chat completions.
extension SimulatorResponder {
    /// - Returns: nil for a path that it doesn't serve.
    func asLlamaSwap(_ request: Request, path: String) async -> Response? {
        switch (request.method, path) {
        case (.get, "/health"), (.get, "/wol-health"): return .text("OK")
        case (.get, "/v1/models"):
            let statuses = await loader.statuses
            return generation.isOldLlamaSwap
                ? .json(OldWire.models(statuses, created: created)) : .json(Wire.models(statuses, created: created))
        case (.get, "/running"): return .json(running(await loader.statuses))
        case (.get, "/api/version"): return .json(version)
        case (.get, "/api/events"): return await events()
        case (.get, "/logs/stream"): return logs()
        case (.get, "/unload"):
            await loader.unload()
            return .text("OK")
        case (.post, "/api/models/unload"):
            await loader.unload()
            return .json(["msg": "ok"])
        case (.post, _) where path.hasPrefix("/api/models/unload/"):
            return await unload(path.dropFirst("/api/models/unload/".count), request)
        default: return nil
        }
    }

    private func running(_ statuses: [ModelStatus]) -> JSONValue {
        switch generation {
        case .llamaSwapV170: OldWire.running(statuses, hasDetails: false)
        case .llamaSwapV217: OldWire.running(statuses, hasDetails: true)
        case .llamaSwapV250, .llamaServer: Wire.running(statuses)
        }
    }

    private var version: JSONValue {
        let name = generation.rawValue.split(separator: "-").last.map(String.init) ?? ""
        return ["build_date": "unknown", "commit": "simulator", "version": .string("\(name)-simulator")]
    }

    private func unload(_ name: Substring, _ request: Request) async -> Response {
        let name = name.removingPercentEncoding ?? String(name)
        guard let model = scenario.model(named: name) else {
            return generation.isOldLlamaSwap
                ? .oldError("Model not found", status: .notFound, request) : .modelNotFound("model not found", request)
        }
        await loader.unload([model.id])
        return .text("OK")
    }

    private func events() async -> Response {
        let snapshots = await loader.snapshots()
        return Response(
            status: .ok, headers: .eventStream,
            body: ResponseBody { writer in
                var isFirst = true
                for await snapshot in snapshots {
                    let status =
                        generation == .llamaSwapV170 ? OldWire.snapshot(snapshot) : Wire.snapshot(snapshot)
                    try await writer.write(ByteBuffer(string: Wire.event("modelStatus", status)))
                    if isFirst { try await writer.write(ByteBuffer(string: greeting)) }
                    isFirst = false
                }
                try await writer.finish(nil)
            })
    }

    /// What else a stream of events opens with.
    private var greeting: String {
        let log = Wire.event("logData", ["source": "proxy", "data": "simulated\n"])
        switch generation {
        case .llamaSwapV170: return log + Wire.event("metrics", [])
        case .llamaSwapV217: return log + Wire.event("metrics", []) + Wire.event("inflight", ["total": 0])
        case .llamaSwapV250, .llamaServer:
            return log + Wire.event("uiConfig", ["activity": ["session_id": ["X-Session-ID"]]])
                + Wire.event("profileChanged", ["active": .null]) + Wire.event("inflight", ["operation": "snapshot"])
        }
    }

    private func logs() -> Response {
        let lines = loader.log.follow()
        return Response(
            status: .ok, headers: [.contentType: "text/plain"],
            body: ResponseBody { writer in
                for await line in lines { try await writer.write(ByteBuffer(string: "[INFO] \(line)\n")) }
                try await writer.finish(nil)
            })
    }
}
