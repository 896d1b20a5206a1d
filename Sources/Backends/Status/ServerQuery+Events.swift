import EscalationCore
import NIOCore

extension ServerQuery {
    /// Longest line of a stream of events: thousands of models in one snapshot, or a long history of log lines.
    static let longestEvent = 16 << 20

    /// Reads a stream of events to its end.
    ///
    /// - Parameters:
    ///   - opened: called once the server has begun the stream.
    ///   - take: given each event's data, in order; false ends the reading.
    /// - Returns: `notOffered` where the path is served by nothing, or by something else than events.
    /// - Throws: `BackendError` where the server can't be reached, refuses, breaks off or sends endless lines;
    ///   `CancellationError`.
    @concurrent
    func events(
        of path: String, deadline: NIODeadline = .distantFuture, opened: () async throws -> Void = {},
        _ take: ([UInt8]) async throws -> Bool
    ) async throws -> FeedEnd {
        var decoder = EventStreamDecoder(limit: Self.longestEvent)
        var isOffered = true
        try await stream(path, accepting: "text/event-stream", deadline: deadline) { reply in
            let type = reply.headers.first(name: "Content-Type")?.lowercased() ?? ""
            if reply.status == .ok, type.hasPrefix("text/event-stream") {
                try await opened()
                return true
            }
            guard [401, 403, 429].contains(reply.status.code) || reply.status.code >= 500, reply.status.code != 501
            else {
                isOffered = false
                return false
            }
            let body = try await reply.body.collect(upTo: Self.longestReply)
            throw failure(Reply(status: Int(reply.status.code), body: Array(body.readableBytesView)))
        } read: { bytes in
            let items: [EventStreamDecoder.Item]
            do {
                items = try decoder.decode(bytes)
            } catch {
                throw backend.error(.malformed, text: "A line of its events is longer than 16 MiB.")
            }
            for case .event(_, let data) in items { guard try await take(data) else { return false } }
            return true
        }
        return isOffered ? .closed : .notOffered
    }

    /// The state that llama-swap's events open with; nil where it has no events.
    func firstSnapshot(deadline: NIODeadline) async throws -> LlamaSwapSnapshot? {
        var first: LlamaSwapSnapshot?
        _ = try await events(of: "/api/events", deadline: deadline) { data in
            first = LlamaSwapSnapshot(event: data)
            return first == nil
        }
        return first
    }
}
