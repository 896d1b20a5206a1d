import EscalationCore
import EscalationEngine
import RungTestSupport
import Simulator
import Testing

@testable import Backends

/// A monitor at work, over HTTP, at each server that the simulator plays.
@Suite(.serialized, .timeLimit(.minutes(2))) struct StatusMonitoringTests {
    private let clock = ManualClock()
    private let seen = Collector<BackendStatus>()

    /// So long between two polls that whatever is seen in between was told.
    private static let interval: Duration = .seconds(1_000_000)

    private func watching(
        _ server: SimulatedServer,
        _ body: @escaping @Sendable (inout ThrowingTaskGroup<Void, any Error>) async throws -> Void
    ) async throws {
        let monitor = StatusMonitor(
            backend: "b", probe: server.watch, feed: server.watch, interval: Self.interval, clock: clock,
            stopwatch: clock.stopwatch)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [seen] in try await monitor.run { seen.add($0) } }
            await seen.wait(for: 1)
            try await body(&group)
            group.cancelAll()
        }
    }

    private func passTime(until start: Start) async throws {
        while seen.all.last?.start(of: "small") != start {
            try Task.checkCancellation()
            clock.advance(by: .milliseconds(100))
            await Task.yield()
        }
    }

    @Test(arguments: Generation.allCases)
    func `sees that all is cold after a reload that closed the stream, and hears the next load by a new one`(
        _ server: Generation
    ) async throws {
        try await SimulatedServer.serving(SimulatedServer.scenario(server), on: clock) { [self] bench async throws in
            try await watching(bench) { group in
                group.addTask { _ = try? await bench.chat("small") }
                await seen.wait { $0.last?.start(of: "small") == .loading }
                try await passTime(until: .warm)
                try await bench.reload()
                await seen.wait { $0.last?.start(of: "small") == .cold }
                group.addTask { _ = try? await bench.chat("small") }
                try await passTime(until: .warm)
            }
        }
    }

    @Test(arguments: Generation.allCases.filter { $0 != .llamaSwapV170 })
    func `says that it is refused, not that the server is away, where the key is wrong`(
        _ server: Generation
    ) async throws {
        var scenario = SimulatedServer.scenario(server)
        scenario.apiKey = "sk-right-0001"
        try await SimulatedServer.serving(scenario, key: "sk-wrong-0002", on: clock) { [self] bench async throws in
            try await watching(bench) { _ in }
        }
        guard case .refused(let reason, .zero, _) = try #require(seen.all.first).reach else {
            Issue.record("\(seen.all)")
            return
        }
        #expect(reason.contains("refused the request (401)"))
        #expect(!reason.contains("sk-wrong"))
    }
}
