import EscalationCore
import RungTestSupport
import Testing

@testable import Backends

/// What is asked of servers that the simulator doesn't play.
struct ServerControlTests {
    /// What a request was: method, path and body.
    private let asked = Collector<String>()

    private func controlling(
        _ pages: [String: (Int, String)], _ body: (ServerWatch) async throws -> Void
    ) async throws {
        let handler: LoopbackServer.Handler = { [asked] exchange in
            let question = "\(exchange.method) \(exchange.path)"
            asked.add(exchange.body.isEmpty ? question : "\(question) \(exchange.body)")
            let page = pages[question] ?? pages[exchange.path] ?? (404, "404 page not found\n")
            try await exchange.reply(page.0, page.1)
            return .keepOpen
        }
        try await LoopbackServer.serving(handler) { server in
            try await withClients { clients in
                let backend = BackendEndpoint(name: "local", url: server.url)
                try await body(
                    clients.serverWatch(
                        for: backend, clock: ManualClock(), stopwatch: ManualClock().stopwatch,
                        patience: .seconds(60)))
            }
        }
    }

    private var posts: [String] { asked.all.filter { $0.hasPrefix("POST") || $0.hasSuffix("/unload") } }

    @Test func `holds a request for one token until llama-swap has answered it`() async throws {
        let pages = ["/running": (200, #"{"running":[]}"#), "/v1/chat/completions": (200, "{}")]
        try await controlling(pages) { try await $0.warmUp("small") }
        #expect(
            posts == [
                #"POST /v1/chat/completions {"model":"small","messages":[{"role":"user","content":"Hello"}],"max_tokens":1,"stream":false}"#
            ])
    }

    @Test func `unloads all of a llama-swap that can't unload one, where that one is the only one`() async throws {
        let running = #"{"running":[{"model":"small","state":"ready"}]}"#
        let pages = ["/running": (200, running), "POST /api/models/unload": (200, #"{"msg":"ok"}"#)]
        try await controlling(pages) { try await $0.unload("small") }
        #expect(posts == ["POST /api/models/unload/small", "POST /api/models/unload"])
    }

    @Test func `unloads all of a still older one by its first way`() async throws {
        let running = #"{"running":[{"model":"small","state":"ready"}]}"#
        try await controlling(["/running": (200, running), "GET /unload": (200, "OK")]) { try await $0.unload("small") }
        #expect(posts == ["POST /api/models/unload/small", "POST /api/models/unload", "GET /unload"])
    }

    @Test func `does not unload others with it`() async throws {
        let running = #"{"running":[{"model":"small","state":"ready"},{"model":"judge","state":"ready"}]}"#
        try await controlling(["/running": (200, running), "GET /unload": (200, "OK")]) { watch in
            let error = await #expect(throws: ServerRefusal.self) { try await watch.unload("small") }
            #expect(
                error?.description
                    == "Backend 'local' (llama-swap) is too old to unload one model of several. Update it to v161 or later, or unload all by its own page."
            )
        }
        #expect(posts == ["POST /api/models/unload/small"])
    }

    @Test(arguments: [
        ("org/coder:7b", "org/coder:7b"), ("a b", "a%20b"), ("50%?", "50%25%3F"), ("<x>&y", "%3Cx%3E&y"),
    ])
    func `names the model in the path whatever its id is made of`(_ id: String, _ path: String) async throws {
        let pages = ["/running": (200, #"{"running":[]}"#), "POST /api/models/unload/\(path)": (200, "OK")]
        try await controlling(pages) { try await $0.unload(id) }
        #expect(posts == ["POST /api/models/unload/\(path)"])
    }

    @Test func `loads and unloads a model of Ollama by requests without a prompt`() async throws {
        let pages = ["/api/ps": (200, #"{"models":[]}"#), "/api/generate": (200, #"{"done":true}"#)]
        try await controlling(pages) { watch in
            try await watch.warmUp("llama3.2")
            try await watch.unload("llama3.2")
        }
        #expect(
            posts == [
                #"POST /api/generate {"model":"llama3.2"}"#, #"POST /api/generate {"model":"llama3.2","keep_alive":0}"#,
            ])
    }

    @Test func `says what Ollama says where it has no such model`() async throws {
        let complaint = #"{"error":"model 'nowhere' not found"}"#
        try await controlling(["/api/ps": (200, #"{"models":[]}"#), "/api/generate": (404, complaint)]) { watch in
            let error = await #expect(throws: BackendError.self) { try await watch.warmUp("nowhere") }
            #expect(error?.code == .unknownModel)
            #expect(error?.text == "model 'nowhere' not found")
        }
    }

    @Test func `says that a single llama-server always holds its model`() async throws {
        let list = #"{"data":[{"id":"m","owned_by":"llamacpp"}]}"#
        try await controlling(["/v1/models": (200, list), "/health": (200, #"{"status":"ok"}"#)]) { watch in
            let error = await #expect(throws: ServerRefusal.self) { try await watch.warmUp("m") }
            #expect(
                error?.description
                    == "Backend 'local' (llama-server) holds the one model it was started with: there is nothing to load or unload."
            )
        }
        #expect(posts == [])
    }

    @Test func `says that another server has no way to load on demand, and no log`() async throws {
        try await controlling(["/v1/models": (200, #"{"data":[{"id":"gpt-4o","owned_by":"openai"}]}"#)]) { watch in
            let error = await #expect(throws: ServerRefusal.self) { try await watch.unload("gpt-4o") }
            #expect(
                error?.description
                    == "Backend 'local' has no way to load or unload a model on demand. Send it a task, or see its own tools."
            )
            await #expect(throws: ServerRefusal.self) { try await watch.followLog { _ in } }
        }
        #expect(posts == [])
    }
}
