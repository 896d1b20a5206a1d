import AsyncHTTPClient
import EscalationCore
import Foundation
import NIOCore

@testable import Simulator

/// Asks a simulator over HTTP.
struct SimulatorClient: Sendable {
    var port: Int

    /// A reply with its body read to the end.
    struct Reply: Sendable, Hashable {
        var status: Int
        var contentType: String?
        var body: String

        var json: JSONValue? { try? JSONValue(parsing: body) }

        /// The JSON of an event stream's `data:` lines; `[DONE]` is a string.
        var events: [JSONValue] {
            body.split(separator: "\n").filter { $0.hasPrefix("data:") }.map { line in
                let data = line.dropFirst(5).drop { $0 == " " }
                return (try? JSONValue(parsing: String(data))) ?? .string(String(data))
            }
        }
    }

    func get(_ path: String) async throws -> Reply { try await read(start("GET", path)) }

    func post(_ path: String, _ body: String = "", headers: [String: String] = ["Content-Type": "application/json"])
        async throws -> Reply
    {
        try await read(start("POST", path, body, headers: headers))
    }

    /// A chat completion request with a user message.
    func chat(_ model: String, _ prompt: String, _ more: KeyValuePairs<String, JSONValue?> = [:]) async throws -> Reply
    {
        try await read(startChat(model, prompt, more))
    }

    /// Returns as soon as the reply's headers are there.
    func startChat(
        _ model: String, _ prompt: String, _ more: KeyValuePairs<String, JSONValue?> = [:]
    ) async throws -> HTTPClientResponse {
        let members: JSONValue = ["model": .string(model), "messages": [["role": "user", "content": .string(prompt)]]]
        let body = JSONValue.object((members.members ?? []) + (JSONValue.object(more).members ?? []))
        return try await start("POST", "/v1/chat/completions", body.text, headers: ["Content-Type": "application/json"])
    }

    func start(_ method: String, _ path: String, _ body: String = "", headers: [String: String] = [:]) async throws
        -> HTTPClientResponse
    {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if !body.isEmpty { request.body = .bytes(ByteBuffer(string: body)) }
        return try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    }

    private func read(_ response: HTTPClientResponse) async throws -> Reply {
        let body = try await response.body.collect(upTo: 1 << 20)
        return Reply(
            status: Int(response.status.code), contentType: response.headers.first(name: "Content-Type"),
            body: String(buffer: body))
    }

    /// Model and state of each entry of `/running`.
    func running() async throws -> [String: String] {
        let list = try await get("/running").json?["running"]?.array ?? []
        return list.reduce(into: [:]) { $0[$1["model"]?.string ?? ""] = $1["state"]?.string }
    }
}

/// A reply's bytes as text, as they come.
struct HTTPBytes {
    private var buffers: HTTPClientResponse.Body.AsyncIterator

    init(_ response: HTTPClientResponse) { buffers = response.body.makeAsyncIterator() }

    /// - Throws: where the reply has ended.
    mutating func next() async throws -> String {
        guard let buffer = try await buffers.next() else { throw Ended() }
        return String(buffer: buffer)
    }

    struct Ended: Error {}
}

/// Runs a body against a simulator whose time is that of a clock.
func withSimulator<C: Clock<Duration>, Value: Sendable>(
    _ scenario: Scenario, _ clock: C, _ body: @escaping @Sendable (SimulatorClient) async throws -> Value
) async throws -> Value where C.Instant: Sendable {
    let server = SimulatorServer(scenario, clock: clock, stopwatch: .on(clock), startedAt: 1_800_000_000)
    return try await server.serve { port in try await body(SimulatorClient(port: port)) }
}

extension Scenario {
    /// What the model does with the first request of all.
    func action(for query: ChatQuery, by model: Model) -> Entry.Action {
        var uses: [Int: Int] = [:]
        return action(for: query, by: model, counting: &uses)
    }

    /// Two models that share a group, one of them with an alias, and a judge that is always ready.
    static func sample(_ script: [Entry] = []) -> Scenario {
        var small = Model("small")
        small.loadTime = .seconds(2)
        small.tokensPerSecond = 10
        small.name = "Small one"
        small.aliases = ["fast", "cheap"]
        small.context = 4_096
        var big = Model("org/big:7b")
        big.loadTime = .seconds(5)
        big.tokensPerSecond = 5
        var judge = Model("judge")
        judge.group = "judge"
        judge.isReady = true
        judge.isJudge = true
        return Scenario(seed: 7, models: [small, big, judge], script: script)
    }
}
