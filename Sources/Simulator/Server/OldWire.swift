import EscalationCore
import Hummingbird
import NIOCore

/// Bodies as llama-swap wrote them before v218, where they differ from those of `Wire`.
enum OldWire {
    /// `GET /v1/models`, which tells neither aliases nor states.
    static func models(_ statuses: [ModelStatus], created: Int) -> JSONValue {
        let entries = statuses.map { status -> JSONValue in
            .object([
                "created": .int(created), "id": .string(status.model.id),
                "name": status.model.name.isEmpty ? nil : .string(status.model.name), "object": "model",
                "owned_by": "llama-swap",
            ])
        }
        return ["data": .array(entries), "object": "list"]
    }

    /// `GET /running`: only models that are ready.
    static func running(_ statuses: [ModelStatus], hasDetails: Bool) -> JSONValue {
        let ready = statuses.filter { $0.state == .ready }.map { status -> JSONValue in
            guard hasDetails else { return ["model": .string(status.model.id), "state": "ready"] }
            return [
                "cmd": "simulated", "description": "", "model": .string(status.model.id),
                "name": .string(status.model.name), "proxy": "", "state": "ready",
                "ttl": .int(Int(status.model.ttl?.seconds ?? 0)),
            ]
        }
        return ["running": .array(ready)]
    }

    /// What a `modelStatus` event of v170 carries: all models, without aliases and peers.
    static func snapshot(_ statuses: [ModelStatus]) -> JSONValue {
        .array(
            statuses.map { status in
                [
                    "id": .string(status.model.id), "name": .string(status.model.name), "description": "",
                    "state": .string(status.state.rawValue), "unlisted": false,
                ]
            })
    }
}

extension Response {
    /// An error of llama-swap before v218: plain text, or a string in an object where JSON is asked for.
    static func oldError(_ message: String, status: HTTPResponse.Status, _ request: Request) -> Response {
        let wantsJSON = request.headers[.accept]?.contains("application/json") ?? false
        return wantsJSON ? .json(["error": .string(message)], status: status) : .text(message, status: status)
    }
}
