import EscalationCore

/// What a `modelStatus` event of llama-swap's `/api/events` carries: every model with its state.
///
/// An event's data is JSON inside a JSON string: `{"type":"modelStatus","data":"[{\"id\":…,\"state\":…}]"}`.
struct LlamaSwapSnapshot: Equatable, Sendable {
    var running = RunningModels()
    /// Other names of a model, to its id (from v217 on or some earlier release; v170 gives none).
    var aliases: [String: String] = [:]
    /// Models of this server, unlisted ones included.
    var ids: Set<String> = []
    /// Models of another server behind this one, which have no state.
    var remote: Set<String> = []

    private static let beginning = Array(#"{"type":""#.utf8)
    private static let type = "modelStatus"

    /// - Parameter data: of one event.
    /// - Returns: nil for an event of another type. The bulky ones, log lines first of all, aren't decoded.
    init?(event data: [UInt8]) {
        if data.starts(with: Self.beginning) {
            let rest = data[Self.beginning.count...]
            guard rest.starts(with: Array("\(Self.type)\"".utf8)) else { return nil }
        }
        guard let event = try? JSONValue(parsing: data), event["type"]?.string == Self.type,
            let inner = event["data"]?.string, let models = (try? JSONValue(parsing: inner))?.array
        else { return nil }
        var shortNames: [String] = []
        for model in models {
            guard let id = model["id"]?.string else { continue }
            if let peer = model["peerID"]?.string, !peer.isEmpty {
                remote.insert(id)
                if id.hasPrefix(peer + "/") { shortNames.append(String(id.dropFirst(peer.count + 1))) }
                continue
            }
            ids.insert(id)
            running.enter(model["state"]?.string, of: id)
            for alias in model["aliases"]?.array ?? [] { alias.string.map { aliases[$0] = id } }
        }
        // A peer's model also answers to its name without the peer, where no model here has it.
        remote.formUnion(shortNames.filter { !ids.contains($0) })
    }
}
