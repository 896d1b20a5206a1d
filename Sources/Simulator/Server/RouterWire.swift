import EscalationCore

/// Bodies as llama-server's router writes them.
enum RouterWire {
    static let fileNotFound = Wire.upstreamError("File Not Found", status: 404, type: "not_found_error")

    /// `GET /models` and `GET /v1/models`: every model with its state.
    static func models(_ statuses: [ModelStatus], created: Int) -> JSONValue {
        let entries = statuses.map { status -> JSONValue in
            let model = status.model
            return [
                "id": .string(model.id),
                "aliases": .array(model.aliases.map { .string($0) }),
                "tags": [], "object": "model", "owned_by": "llamacpp", "created": .int(created),
                "status": .object([
                    "value": .string(word(for: status.state)), "args": ["llama-server"],
                    "preset": .string("[\(model.id)]\n"), "exit_code": status.hasFailed ? 1 : nil,
                    "failed": status.hasFailed ? true : nil,
                ]),
                "architecture": ["input_modalities": ["text"], "output_modalities": ["text"]],
                "source": "preset", "can_remove": false,
            ]
        }
        return ["data": .array(entries), "object": "list"]
    }

    /// The events of `/models/sse` that lead from one snapshot of all models to the next.
    static func events(from before: [ModelStatus], to after: [ModelStatus]) -> String {
        zip(before, after).map { events(from: $0, to: $1) }.joined()
    }

    private static func events(from before: ModelStatus, to after: ModelStatus) -> String {
        let id = after.model.id
        guard before.state != after.state else {
            guard let part = after.progress, part != before.progress else { return "" }
            return loading(id, part)
        }
        switch after.state {
        case .starting:
            // Of one that wakes the process is there already.
            let began = before.state == .sleeping ? "" : event(id, "model_status", ["status": "loading"])
            return began + loading(id, after.progress ?? 0)
        case .ready:
            let info: JSONValue = ["id": .string(id), "object": "model", "owned_by": "llamacpp"]
            return loading(id, 1) + event(id, "status_change", ["status": "loaded", "info": info])
        // A router says nothing of a model that is about to stop.
        case .stopping: return ""
        case .sleeping: return event(id, "status_change", ["status": "sleeping"])
        case .stopped:
            return event(
                id, "status_change", ["status": "unloaded", "exit_code": .int(after.hasFailed ? 1 : 0)])
        }
    }

    private static func loading(_ id: String, _ value: Double) -> String {
        let progress: JSONValue = ["stages": ["text_model"], "current": "text_model", "value": .double(value)]
        return event(id, "status_change", ["status": "loading", "progress": progress])
    }

    private static func event(_ model: String, _ name: String, _ data: JSONValue) -> String {
        let event: JSONValue = ["model": .string(model), "event": .string(name), "data": data]
        return "data: \(event.text)\n\n"
    }

    private static func word(for state: ModelState) -> String {
        switch state {
        case .stopped: "unloaded"
        case .starting: "loading"
        case .ready, .stopping: "loaded"
        case .sleeping: "sleeping"
        }
    }
}
