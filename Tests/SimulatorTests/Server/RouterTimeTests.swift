import EscalationCore
import NIOCore
import RungTestSupport
import Testing

@testable import Simulator

/// What llama-server's router tells while time passes, and how it asks for patience.
@Suite(.timeLimit(.minutes(10))) struct `A simulated router` {
    private let clock = ManualClock()

    private func scenario() -> Scenario {
        var small = Scenario.Model("small")
        small.loadTime = .seconds(4)
        small.loadSteps = 4
        small.ttl = .seconds(30)
        var scenario = Scenario(models: [small], script: [.init(.answer(text: "one", reasoning: "", cutAfter: nil))])
        scenario.server = .llamaServer
        return scenario
    }

    @Test func `tells how far a load has come, sleeps after a while, and wakes for a request`() async throws {
        try await withSimulator(scenario(), clock) { [clock] client async throws in
            var changes = try await Changes(client)
            #expect(try await client.post("/models/load", #"{"model":"small"}"#).body == #"{"success":true}"#)
            #expect(try await changes.next() == "loading")
            #expect(try await changes.next() == "loading 0")
            for part in ["0.25", "0.5", "0.75"] {
                await clock.waitForSleepers()
                clock.advance(by: .seconds(1))
                #expect(try await changes.next() == "loading \(part)")
            }
            await clock.waitForSleepers()
            clock.advance(by: .seconds(1))
            #expect(try await changes.next() == "loading 1")
            #expect(try await changes.next() == "loaded")

            await clock.waitForSleepers()
            clock.advance(by: .seconds(30))
            #expect(try await changes.next() == "sleeping")
            let listed = try await client.get("/models").json?["data"]?.array?.first?["status"]?["value"]
            #expect(listed == "sleeping")

            // Asleep it has a process already, so that nothing is said of one that starts.
            async let answer = client.chat("small", "hi")
            #expect(try await changes.next() == "loading 0")
            for _ in 0..<3 {
                await clock.waitForSleepers()
                clock.advance(by: .seconds(1))
                #expect(try await changes.next().hasPrefix("loading 0."))
            }
            await clock.waitForSleepers()
            clock.advance(by: .seconds(1))
            #expect(try await changes.next() == "loading 1")
            #expect(try await changes.next() == "loaded")
            await clock.waitForSleepers()
            clock.advance(by: .seconds(10))
            #expect(try await answer.status == 200)
        }
    }

    @Test func `refuses as often as told, says for how long, and answers then`() async throws {
        var scenario = scenario()
        scenario.models[0].isReady = true
        scenario.script.insert(
            .init(.refusal(status: 429, text: "Too many requests", retryAfter: .milliseconds(1_500)), times: 2), at: 0)
        try await withSimulator(scenario, clock) { [clock] client async throws in
            for _ in 0..<2 {
                let refusal = try await client.startChat("small", "hi")
                #expect(refusal.status == .tooManyRequests)
                // Whole seconds, never fewer than told.
                #expect(refusal.headers.first(name: "Retry-After") == "2")
                let error = try JSONValue(
                    parsing: Array(try await refusal.body.collect(upTo: 1 << 16).readableBytesView))
                #expect(error["error"]?["type"] == "rate_limit_error")
            }
            async let answer = client.chat("small", "hi")
            // The two rests of the model sleep too.
            await clock.waitForSleepers(3)
            clock.advance(by: .seconds(10))
            #expect(try await answer.status == 200)
        }
    }

    /// What `/models/sse` says, a word and a figure an event.
    private struct Changes {
        private var body: HTTPBytes
        private var unread = ""

        init(_ client: SimulatorClient) async throws {
            body = HTTPBytes(try await client.start("GET", "/models/sse"))
            // The stream has begun.
            unread += try await body.next()
        }

        mutating func next() async throws -> String {
            while true {
                while let end = unread.firstRange(of: "\n\n") {
                    let event = String(unread[..<end.lowerBound])
                    unread.removeSubrange(..<end.upperBound)
                    guard event.hasPrefix("data: ") else { continue }
                    let data = try JSONValue(parsing: String(event.dropFirst(6)))["data"]
                    let part = data?["progress"]?["value"]?.double.map { " \($0)".replacing(".0", with: "") } ?? ""
                    return (data?["status"]?.string ?? "") + part
                }
                unread += try await body.next()
            }
        }
    }
}
