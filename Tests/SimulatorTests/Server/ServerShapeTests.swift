import EscalationCore
import RungTestSupport
import Testing

@testable import Simulator

/// What the server sends has the shape of what a real one sent.
@Suite(.timeLimit(.minutes(10))) struct `The server's replies` {
    private let clock = JumpingClock()

    @Test func `list every configured model, loaded or not`() async throws {
        let reply = try await withSimulator(.sample(), clock) { try await $0.get("/v1/models") }
        #expect(reply.status == 200)
        #expect(reply.contentType == "application/json")
        let models = try #require(reply.json?["data"]?.array)
        #expect(models.map { $0["id"]?.string } == ["judge", "org/big:7b", "small"])
        #expect(models.map { $0["status"]?["value"]?.string } == ["loaded", "unloaded", "unloaded"])
        #expect(models[2]["meta"]?["llamaswap"]?["aliases"] == ["fast", "cheap"])
        // The rest of the recording comes from a configuration that says more of its models.
        let optional: Set = [
            "data[].description string", "data[].architecture.input_modalities list",
            "data[].architecture.input_modalities[] string", "data[].architecture.modality string",
            "data[].architecture.output_modalities list", "data[].architecture.output_modalities[] string",
            "data[].capabilities.function_calling bool", "data[].supported_parameters list",
            "data[].supported_parameters[] string", "data[].meta.llamaswap.quant string",
            "data[].meta.llamaswap.replaces string",
        ]
        let shape = try Recorded.shape(reply.body)
        #expect(shape.union(optional) == (try Recorded.shape(Recorded.models)))
    }

    @Test func `list what runs, by real ids only`() async throws {
        let reply = try await withSimulator(.sample(), clock) { client async throws in
            _ = try await client.chat("fast", "hello", ["max_tokens": 1])
            return try await client.get("/running")
        }
        #expect(
            reply.json?["running"]?.array?.map { [$0["model"]?.string, $0["state"]?.string] }
                == [["judge", "ready"], ["small", "ready"]])
        #expect(try Recorded.shape(reply.body) == (try Recorded.shape(Recorded.running)))
    }

    @Test func `stream an answer as llama-server does, with the usage where it was asked for`() async throws {
        let entry = Scenario.Entry(.answer(text: "one two three", reasoning: "hm", cutAfter: nil))
        let reply = try await withSimulator(.sample([entry]), clock) {
            try await $0.chat("small", "count", ["stream": true, "stream_options": ["include_usage": true]])
        }
        #expect(reply.contentType == "text/event-stream")
        let events = reply.events
        let deltas = events.dropLast().map { $0["choices"]?.array?.first?["delta"] }
        #expect(
            deltas == [
                ["role": "assistant", "content": .null], ["reasoning_content": "hm"], ["content": "one"],
                ["content": " two"], ["content": " three"], [:], nil,
            ])
        #expect(events.last == "[DONE]")
        #expect(Recorded.shape(events[0]) == (try Recorded.shape(Recorded.firstChunk)))
        #expect(Recorded.shape(events[2]) == (try Recorded.shape(Recorded.contentChunk)))
        #expect(Recorded.shape(events[5]) == (try Recorded.shape(Recorded.finishChunk)))
        #expect(Recorded.shape(events[6]) == (try Recorded.shape(Recorded.usageChunk)))
        #expect(events[6]["usage"]?["completion_tokens"] == 4)
        #expect(events[6]["timings"]?["predicted_per_second"]?.double == 10)
    }

    @Test func `put the timings on the finish where no usage was asked for`() async throws {
        let reply = try await withSimulator(.sample(), clock) { try await $0.chat("small", "x", ["stream": true]) }
        let finish = try #require(reply.events.dropLast().last)
        #expect(finish["choices"]?.array?.first?["finish_reason"] == "stop")
        #expect(finish["timings"]?["predicted_per_second"]?.double == 10)
        #expect(finish["usage"] == nil)
    }

    @Test func `give an answer at once where no stream was asked for, cut at the most tokens`() async throws {
        let entry = Scenario.Entry(.answer(text: "one two three", reasoning: "", cutAfter: nil))
        let reply = try await withSimulator(.sample([entry]), clock) {
            try await $0.chat("small", "count", ["max_tokens": 2])
        }
        let choice = try #require(reply.json?["choices"]?.array?.first)
        #expect(choice["message"] == ["role": "assistant", "content": "one two"])
        #expect(choice["finish_reason"] == "length")
        #expect(try Recorded.shape(reply.body) == (try Recorded.shape(Recorded.whole)))
    }

    @Test func `refuse as the real one refuses, to the letter`() async throws {
        try await withSimulator(.sample(), clock) { client async throws in
            let chat = "/v1/chat/completions"
            let unknown = try await client.post(chat, #"{"model":"nope","messages":[]}"#)
            #expect(unknown == .init(status: 404, contentType: "application/json", body: Recorded.unknownModel))
            let none = try await client.post(chat, #"{"messages":[]}"#)
            #expect(none == .init(status: 404, contentType: "application/json", body: Recorded.noModel))
            let form = "application/x-www-form-urlencoded"
            let noJSON = try await client.post(
                chat, #"{"model":"small","messages":[]}"#, headers: ["Content-Type": form])
            #expect(noJSON == .init(status: 404, contentType: "application/json", body: Recorded.noModel))
            let plain = ["Content-Type": "application/json", "Accept": "text/plain"]
            #expect(
                try await client.post(chat, #"{"model":"nope"}"#, headers: plain).body
                    == "llama-swap: no router for requested model\n")
            let unload = try await client.post("/api/models/unload/nope")
            #expect(unload == .init(status: 404, contentType: "application/json", body: Recorded.nothingToUnload))
            #expect(try await client.get("/v1/models/small").status == 404)
            #expect(try await client.get("/health").body == "OK")
        }
    }

    @Test func `fail as the scenario says`() async throws {
        let scenario = Scenario.sample([
            .init(task: "load", .loadFailure("upstream command exited prematurely")),
            .init(task: "busy", .refusal(status: 503, text: "no slot")),
            .init(task: "cut", .answer(text: "one two three four", reasoning: "", cutAfter: 2)),
        ])
        try await withSimulator(scenario, clock) { client async throws in
            let load = try await client.chat("small", "load", ["stream": true])
            #expect(load == .init(status: 500, contentType: "application/json", body: Recorded.loadFailed))
            #expect(try await client.running() == ["judge": "ready"])
            let busy = try await client.chat("small", "busy")
            #expect(busy.status == 503)
            #expect(busy.json?["error"]?["message"] == "no slot")
            await #expect(throws: (any Error).self) { try await client.chat("small", "cut", ["stream": true]) }
            let long = try await client.chat("small", String(repeating: "word ", count: 4_000))
            #expect(long.status == 400)
            #expect(long.json?["error"]?["type"] == "exceed_context_size_error")
        }
    }
}
