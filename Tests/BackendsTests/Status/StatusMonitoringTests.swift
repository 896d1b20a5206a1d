import EscalationCore
import EscalationEngine
import RungTestSupport
import Simulator
import Testing

@testable import Backends

/// A monitor at work, over HTTP, at each server that the simulator plays.
@Suite(.timeLimit(.minutes(10))) struct StatusMonitoringTests {
    private let clock = ManualClock()

    @Test(arguments: Generation.allCases.filter { $0 != .llamaSwapV170 })
    func `says that it is refused, not that the server is away, where the key is wrong`(
        _ server: Generation
    ) async throws {
        var scenario = SimulatedServer.scenario(server)
        scenario.apiKey = "sk-right-0001"
        try await SimulatedServer.serving(scenario, key: "sk-wrong-0002", on: clock) { [clock] bench async throws in
            let monitor = StatusMonitor(
                backend: "b", probe: bench.watch, feed: bench.watch, interval: .seconds(1), clock: clock,
                stopwatch: clock.stopwatch)
            let status = try await monitor.status()
            guard case .refused(let reason, .zero, _) = status.reach else {
                Issue.record("\(status)")
                return
            }
            #expect(reason.contains("refused the request (401)"))
            #expect(!reason.contains("sk-wrong"))
        }
    }
}
