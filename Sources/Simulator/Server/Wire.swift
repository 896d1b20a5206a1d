import EscalationCore

/// Bodies as llama-swap v250 and the llama-server behind it write them.
enum Wire {
    /// `GET /v1/models`: every configured model, loaded or not.
    static func models(_ statuses: [ModelStatus], created: Int) -> JSONValue {
        .object([
            "data": .array(statuses.map { model($0, created: created) }),
            "object": "list",
        ])
    }

    private static func model(_ status: ModelStatus, created: Int) -> JSONValue {
        let model = status.model
        return .object([
            "id": .string(model.id),
            "object": "model",
            "created": .int(created),
            "owned_by": "llama-swap",
            "name": model.name.isEmpty ? nil : .string(model.name),
            "context_length": model.context.map { .int($0) },
            "meta": .object([
                "llamaswap": .object([
                    "aliases": model.aliases.isEmpty ? nil : .array(model.aliases.map { .string($0) }),
                    "type": "model",
                ]),
                "n_ctx": model.context.map { .int($0) },
            ]),
            // Starting and stopping count as loaded here, as the real one has it.
            "status": ["value": status.state == .stopped ? "unloaded" : "loaded"],
        ])
    }

    /// `GET /running`: models in any state but stopped, without saying that one failed or is queued.
    static func running(_ statuses: [ModelStatus]) -> JSONValue {
        let running = statuses.filter { $0.state != .stopped }.map { status -> JSONValue in
            [
                "model": .string(status.model.id),
                "state": .string(status.state.rawValue),
                "cmd": "simulated",
                "proxy": "",
                "ttl": .int(Int(status.model.ttl?.seconds ?? 0)),
                "name": .string(status.model.name),
                "description": "",
            ]
        }
        return ["running": .array(running)]
    }

    /// An event of `/api/events`: JSON inside a JSON string, no blank after the colons.
    static func event(_ type: String, _ content: JSONValue) -> String {
        let data: JSONValue = ["type": .string(type), "data": .string(content.text)]
        return "event:message\ndata:\(data.text)\n\n"
    }

    /// What a `modelStatus` event carries: all models, stopped ones included.
    static func snapshot(_ statuses: [ModelStatus]) -> JSONValue {
        .array(
            statuses.map { status in
                .object([
                    "id": .string(status.model.id),
                    "name": .string(status.model.name),
                    "description": "",
                    "state": .string(status.state.rawValue),
                    "unlisted": false,
                    "peerID": "",
                    "aliases": status.model.aliases.isEmpty ? nil : .array(status.model.aliases.map { .string($0) }),
                ])
            })
    }

    /// An error of llama-swap's own.
    static func error(_ message: String, type: String, code: String) -> JSONValue {
        [
            "src": "llama-swap",
            "error": [
                "message": .string(message), "type": .string(type), "param": .null, "code": .string(code),
            ],
        ]
    }

    /// What a request gets whose model didn't load.
    static func loadFailure(_ text: String) -> JSONValue {
        error("unspecific error: \(text)", type: "server_error", code: "internal_error")
    }

    /// An error of the server behind it, passed on.
    static func upstreamError(_ message: String, status: Int, type: String, more: [JSONValue.Member] = []) -> JSONValue
    {
        .object([
            .init(
                "error",
                .object(
                    [.init("code", .int(status)), .init("message", .string(message)), .init("type", .string(type))]
                        + more))
        ])
    }
}
