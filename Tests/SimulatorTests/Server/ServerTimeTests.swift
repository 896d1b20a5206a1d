import EscalationCore
import Foundation
import NIOCore
import RungTestSupport
import Testing

@testable import Simulator

@Suite(.timeLimit(.minutes(10))) struct `The server, as time goes by,` {
    private let clock = ManualClock()

    /// Something that happened once.
    private actor Flag {
        private(set) var isSet = false

        func set() { isSet = true }
    }

    @Test func `sends nothing, not even headers, before the model is ready`() async throws {
        try await withSimulator(.sample(), clock) { [clock] client async throws in
            let hasHeaders = Flag()
            async let reply = {
                let response = try await client.startChat("small", "hi", ["stream": true, "max_tokens": 1])
                await hasHeaders.set()
                return try await String(buffer: response.body.collect(upTo: 1 << 20))
            }()
            await clock.waitForSleepers()
            #expect(try await client.running() == ["judge": "ready", "small": "starting"])
            clock.advance(by: .milliseconds(1_999))
            #expect(try await client.running()["small"] == "starting")
            #expect(await !hasHeaders.isSet)

            clock.advance(by: .milliseconds(1))
            // The model reads the prompt, and then writes.
            await clock.waitForSleepers()
            #expect(try await client.running()["small"] == "ready")
            clock.advance(by: .seconds(1))
            #expect(try await reply.hasSuffix("data: [DONE]\n\n"))
        }
    }

    @Test func `writes tokens at the model's speed`() async throws {
        let entry = Scenario.Entry(.answer(text: "one two three", reasoning: "", cutAfter: nil))
        try await withSimulator(.sample([entry]), clock) { [clock] client async throws in
            async let reply = client.chat("judge", "x")
            await clock.waitForSleepers()
            clock.advance(by: .seconds(60))
            #expect(try await reply.status == 200)

            async let load = client.startChat("small", "hi", ["stream": true])
            await clock.waitForSleepers()
            clock.advance(by: .seconds(2))
            var body = try await load.body.makeAsyncIterator()
            var pieces: [String] = []
            // The first one is due once the prompt is read, within a millisecond; the others a tenth of a second apart.
            for (expected, wait) in [("one", 1), ("two", 100), ("three", 100)] {
                await clock.waitForSleepers()
                clock.advance(by: .milliseconds(wait))
                var text = ""
                while !text.contains("\(expected)\""), let buffer = try await body.next() {
                    text += String(buffer: buffer)
                }
                pieces.append(text)
            }
            #expect(pieces[0].contains("one") && !pieces[0].contains("two"))
            #expect(pieces[1].contains("two") && !pieces[1].contains("three"))
            while try await body.next() != nil {}
        }
    }

    @Test func `swaps models only after the answer under way is written`() async throws {
        try await withSimulator(.sample(), clock) { [clock] client async throws in
            async let first = client.chat("small", "hi", ["stream": true, "max_tokens": 3])
            await clock.waitForSleepers()
            clock.advance(by: .seconds(2))
            await clock.waitForSleepers()
            async let second = client.chat("org/big:7b", "hi", ["stream": true, "max_tokens": 1])
            #expect(try await client.running() == ["judge": "ready", "small": "ready"])
            clock.advance(by: .seconds(60))
            #expect(try await first.status == 200)

            // Stop, load, write.
            await clock.waitForSleepers()
            #expect(try await client.running() == ["judge": "ready", "small": "stopping"])
            clock.advance(by: ModelLoader.stopTime)
            await clock.waitForSleepers()
            #expect(try await client.running() == ["judge": "ready", "org/big:7b": "starting"])
            clock.advance(by: .seconds(5))
            await clock.waitForSleepers()
            clock.advance(by: .seconds(60))
            #expect(try await second.status == 200)
            #expect(try await client.running() == ["judge": "ready", "org/big:7b": "ready"])
        }
    }

    @Test func `lets a client leave the queue, and serves who stood behind it`() async throws {
        try await withSimulator(.sample(), clock) { [clock] client async throws in
            async let first = client.chat("small", "hi", ["stream": true, "max_tokens": 2])
            await clock.waitForSleepers()
            clock.advance(by: .seconds(2))
            await clock.waitForSleepers()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { _ = try await client.chat("org/big:7b", "hi") }
                for _ in 0..<3 { _ = try await client.running() }
                async let behind = client.startChat("small", "hi", ["stream": true, "max_tokens": 2])
                for _ in 0..<3 { _ = try await client.running() }
                tasks.cancelAll()
                await #expect(throws: (any Error).self) { try await tasks.next() }
                // No time has passed: it was not the first answer's end that let this one in.
                #expect(try await behind.status == .ok)
            }
            clock.advance(by: .seconds(60))
            #expect(try await first.status == 200)
        }
    }

    @Test func `unloads on request, and refuses who waited for a load`() async throws {
        try await withSimulator(.sample(), clock) { [clock] client async throws in
            async let waiting = client.chat("small", "hi")
            await clock.waitForSleepers()
            #expect(try await client.post("/api/models/unload/fast").body == "OK")
            #expect(
                try await waiting
                    == .init(status: 500, contentType: "application/json", body: Recorded.unloadedWhileLoading))

            async let all = client.post("/api/models/unload")
            // The abandoned load still sleeps; the judge's stop is the second.
            await clock.waitForSleepers(2)
            #expect(try await client.running() == ["judge": "stopping"])
            clock.advance(by: ModelLoader.stopTime)
            #expect(try await all.body == #"{"msg":"ok"}"#)
            #expect(try await client.running() == [:])
            #expect(try await client.get("/unload").body == "OK")
        }
    }

    @Test func `tells states as events, JSON inside a JSON string`() async throws {
        try await withSimulator(.sample(), clock) { [clock] client async throws in
            let response = try await client.start("GET", "/api/events")
            #expect(response.headers.first(name: "Content-Type") == "text/event-stream")
            var body = response.body.makeAsyncIterator()
            var unread = ""
            /// The next event about states; others come between.
            func event() async throws -> String {
                while true {
                    while let end = unread.firstRange(of: "\n\n") {
                        let event = String(unread[..<end.upperBound])
                        unread.removeSubrange(..<end.upperBound)
                        if event.contains("modelStatus") { return event }
                    }
                    unread += String(buffer: try #require(try await body.next()))
                }
            }
            func state(_ event: String) throws -> JSONValue? {
                let data = event.split(separator: "\n")[1].dropFirst("data:".count)
                let inner = try #require(try JSONValue(parsing: String(data))["data"]?.string)
                return try JSONValue(parsing: inner).array?.first { $0["id"] == "small" }?["state"]
            }
            let first = try await event()
            #expect(first.hasPrefix("event:message\ndata:{\"type\":\"modelStatus\",\"data\":\"[{"))
            #expect(try state(first) == "stopped")
            let outer = String(first.split(separator: "\n")[1].dropFirst("data:".count))
            #expect(try Recorded.shape(outer) == (try Recorded.shape(Recorded.statusEvent)))
            let inner = { (text: String) in try Recorded.shape(JSONValue(parsing: text)["data"]?.string ?? "") }
            #expect(try inner(outer) == (try inner(Recorded.statusEvent)))

            async let reply = client.chat("small", "hi", ["max_tokens": 1])
            #expect(try state(await event()) == "starting")
            await clock.waitForSleepers()
            clock.advance(by: .seconds(2))
            #expect(try state(await event()) == "ready")
            await clock.waitForSleepers()
            clock.advance(by: .seconds(1))
            _ = try await reply
        }
    }

    @Test func `ends with its body, whatever connections are open`() async throws {
        // A port that was given back may be given to anybody, another test's server too: then one has to try again.
        for attempt in 1...5 {
            let port = try await withSimulator(.sample(), clock) { client async throws in
                _ = try await client.start("GET", "/api/events")
                return client.port
            }
            let again = SimulatorServer(.sample(), port: port, clock: clock, stopwatch: clock.stopwatch)
            do {
                #expect(try await again.serve { $0 } == port)
                return
            } catch  where attempt < 5 {}
        }
    }

    @Test func `says so where its port is taken`() async throws {
        try await withSimulator(.sample(), clock) { [clock] client async throws in
            let second = SimulatorServer(.sample(), port: client.port, clock: clock, stopwatch: clock.stopwatch)
            await #expect(throws: (any Error).self) { try await second.run() }
        }
    }
}
