import EscalationCore
import Testing

@testable import Backends

/// The request, and what comes of one that reaches nobody.
struct ChatExecutorTests {
    @Test func `posts to the chat endpoint with the key, its headers and JSON both ways`() async throws {
        let asked = try await ask(apiKey: " sk-1\n", headers: ["X-Team": "blue"]) { exchange in
            #expect(exchange.method == "POST")
            #expect(exchange.path == "/v1/chat/completions")
            #expect(exchange.headers["authorization"] == "Bearer sk-1")
            #expect(exchange.headers["content-type"] == "application/json")
            #expect(exchange.headers["accept"] == "application/json")
            #expect(exchange.headers["x-team"] == "blue")
            #expect(exchange.json == ChatRequest(Request(model: "qwen3-4b", taskPrompt: "hi")).json)
            try await exchange.stream(event(#"{"content":"yes"}"#, finish: "stop") + done)
            return .keepOpen
        }
        #expect(asked.answer == Answer("yes", finishReason: .stop, servedModel: "m"))
    }

    @Test func `says that nobody listens, and where`() async throws {
        let server = try DeafPort()
        defer { withExtendedLifetime(server) {} }
        try await withClients { clients in
            let backend = BackendEndpoint(name: "local", url: server.url + "/v1")
            let asked = try await ask(Request(model: "m", taskPrompt: "t"), of: clients.chatExecutor(for: backend))
            #expect(
                asked.error?.failure
                    == Failure(
                        .unreachable,
                        "Can't reach backend 'local' at \(server.url) (connection refused). "
                            + "Start the server or fix 'url' in the configuration."))
            #expect(asked.reports == [])
        }
    }

    @Test(arguments: ["", "localhost:8080", "http://", "ftp://127.0.0.1", "http://no-such-host.invalid"])
    func `says that an address leads nowhere`(_ url: String) async throws {
        try await withClients { clients in
            let backend = BackendEndpoint(name: "local", url: url)
            let asked = try await ask(Request(model: "m", taskPrompt: "t"), of: clients.chatExecutor(for: backend))
            #expect(asked.error?.code == .unreachable)
        }
    }

    @Test func `keeps a key that is no header value out of the error`() async throws {
        let asked = try await ask(apiKey: "sk\nsecret") { _ in .hangUp }
        #expect(asked.error?.code == .other)
        #expect(asked.error?.description.contains("secret") == false)
    }
}
