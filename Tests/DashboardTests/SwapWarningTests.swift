import EscalationCore
import Testing

@testable import Dashboard

/// A judge that makes a server swap is said where its chain is.
@Suite struct SwapWarningTests {
    private func stage(serverKind: String?) -> Stage {
        var setup = DashboardSetup.demo
        setup.chains = [Chain("quick", tiers: Chain.ladder.tiers), Chain("judged", tiers: Chain.ladder.tiers)]
        setup.defaultChain = "quick"
        setup.swaps = [SwapWarning(chain: "judged", backend: "gpu", judge: "j", models: ["a", "b"])]
        var stage = Stage(140, 40, setup: setup)
        let server = ServerStatus(serverKind: serverKind, tellsLoaded: true)
        stage.send(.live(.backend(BackendStatus(backend: "gpu", reach: .reachable(latency: .zero), server: server))))
        return stage
    }

    private let line = "! judge j may make gpu swap with a, b"

    @Test func `as soon as the chain is chosen, and its server is known to swap`() {
        var stage = stage(serverKind: "llama-swap")
        #expect(!stage.rows.contains { $0.contains(line) })
        stage.press("c", "G", "enter")
        #expect(stage.rows.contains { $0.contains(String(line.prefix(24))) })
        #expect(stage.program.notice == "judge j may make gpu swap models twice an attempt")
    }

    @Test(arguments: ["ollama", nil]) func `not where the server is of another kind`(_ kind: String?) {
        var stage = stage(serverKind: kind)
        stage.press("c", "G", "enter")
        #expect(!stage.rows.contains { $0.contains("judge j") })
        #expect(stage.program.notice == nil)
    }
}
