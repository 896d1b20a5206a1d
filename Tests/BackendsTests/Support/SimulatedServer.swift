import EscalationCore
import NIOCore
import RungTestSupport
import Simulator

@testable import Backends

/// A simulated server as its clients have it.
struct SimulatedServer: Sendable {
    var backend: BackendEndpoint
    var watch: ServerWatch
    var executor: ChatExecutor

    /// Two models of which one is loaded at a time.
    static let models: [Scenario.Model] = {
        var small = Scenario.Model("small")
        small.loadTime = .seconds(2)
        small.aliases = ["fast"]
        var big = Scenario.Model("org/big:7b")
        big.loadTime = .seconds(5)
        return [small, big]
    }()

    static func scenario(_ server: Generation, _ script: [Scenario.Entry] = []) -> Scenario {
        var scenario = Scenario(seed: 7, models: models, script: script)
        scenario.server = server
        return scenario
    }

    /// What the server says of the small model and of the big one.
    func states() async throws -> [Start] { Self.states(try await watch.status()) }

    static func states(_ status: ServerStatus) -> [Start] {
        [status.start(of: "small"), status.start(of: "org/big:7b")]
    }

    func chat(_ model: String, _ prompt: String = "hi") async throws -> Answer {
        try await executor.answer(to: Request(model: model, taskPrompt: prompt))
    }

    /// Has the server read its configuration again.
    func reload() async throws { _ = try await watch.query.post("/simulator/reload") }

    /// Serves while a body runs.
    ///
    /// - Parameter clock: the server's and its client's; unless told otherwise, one on which no sleep takes time.
    static func serving<C: Clock<Duration>>(
        _ scenario: Scenario, key: String? = nil, on clock: C = JumpingClock(),
        _ body: @escaping @Sendable (SimulatedServer) async throws -> Void
    ) async throws where C.Instant: Sendable {
        let server = SimulatorServer(scenario, clock: clock, stopwatch: .on(clock), startedAt: 1_800_000_000)
        try await server.serve { port in
            try await withClients { clients in
                let backend = BackendEndpoint(name: "b", url: "http://127.0.0.1:\(port)", apiKey: key)
                // Never out of patience: tests let time pass as fast as they can, and a request takes real time.
                let watch = clients.serverWatch(
                    for: backend, clock: clock, stopwatch: .on(clock), patience: .seconds(1_000_000_000))
                try await body(
                    SimulatedServer(backend: backend, watch: watch, executor: clients.chatExecutor(for: backend)))
            }
        }
    }
}
