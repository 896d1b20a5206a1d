import EscalationCore
import Foundation
import RungTestSupport
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A model is warmed up and unloaded, and its server's log read, with a key each.
@Suite struct `A server steered from the dashboard` {
    private static let size = (width: 120, height: 40)

    private static func configuration(_ url: String) -> String {
        """
        backends:
          local: { kind: openai, url: "\(url)", status: llama-swap }
        chains:
          default: { tiers: [small, large], verify: none }
        status_interval: 200ms
        """
    }

    @Test func `warms a model up, shows the log and unloads it again`() async throws {
        try await RungProgram.withHome { rung in
            let scenario = try rung.write(
                "models: [{ id: small, load_time: 300ms }, { id: large, load_time: 300ms }]", to: "scenario.yaml")
            try await rung.start("simulate", "--scenario", scenario) { simulator in
                await simulator.waitForOutput { $0.contains("\n") }
                let line = await simulator.outputSoFar
                let url = try #require(line.firstMatch(of: /http:\S+/).map { String($0.output) }, "\(line)")
                try rung.configure(Self.configuration(url))
                try await rung.onTerminal(size: Self.size) { terminal in
                    func row(_ model: String, is word: String) async throws {
                        try await terminal.waitUntil { screen in
                            screen.rows.contains { $0.contains(model) && $0.contains(word) }
                        }
                    }
                    try await row("small", is: "cold")
                    await terminal.send("w")
                    try await terminal.waitUntil { $0.contains("small on local is ready, after ") }
                    try await row("small", is: "warm")
                    await terminal.send("L")
                    try await terminal.waitUntil { $0.contains("<small> health check passed") }
                    await terminal.send("L")
                    try await terminal.waitUntil { !$0.contains("health check passed") }
                    await terminal.send("u")
                    try await terminal.waitUntil { $0.contains("small is no longer loaded on local") }
                    try await row("small", is: "cold")
                    await terminal.send("Q")
                    #expect(try await terminal.waitForEnd() == .exited(0))
                }
            }
        }
    }

    /// Each reload ends the stream of events, and what was loaded is not any more.
    @Test func `is heard again after every reload of its configuration`() async throws {
        try await RungProgram.withHome { rung in
            let scenario = try rung.write(
                "models: [{ id: small, load_time: 100ms }, { id: large, load_time: 100ms }]", to: "scenario.yaml")
            try await rung.start("simulate", "--scenario", scenario) { simulator in
                await simulator.waitForOutput { $0.contains("\n") }
                let line = await simulator.outputSoFar
                let url = try #require(line.firstMatch(of: /http:\S+/).map { String($0.output) }, "\(line)")
                let reload = try #require(URL(string: url + "/simulator/reload"))
                try rung.configure(Self.configuration(url))
                try await rung.onTerminal(size: Self.size) { terminal in
                    func small(is word: String) async throws {
                        try await terminal.waitUntil { screen in
                            screen.rows.contains { $0.contains("small") && $0.contains(word) }
                        }
                    }
                    for _ in 1...3 {
                        try await small(is: "cold")
                        await terminal.send("w")
                        try await small(is: "warm")
                        var request = URLRequest(url: reload)
                        request.httpMethod = "POST"
                        _ = try await URLSession.shared.data(for: request)
                    }
                    try await small(is: "cold")
                }
            }
        }
    }

    @Test func `asks once for a load that is under way, and leaves no request behind`() async throws {
        let lists: @Sendable (String) -> [UInt8] = { head in
            head.hasPrefix("GET /running ")
                ? Reply.whole(200, #"{"running":[]}"#) : Reply.whole(404, "404 page not found\n", type: "text/plain")
        }
        // It says nothing, and waits for the client to leave.
        try await ScriptedServer.serving(staysOpen: true, lists: lists) { _ in
            []
        } during: { server in
            try await RungProgram.withHome { rung in
                try rung.configure(Self.configuration("http://127.0.0.1:\(server.port)"))
                try await rung.onTerminal(size: Self.size) { terminal in
                    try await terminal.waitUntil { screen in
                        screen.rows.contains { $0.contains("small") && $0.contains("cold") }
                    }
                    await terminal.send("w")
                    try await terminal.waitUntil { _ in server.requests.count == 1 }
                    await terminal.send("w")
                    try await terminal.waitUntil { $0.contains("small is being warmed up on local already") }
                    await terminal.send("Q")
                    #expect(try await terminal.waitForEnd() == .exited(0))
                }
                await server.waitUntilLeft()
                #expect(server.requests.map { $0["model"] } == ["small"])
            }
        }
    }
}
