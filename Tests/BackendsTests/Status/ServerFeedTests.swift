import EscalationCore
import RungTestSupport
import Testing

@testable import Backends

/// Feeds over HTTP.
struct ServerFeedTests {
    /// Serves pages, and one path as a stream that a test writes.
    private func following(
        _ pages: [String: String], _ path: String, write: @escaping @Sendable (inout Exchange) async throws -> Void,
        _ report: @escaping @Sendable (ServerStatus) async -> Void = { _ in }
    ) async throws -> FeedEnd {
        let handler: LoopbackServer.Handler = { exchange in
            if exchange.path == path {
                try await write(&exchange)
                return .hangUp
            }
            let page = pages[exchange.path]
            try await exchange.reply(page == nil ? 404 : 200, page ?? "404 page not found\n")
            return .keepOpen
        }
        return try await LoopbackServer.serving(handler) { server in
            try await withClients { clients in
                let backend = BackendEndpoint(name: "b", url: server.url)
                let watch = clients.serverWatch(
                    for: backend, stopwatch: ManualClock().stopwatch, patience: .seconds(60))
                return try await watch.follow(report)
            }
        }
    }

    @Test(arguments: FeedRecordingsTests.versions)
    func `reports each of llama-swap's snapshots in order, and ends where the stream is closed`(
        _ version: String
    ) async throws {
        let events = try Recording.events(in: "llama-swap/\(version)/20-api-events.txt")
        let seen = Collector<ServerStatus>()
        let end = try await following(["/running": #"{"running":[]}"#], "/api/events") { exchange in
            try await exchange.stream(events)
        } _: {
            seen.add($0)
        }
        #expect(end == .closed)
        let states = seen.all.map { status in
            // A peer's models have no state that anybody could know.
            let known = status.starts.filter { $0.value != .unknown }
            return known.isEmpty ? "-" : known.map { "\($0.key) \($0.value.rawValue)" }.sorted().joined(separator: " ")
        }
        #expect(states == FeedRecordingsTests.told[version])
        #expect(seen.all.allSatisfy { $0.serverKind == "llama-swap" && $0.tellsLoaded })
    }

    @Test func `opens a router's feed with its list, and applies what it tells`() async throws {
        let list = try Recording.only(in: "llama-server-router/models_unloaded.json").body
        let seen = Collector<ServerStatus>()
        let end = try await following(["/v1/models": list], "/models/sse") { exchange in
            try await exchange.startStream()
            try await exchange.chunk(
                """
                data: {"model":"gemma","event":"model_status","data":{"status":"loading"}}

                data: {"model":"gemma","event":"download_progress","data":{}}

                data: {"model":"gemma","event":"status_change","data":{"status":"loaded"}}


                """)
            try await exchange.endStream()
        } _: {
            seen.add($0)
        }
        #expect(end == .closed)
        #expect(seen.all.map(\.starts) == [[:], ["gemma": .loading], ["gemma": .warm]])
    }

    @Test func `has none where the server offers none`() async throws {
        let pages = [
            ["/running": #"{"running":[]}"#], ["/api/ps": #"{"models":[]}"#], ["/v1/models": #"{"data":[]}"#],
        ]
        for pages in pages {
            let end = try await following(pages, "/none", write: { _ in })
            #expect(end == .notOffered)
        }
    }

    @Test func `throws where the key is refused, in the server's words`() async throws {
        await #expect {
            _ = try await self.following(["/running": #"{"running":[]}"#], "/api/events") { exchange in
                try await exchange.reply(401, "unauthorized: invalid or missing API key", type: "text/plain")
            }
        } throws: { error in
            (error as? BackendError)?.code == .refused
                && (error as? BackendError)?.text == "unauthorized: invalid or missing API key"
        }
    }

    @Test func `throws where the stream breaks off`() async throws {
        await #expect {
            _ = try await self.following(["/running": #"{"running":[]}"#], "/api/events") { exchange in
                try await exchange.startStream()
                try await exchange.chunk("event:message\ndata:")
            }
        } throws: { error in (error as? BackendError)?.code == .cutOff }
    }

    @Test(.timeLimit(.minutes(10)))
    func `ends its connection when it is cancelled`() async throws {
        let left = Collector<Bool>()
        let heard = Collector<Bool>()
        let events = try Recording.events(in: "llama-swap/v250/20-api-events.txt")
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try? await following(["/running": #"{"running":[]}"#], "/api/events") { exchange in
                    try await exchange.startStream()
                    try await exchange.chunk(events)
                    await exchange.untilClientLeaves()
                    left.add(true)
                } _: { _ in
                    heard.add(true)
                }
            }
            await heard.wait(for: 1)
            group.cancelAll()
        }
        await left.wait(for: 1)
    }
}
