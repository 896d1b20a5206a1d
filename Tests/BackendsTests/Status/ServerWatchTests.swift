import EscalationCore
import RungTestSupport
import Testing

@testable import Backends

struct ServerWatchTests {
    /// What a server says to each path; any other is not found.
    typealias Pages = [String: (status: Int, body: String)]

    // MARK: llama-swap

    @Test(arguments: ["v170", "v217", "v250"])
    func `is warm where llama-swap says ready`(_ version: String) async throws {
        let status = try await status(of: pages("llama-swap/\(version)/08-running-ready.txt"))
        #expect(status == ServerStatus(serverKind: "llama-swap", tellsLoaded: true, starts: ["qwen3-4b": .warm]))
        #expect(status.start(of: "qwen3-4b") == .warm)
        #expect(status.start(of: "qwen3-4b-instruct") == .cold)
    }

    @Test func `is loading where llama-swap says starting`() async throws {
        let status = try await status(of: pages("llama-swap/v250/06-running-starting.txt"))
        #expect(status.starts == ["qwen3-4b": .loading])
    }

    @Test func `is cold where llama-swap says stopping or nothing`() async throws {
        let replies = try Recording.all(in: "llama-swap/v250/16-running-stopping.txt").filter {
            $0.title.hasSuffix("/running")
        }
        #expect(replies.count == 2)
        for reply in replies {
            let status = try await status(of: ["/running": (200, reply.body)])
            #expect(status == ServerStatus(serverKind: "llama-swap", tellsLoaded: true))
            #expect(status.start(of: "qwen3-4b-instruct") == .cold)
        }
    }

    @Test func `resolves aliases by the list of models`() async throws {
        let status = try await status(
            of: pages("llama-swap/v250/08-running-ready.txt", list: "llama-swap/v250/02-models.txt"))
        #expect(status.aliases == ["fast": "qwen3-4b", "gpt-4o-mini": "qwen3-4b"])
        #expect(status.start(of: "fast") == .warm)
    }

    @Test func `resolves aliases of a release whose list has none by what its events tell`() async throws {
        let events = try Recording.events(in: "llama-swap/v217/20-api-events.txt")
        let pages = try pages("llama-swap/v217/08-running-ready.txt", list: "llama-swap/v217/02-models.txt")
        try await LoopbackServer.serving { exchange in
            if exchange.path == "/api/events" {
                try await exchange.startStream()
                try await exchange.chunk(events)
                await exchange.untilClientLeaves()
                return .hangUp
            }
            let page = pages[exchange.path] ?? (404, "404 page not found\n")
            try await exchange.reply(page.status, page.body)
            return .keepOpen
        } during: { server in
            try await withClients { clients in
                let status = try await probe(of: BackendEndpoint(name: "b", url: server.url), by: clients).status()
                #expect(["fast", "gpt-4o-mini", "qwen3-4b-instruct"].map(status.start) == [.warm, .warm, .cold])
                #expect(status.start(of: "slow") == .unknown)
            }
        }
    }

