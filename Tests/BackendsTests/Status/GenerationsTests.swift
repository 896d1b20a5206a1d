import EscalationCore
import NIOCore
import RungTestSupport
import Simulator
import Testing

@testable import Backends

/// What is asked of a server, heard of it and done with it, against each server that the simulator plays.
@Suite(.timeLimit(.minutes(2))) struct GenerationsTests {
    private let seen = Collector<ServerStatus>()

    private static func scenario(_ server: Generation, _ script: [Scenario.Entry] = []) -> Scenario {
        var small = Scenario.Model("small")
        small.loadTime = .seconds(2)
        small.aliases = ["fast"]
        var big = Scenario.Model("org/big:7b")
        big.loadTime = .seconds(5)
        var scenario = Scenario(seed: 7, models: [small, big], script: script)
        scenario.server = server
        return scenario
    }

    /// A simulated server as its clients have it.
    private struct Bench: Sendable {
        var backend: BackendEndpoint
        var watch: ServerWatch
        var executor: ChatExecutor

        func states() async throws -> [Start] {
            let status = try await watch.status()
            return [status.start(of: "small"), status.start(of: "org/big:7b")]
        }

        func chat(_ model: String, _ prompt: String = "hi") async throws -> Answer {
            try await executor.answer(to: Request(model: model, taskPrompt: prompt))
        }

        func reload() async throws { _ = try await watch.query.post("/simulator/reload") }
    }

    /// - Parameter clock: the server's and its client's; unless told otherwise, one on which no sleep takes time.
    private func serving<C: Clock<Duration>>(
        _ scenario: Scenario, key: String? = nil, on clock: C = JumpingClock(),
        _ body: @escaping @Sendable (Bench) async throws -> Void
    ) async throws where C.Instant: Sendable {
        let server = SimulatorServer(scenario, clock: clock, stopwatch: .on(clock), startedAt: 1_800_000_000)
        try await server.serve { port in
            try await withClients { clients in
                let backend = BackendEndpoint(name: "b", url: "http://127.0.0.1:\(port)", apiKey: key)
                let watch = clients.serverWatch(
                    for: backend, clock: clock, stopwatch: .on(clock), patience: .seconds(60))
                try await body(Bench(backend: backend, watch: watch, executor: clients.chatExecutor(for: backend)))
            }
        }
    }

    // MARK: States

    @Test(arguments: Generation.allCases)
    func `tells cold, loading and warm as far as the server does`(_ server: Generation) async throws {
        let clock = ManualClock()
        try await serving(Self.scenario(server), on: clock) { [seen] bench async throws in
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
    func `tells a swap, and until then the model that still answers`(_ server: Generation) async throws {
        let clock = ManualClock()
        try await serving(Self.scenario(server), on: clock) { [seen] bench async throws in
            try await withThrowingTaskGroup(of: Void.self) { group async throws in
                group.addTask { _ = try await bench.watch.follow { seen.add($0) } }
                await seen.wait(for: 1)
                group.addTask { _ = try await bench.chat("small") }
                await seen.wait { $0.last?.start(of: "small") == .loading }
                await clock.waitForSleepers()
                clock.advance(by: .seconds(2))
                await seen.wait { $0.last?.start(of: "small") == .warm }
                // It writes its answer.
                await clock.waitForSleepers()
                group.addTask { _ = try await bench.chat("org/big:7b") }
                #expect(try await bench.states() == [.warm, .cold])
                while seen.all.last?.start(of: "org/big:7b") != .warm {
                    clock.advance(by: .seconds(1))
                    await Task.yield()
                }
                #expect(try await bench.states() == [.cold, .warm])
                group.cancelAll()
            }
        }
    }

    @Test(arguments: Generation.allCases)
    func `tells a crash by asking, also where the server says nothing of it`(_ server: Generation) async throws {
        let scenario = Self.scenario(server, [.init(task: "crash", .crash(after: 1))])
        try await serving(scenario) { [seen] bench async throws in
            try await withThrowingTaskGroup(of: Void.self) { group async throws in
                _ = try await bench.chat("small")
                group.addTask { _ = try await bench.watch.follow { seen.add($0) } }
                await seen.wait { $0.last?.start(of: "small") == .warm }
                await #expect(throws: BackendError.self) {
                    try await bench.chat("small", "crash")
                }
                #expect(try await bench.states() == [.cold, .cold])
                if server == .llamaSwapV250 || server == .llamaServer {
                    await seen.wait { $0.last?.start(of: "small") == .cold }
                } else {
                    #expect(seen.all.last?.start(of: "small") == .warm)
                }
                #expect(try await bench.watch.status().hasFailed("small") == (server == .llamaServer))
                group.cancelAll()
            }
        }
    }

    @Test(arguments: Generation.allCases)
    func `hears the end of the feed when the configuration is read again, and finds every model cold`(
        _ server: Generation
    ) async throws {
        try await serving(Self.scenario(server)) { [seen] bench async throws in
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
        var scenario = Self.scenario(server)
        scenario.apiKey = "sk-right-0001"
        try await serving(scenario, key: "sk-right-0001") { bench async throws in
            #expect(try await bench.states() == [.cold, .cold])
        }
        // Keys came with v179.
        guard server != .llamaSwapV170 else { return }
        try await serving(scenario, key: "sk-wrong-0002") { bench async throws in
            let questions: [@Sendable () async throws -> Void] = [
                { _ = try await bench.states() }, { _ = try await bench.watch.follow { _ in } },
            ]
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
        var scenario = Self.scenario(server, [.init(.loadFailure("upstream command exited prematurely"))])
        scenario.tellsLoading = tellsLoading
        try await serving(scenario) { bench async throws in
            let error = await #expect(throws: BackendError.self) {
                try await bench.chat("small")
            }
            #expect(error?.code == .loadFailed)
        }
    }

    @Test(arguments: Generation.allCases)
    func `knows an unknown model for one, in each server's words`(_ server: Generation) async throws {
        try await serving(Self.scenario(server)) { bench async throws in
            let error = await #expect(throws: BackendError.self) { try await bench.chat("nowhere") }
            #expect(error?.code == .unknownModel)
            #expect(error?.status == (server == .llamaSwapV250 ? 404 : 400))
        }
    }

    @Test(arguments: Generation.allCases)
    func `keeps what is said while a model loads out of the answer`(_ server: Generation) async throws {
        var scenario = Self.scenario(server, [.init(.answer(text: "one two", reasoning: "", cutAfter: nil))])
        scenario.tellsLoading = true
        try await serving(scenario) { bench async throws in
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
        try await serving(Self.scenario(server)) { bench async throws in
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
        try await serving(Self.scenario(server)) { bench async throws in
            await #expect(throws: BackendError.self) { try await bench.watch.warmUp("nowhere") }
            await #expect(throws: BackendError.self) { try await bench.watch.unload("nowhere") }
        }
    }

    @Test(arguments: Generation.allCases)
    func `follows the log of a server that serves one`(_ server: Generation) async throws {
        try await serving(Self.scenario(server)) { bench async throws in
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
