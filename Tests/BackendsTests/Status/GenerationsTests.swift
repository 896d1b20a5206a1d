import EscalationCore
import NIOCore
import RungTestSupport
import Simulator
import Testing

@testable import Backends

/// What is asked of a server, heard of it and done with it, against each server that the simulator plays.
@Suite(.timeLimit(.minutes(10))) struct GenerationsTests {
    private let seen = Collector<ServerStatus>()

    // MARK: States

    @Test(arguments: Generation.allCases)
    func `tells cold, loading and warm as far as the server does`(_ server: Generation) async throws {
        let clock = ManualClock()
        try await SimulatedServer.serving(SimulatedServer.scenario(server), on: clock) { [seen] bench async throws in
            #expect(try await bench.states() == [.cold, .cold])
            let old: Set<Generation> = [.llamaSwapV170, .llamaSwapV217]
            try await withThrowingTaskGroup(of: Void.self) { group async throws in
                group.addTask { _ = try await bench.watch.follow { seen.add($0) } }
                await seen.wait(for: 1)
                group.addTask { _ = try await bench.chat("small") }
                await seen.wait { $0.last?.start(of: "small") == .loading }
                #expect(try await bench.states() == [old.contains(server) ? .cold : .loading, .cold])
                await clock.waitForSleepers()
                clock.advance(by: .seconds(2))
                await seen.wait { $0.last?.start(of: "small") == .warm }
                #expect(try await bench.states() == [.warm, .cold])
                let status = try await bench.watch.status()
                // v170 tells aliases nowhere, and a name that is listed nowhere isn't cold.
                #expect(status.start(of: "fast") == (server == .llamaSwapV170 ? .unknown : .warm))
                #expect(status.start(of: "nowhere") == .unknown)
                group.cancelAll()
            }
        }
    }

    @Test(arguments: Generation.allCases)
    func `hears the end of the feed when the configuration is read again, and finds every model cold`(
        _ server: Generation
    ) async throws {
        try await SimulatedServer.serving(SimulatedServer.scenario(server)) { [seen] bench async throws in
            _ = try await bench.chat("small")
            async let end = bench.watch.follow { seen.add($0) }
            await seen.wait(for: 1)
            try await bench.reload()
            #expect(try await end == .closed)
            #expect(try await bench.states() == [.cold, .cold])
        }
    }

    @Test(arguments: Generation.allCases)
    func `is refused in words where the key is wrong, and answered where it is right`(
        _ server: Generation
    ) async throws {
        var scenario = SimulatedServer.scenario(server)
        scenario.apiKey = "sk-right-0001"
        try await SimulatedServer.serving(scenario, key: "sk-right-0001") { bench async throws in
            #expect(try await bench.states() == [.cold, .cold])
        }
        // Keys came with v179.
        guard server != .llamaSwapV170 else { return }
        try await SimulatedServer.serving(scenario, key: "sk-wrong-0002") { bench async throws in
            var questions: [@Sendable () async throws -> Void] = [
                { _ = try await bench.states() }, { _ = try await bench.watch.follow { _ in } },
                { _ = try await bench.chat("small") }, { try await bench.watch.warmUp("small") },
                { try await bench.watch.unload("small") },
            ]
            if server != .llamaServer { questions.append { try await bench.watch.followLog { _ in } } }
            for ask in questions {
                let error = await #expect(throws: BackendError.self) { try await ask() }
                #expect(error?.code == .refused)
                #expect(error?.status == 401)
                #expect(error?.description.contains("api_key_env") == true)
                #expect(error?.description.contains("sk-wrong") == false)
            }
        }
    }

    // MARK: Failures

    @Test(arguments: Generation.allCases, [false, true])
    func `knows a failed load for one, in each server's words`(_ server: Generation, tellsLoading: Bool) async throws {
        var scenario = SimulatedServer.scenario(server, [.init(.loadFailure("upstream command exited prematurely"))])
        scenario.tellsLoading = tellsLoading
        try await SimulatedServer.serving(scenario) { bench async throws in
            let error = await #expect(throws: BackendError.self) {
                try await bench.chat("small")
            }
            #expect(error?.code == .loadFailed)
        }
    }

    @Test(arguments: Generation.allCases)
    func `knows an unknown model for one, in each server's words`(_ server: Generation) async throws {
        try await SimulatedServer.serving(SimulatedServer.scenario(server)) { bench async throws in
            let error = await #expect(throws: BackendError.self) { try await bench.chat("nowhere") }
            #expect(error?.code == .unknownModel)
            #expect(error?.status == (server == .llamaSwapV250 ? 404 : 400))
        }
    }

    @Test(arguments: Generation.allCases)
    func `keeps what is said while a model loads out of the answer`(_ server: Generation) async throws {
        var scenario = SimulatedServer.scenario(server, [.init(.answer(text: "one two", reasoning: "", cutAfter: nil))])
        scenario.tellsLoading = true
        try await SimulatedServer.serving(scenario) { bench async throws in
            let reports = Collector<ExecutorReport>()
            let answer = try await bench.executor.answer(to: Request(model: "small", taskPrompt: "hi")) {
                reports.add($0)
            }
            #expect(answer.text == "one two")
            let said = reports.all.map { if case .output(.progress, let text) = $0 { text } else { "" } }.joined()
            let tells: Set<Generation> = [.llamaSwapV217, .llamaSwapV250]
            #expect(said.contains("llama-swap loading model: small") == tells.contains(server))
        }
    }

    // MARK: Doing

    @Test(arguments: Generation.allCases)
    func `warms a model up and unloads it, by id and by alias`(_ server: Generation) async throws {
        try await SimulatedServer.serving(SimulatedServer.scenario(server)) { bench async throws in
            let names = server == .llamaSwapV170 ? ["small", "org/big:7b"] : ["fast", "org/big:7b"]
            for (name, states) in zip(names, [[Start.warm, .cold], [.cold, .warm]]) {
                try await bench.watch.warmUp(name)
                #expect(try await bench.states() == states)
                try await bench.watch.unload(name)
                #expect(try await bench.states() == [.cold, .cold])
                // What isn't there need not go.
                try await bench.watch.unload(name)
            }
        }
    }

    @Test(arguments: Generation.allCases)
    func `says that a model can't be warmed up which the server doesn't have`(_ server: Generation) async throws {
        try await SimulatedServer.serving(SimulatedServer.scenario(server)) { bench async throws in
            await #expect(throws: BackendError.self) { try await bench.watch.warmUp("nowhere") }
            await #expect(throws: BackendError.self) { try await bench.watch.unload("nowhere") }
        }
    }

    @Test(arguments: Generation.allCases)
    func `follows the log of a server that serves one`(_ server: Generation) async throws {
        try await SimulatedServer.serving(SimulatedServer.scenario(server)) { bench async throws in
            guard server != .llamaServer else {
                let error = await #expect(throws: ServerRefusal.self) { try await bench.watch.followLog { _ in } }
                #expect(
                    error?.description
                        == "Backend 'b' (llama-server) offers no log to follow. Look where it was started.")
                return
            }
            _ = try await bench.chat("small")
            let text = Collector<String>()
            try await withThrowingTaskGroup(of: Void.self) { group async throws in
                group.addTask { try await bench.watch.followLog { text.add($0) } }
                await text.wait { $0.joined().contains("<small> health check passed\n") }
                try await bench.reload()
                await text.wait { $0.joined().contains("configuration changed, reloading\n") }
                group.cancelAll()
            }
        }
    }
}