    @Test func `knows nothing of peers, and of selectors only what their targets tell`() async throws {
        var pages = try pages("llama-swap/v250/08-running-ready.txt", list: "llama-swap/v250-edge/02-models.txt")
        pages["/running"] = (200, #"{"running":[]}"#)
        let idle = try await status(of: pages)
        #expect(
            idle.starts == ["peer1/m-ok": .unknown, "peer1/remote-a": .unknown, "remote-a": .unknown, "sel": .cold])
        #expect(idle.start(of: "m-ok") == .cold)
        #expect(idle.start(of: "al-ok") == .cold)
        pages["/running"] = (200, #"{"running":[{"model":"m-ok","state":"ready"}]}"#)
        let busy = try await status(of: pages)
        #expect(busy.start(of: "sel") == .warm)
        #expect(busy.start(of: "al-ok") == .warm)
        #expect(busy.start(of: "peer1/m-ok") == .unknown)
    }

    @Test func `asks for names again after thirty seconds, and only then`() async throws {
        let clock = ManualClock()
        let paths = Collector<String>()
        let pages = try pages("llama-swap/v250/08-running-ready.txt", list: "llama-swap/v250/02-models.txt")
        try await serving(pages, paths: paths) { server in
            try await withClients { clients in
                let probe = probe(of: BackendEndpoint(name: "b", url: server.url), by: clients, clock)
                for wait in [0, 0, 29] {
                    clock.advance(by: .seconds(wait))
                    _ = try await probe.status()
                }
                #expect(paths.all.sorted() == ["/running", "/running", "/running", "/v1/models"])
                clock.advance(by: .seconds(1))
                let status = try await probe.status()
                #expect(paths.all.filter { $0 == "/v1/models" }.count == 2)
                #expect(status.start(of: "fast") == .warm)
            }
        }
    }

    @Test func `says what runs although the names can't be read, and asks for them again after five seconds`()
        async throws
    {
        let clock = ManualClock()
        let paths = Collector<String>()
        var pages = try pages("llama-swap/v250/08-running-ready.txt")
        pages["/v1/models"] = (500, "oops")
        try await serving(pages, paths: paths) { server in
            try await withClients { clients in
                let probe = probe(of: BackendEndpoint(name: "b", url: server.url), by: clients, clock)
                for wait in [0, 4, 1] {
                    clock.advance(by: .seconds(wait))
                    let status = try await probe.status()
                    #expect(status.start(of: "qwen3-4b") == .warm)
                }
            }
        }
        #expect(paths.all.filter { $0 == "/v1/models" }.count == 2)
    }

    @Test(arguments: [301, 302, 404, 405, 501])
    func `knows nothing of a server without that page`(_ status: Int) async throws {
        #expect(try await self.status(of: ["/running": (status, "")]) == ServerStatus(tellsLoaded: false))
    }

    @Test(arguments: [400, 429, 500, 502])
    func `throws where the server fails`(_ status: Int) async throws {
        await #expect {
            _ = try await self.status(of: ["/running": (status, "oops"), "/v1/models": (200, #"{"data":[]}"#)])
        } throws: { error in (error as? BackendError)?.status == status && (error as? BackendError)?.text == "oops" }
    }

    @Test(.timeLimit(.minutes(10)))
    func `does not wait for names that don't come`() async throws {
        try await LoopbackServer.serving { exchange in
            guard exchange.path == "/running" else {
                await exchange.untilClientLeaves()
                return .hangUp
            }
            try await exchange.reply(200, #"{"running":[{"model":"a","state":"ready"}]}"#)
            return .keepOpen
        } during: { server in
            try await withClients { clients in
                let backend = BackendEndpoint(name: "b", url: server.url)
                let probe = clients.serverWatch(
                    for: backend, stopwatch: ManualClock().stopwatch, patience: .milliseconds(1))
                let starts = try await probe.status().starts
                #expect(starts == ["a": .warm])
            }
        }
    }

    @Test(arguments: ["v217-edge", "v250-edge"])
    func `throws where the key is refused`(_ version: String) async throws {
        let reply = try #require(
            Recording.all(in: "llama-swap/\(version)/01-auth.txt").first { $0.title.hasSuffix("/running") })
        await #expect {
            _ = try await status(of: ["/running": (reply.status, reply.body), "/v1/models": (200, #"{"data":[]}"#)])
        } throws: { error in
            (error as? BackendError)?.code == .refused
                && (error as? BackendError)?.text == "unauthorized: invalid or missing API key"
        }
    }

    @Test func `throws where nobody listens`() async throws {
        let server = try DeafPort()
        defer { withExtendedLifetime(server) {} }
        await #expect {
            try await withClients { clients in
                let backend = BackendEndpoint(name: "b", url: server.url)
                _ = try await probe(of: backend, by: clients).status()
            }
        } throws: { error in (error as? BackendError)?.code == .unreachable }
    }

    // MARK: Other servers

    @Test func `never says warm by a list of models alone`() async throws {
        let list = try #require(Recording.all(in: "llama-swap/v170/02-models.txt").first)
        let status = try await status(of: ["/v1/models": (200, list.body)])
        let ids: Set = ["org/coder:7b", "qwen3-4b", "qwen3-4b-instruct"]
        #expect(status == ServerStatus(serverKind: "llama-swap", tellsLoaded: false, listed: ids))
        #expect(status.start(of: "qwen3-4b") == .unknown)
    }

    @Test func `is warm by every name where a single llama-server is healthy`() async throws {
        let list = try Recording.only(in: "llama-server/v1models.8101.json")
        let health = try Recording.only(in: "llama-server/health.8101.json")
        let status = try await status(of: ["/v1/models": (200, list.body), "/health": (200, health.body)])
        #expect(status == ServerStatus(serverKind: "llama-server", tellsLoaded: true, everyModel: .warm))
        #expect(status.start(of: "anything") == .warm)
    }

    @Test func `is cold where a single llama-server has left memory, which its health doesn't tell`() async throws {
        let list = try Recording.only(in: "llama-server/v1models.8101.json")
        let health = try Recording.only(in: "llama-server/health.8101.json")
        for (isAsleep, start) in [(true, Start.cold), (false, .warm)] {
            let status = try await status(of: [
                "/v1/models": (200, list.body), "/health": (200, health.body),
                "/props": (200, #"{"total_slots":1,"is_sleeping":\#(isAsleep)}"#),
            ])
            #expect(status == ServerStatus(serverKind: "llama-server", tellsLoaded: true, everyModel: start))
        }
    }

    @Test func `is refused where a single llama-server wants a key, although it tells its health to anybody`()
        async throws
    {
        let list = try Recording.only(in: "llama-server/v1models.8101.json")
        let health = try Recording.only(in: "llama-server/health.8101.json")
        let invalid = #"{"error":{"code":401,"message":"Invalid API Key","type":"authentication_error"}}"#
        let error = await #expect(throws: BackendError.self) {
            try await status(of: [
                "/v1/models": (200, list.body), "/health": (200, health.body), "/props": (401, invalid),
            ])
        }
        #expect(error?.code == .refused)
    }

    @Test func `is loading by every name where a single llama-server says that it loads its model`() async throws {
        let loading = #"{"error":{"message":"Loading model","type":"unavailable_error","code":503}}"#
        let pages: Pages = ["/running": (503, loading), "/v1/models": (503, loading), "/health": (503, loading)]
        #expect(
            try await status(of: pages)
                == ServerStatus(serverKind: "llama-server", tellsLoaded: true, everyModel: .loading))
    }

    @Test func `is warm where Ollama has the model in memory, with its usual tag or without`() async throws {
        let status = try await status(of: [
            "/api/ps": (200, #"{"models":[{"name":"llama3.2:latest","model":"llama3.2:latest","size":1}]}"#),
            "/v1/models": (
                200,
                #"{"object":"list","data":[{"id":"llama3.2:latest","owned_by":"library"},{"id":"qwen3:4b","owned_by":"library"}]}"#
            ),
        ])
        let names = ["llama3.2", "llama3.2:latest", "qwen3:4b", "qwen3"]
        #expect(names.map(status.start) == [.warm, .warm, .cold, .unknown])
        #expect(status.serverKind == "ollama")
    }

    @Test func `knows the models of another server, and nothing of their state`() async throws {
        let list = #"{"object":"list","data":[{"id":"gpt-4o","object":"model","owned_by":"openai"}]}"#
        #expect(
            try await status(of: ["/v1/models": (200, list)]) == ServerStatus(tellsLoaded: false, listed: ["gpt-4o"]))
    }

    @Test func `finds the kind again when its answers stop fitting`() async throws {
        let kinds = Collector<Int>()
        let llamaSwap: Pages = ["/running": (200, #"{"running":[{"model":"a","state":"ready"}]}"#)]
        let ollama: Pages = ["/api/ps": (200, #"{"models":[{"name":"b:1"}]}"#)]
        try await LoopbackServer.serving { exchange in
            let page = (kinds.all.isEmpty ? llamaSwap : ollama)[exchange.path] ?? (404, "404 page not found\n")
            try await exchange.reply(page.status, page.body)
            return .keepOpen
        } during: { server in
            try await withClients { clients in
                let probe = probe(of: BackendEndpoint(name: "b", url: server.url), by: clients)
                var starts = [try await probe.status().starts]
                kinds.add(1)
                starts.append(try await probe.status().starts)
                #expect(starts == [["a": .warm], ["b:1": .warm]])
            }
        }
    }

    @Test func `asks only in the way that the configuration names, and says where the server is something else`()
        async throws
    {
        let paths = Collector<String>()
        try await serving(["/api/ps": (200, #"{"models":[]}"#)], paths: paths) { server in
            try await withClients { clients in
                let backend = BackendEndpoint(name: "b", url: server.url)
                let ollama = clients.serverWatch(
                    for: backend, kind: .ollama, stopwatch: ManualClock().stopwatch, patience: .seconds(60))
                let kind = try await ollama.status().serverKind
                #expect(kind == "ollama")
                #expect(Set(paths.all) == ["/api/ps", "/v1/models"])
                let swap = clients.serverWatch(for: backend, kind: .llamaSwap, stopwatch: ManualClock().stopwatch)
                await #expect {
                    _ = try await swap.status()
                } throws: { error in
                    "\(error)".hasSuffix("It doesn't answer as llama-swap does: correct 'status' in the configuration.")
                }
            }
        }
    }

    @Test(arguments: [
        ("models_unloaded", [:]), ("models_loading", ["smollm2": Start.loading]), ("models_loaded", ["smollm2": .warm]),
        ("models_sleeping", [:]), ("models_failed", [:]), ("models_after_crash", [:]),
        ("models_after_unload", ["smollm2": .warm, "gemma": .warm]),
    ])
    func `reads the states of llama-server's router`(_ file: String, _ starts: [String: Start]) async throws {
        let list = try Recording.only(in: "llama-server-router/\(file).json")
        #expect(
            try await status(of: ["/v1/models": (200, list.body)])
                == {
                    let failed = ["models_failed": "broken", "models_after_crash": "smollm2"][file]
                    var status = ServerStatus(
                        serverKind: "llama-server", tellsLoaded: true, starts: starts,
                        listed: file == "models_failed" ? ["broken"] : ["gemma", "smollm2"])
                    status.failed = Set([failed].compactMap(\.self))
                    return status
                }())
    }

    @Test(arguments: ["", "<html></html>", "{}", "[]", #"{"running":true}"#])
    func `knows nothing of a server whose page is something else`(_ page: String) async throws {
        #expect(try await status(of: ["/running": (200, page)]) == ServerStatus(tellsLoaded: false))
    }

    @Test func `throws where only the list of models is refused`() async throws {
        await #expect {
            _ = try await status(of: ["/v1/models": (401, #"{"error":{"message":"no key"}}"#)])
        } throws: { error in (error as? BackendError)?.code == .refused }
    }

    // MARK: Asking

    private func pages(_ running: String, list: String? = nil) throws -> Pages {
        var pages: Pages = [:]
        pages["/running"] = try Recording.all(in: running).first.map { ($0.status, $0.body) }
        if let list { pages["/v1/models"] = try Recording.all(in: list).first.map { ($0.status, $0.body) } }
        return pages
    }

    /// One that waits for names however busy the machine is.
    private func probe(
        of backend: BackendEndpoint, by clients: BackendClients, _ clock: ManualClock = ManualClock()
    ) -> ServerWatch {
        clients.serverWatch(for: backend, stopwatch: clock.stopwatch, patience: .seconds(60))
    }

    private func status(of pages: Pages) async throws -> ServerStatus {
        try await serving(pages, paths: Collector()) { server in
            try await withClients { clients in
                let backend = BackendEndpoint(name: "b", url: server.url)
                return try await probe(of: backend, by: clients).status()
            }
        }
    }

    private func serving<Result: Sendable>(
        _ pages: Pages, paths: Collector<String>, during body: (LoopbackServer) async throws -> Result
    ) async throws -> Result {
        let handler: LoopbackServer.Handler = { exchange in
            paths.add(exchange.path)
            let page = pages[exchange.path] ?? (404, "404 page not found\n")
            try await exchange.reply(page.status, page.body)
            return .keepOpen
        }
        return try await LoopbackServer.serving(handler, during: body)
    }
}
