import AsyncHTTPClient
import Backends
import EscalationCore
import EscalationEngine
import Foundation
import Journal
import Logging
import NIOCore

/// What one attempt costs beside the same request made with the HTTP client alone.
enum AttemptFigures {
    private static let rounds = 2_000
    private static let warmUp = 200

    static func print() async throws {
        let server = try AnsweringServer()
        let logger = Logger(label: "figures", factory: { _ in SwiftLogNoOpLogHandler() })
        let folder = FileManager.default.temporaryDirectory.appending(path: "rung-figures-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await BackendClients.open(logger: logger) { clients in
            try await withSessionJournal(at: folder.appending(path: "journal.sqlite").path, logger: logger) { journal in
                try await HTTPClient.withHTTPClient { client in
                    try await compare(server.url, client, clients, journal)
                }
            }
        }
        try await server.stop()
    }

    private static func compare(
        _ url: String, _ client: HTTPClient, _ clients: BackendClients, _ journal: SessionJournal
    ) async throws {
        let clock = ContinuousClock()
        let stopwatch = Stopwatch.on(clock)
        let endpoint = BackendEndpoint(name: "b", url: url)
        func orchestrator(probed: Bool) -> Orchestrator {
            let probe = probed ? clients.serverWatch(for: endpoint, stopwatch: stopwatch) : nil
            let backend = Backend(name: "b", executor: clients.chatExecutor(for: endpoint), probe: probe)
            return Orchestrator(
                Equipment(backends: [backend], verifiers: { _, _ in [] }, currentDate: { 0 }), clock: clock,
                stopwatch: stopwatch)
        }
        let (bare, probed) = (orchestrator(probed: false), orchestrator(probed: true))
        let chain = Chain(tiers: [Tier("m", backend: "b", isVerified: false)])
        var samples: [String: Sample] = [:]
        func measure(_ name: String, _ round: Int, _ body: () async throws -> Void) async throws {
            let duration = try await clock.measure { try await body() }
            if round >= warmUp { samples[name, default: Sample()].add(duration) }
        }
        // Taken in turns, so that what else the machine does falls on all alike.
        for round in 0..<(warmUp + rounds) {
            try await measure("client", round) { try await ask(url, with: client) }
            try await measure("executor", round) {
                _ = try await clients.chatExecutor(for: endpoint).answer(to: Request(model: "m", taskPrompt: "t"))
            }
            try await measure("attempt", round) {
                _ = try await bare.run(TaskSpec("t"), on: chain) { _ in }
            }
            try await measure("journal", round) {
                _ = try await bare.run(TaskSpec("t"), on: chain) { await journal.store($0) }
            }
            try await measure("probe", round) {
                _ = try await probed.run(TaskSpec("t"), on: chain) { _ in }
            }
        }
        let median = samples.mapValues(\.median)
        let (floor, attempt) = (median["client"]!, median["attempt"]!)
        report("request by the HTTP client alone, p50", floor.text)
        report("the same by the chat executor, p50", median["executor"]!.text)
        let ratio = attempt.milliseconds / floor.milliseconds
        report(
            "the same as an attempt, p50", "\(attempt.text), \(String(format: "%.2f", ratio)) times",
            bar: "1.15 times, or 0.1 ms more")
        report("  with journal, p50", "\((median["journal"]! - attempt).text) more", bar: "1 ms more")
        report("  with the status probe, p50", "\((median["probe"]! - attempt).text) more")
    }

    private static func ask(_ url: String, with client: HTTPClient) async throws {
        var request = HTTPClientRequest(url: url + "/v1/chat/completions")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(
            ByteBuffer(string: #"{"model":"m","messages":[{"role":"user","content":"t"}],"stream":true}"#))
        let response = try await client.execute(request, timeout: .seconds(10))
        for try await _ in response.body {}
    }
}
