import EscalationCore
import RungTestSupport
import Simulator
import Testing

@testable import Backends

/// What a server is asked, what it tells by itself, and what becomes of a request: each server that the simulator plays in
/// each situation, over HTTP.
///
/// One after the other: those that let time pass keep a processor busy until the server has followed.
@Suite(.serialized, .timeLimit(.minutes(10))) struct SituationsTests {
    enum Situation: String, Sendable, CaseIterable {
        case idle, loading, answering, swapWanted, swapped, swapAbandoned, failedLoad, crash, unloadedWhileLoading
        case reloadedWhileLoading, rested, tooManyRequests, unknownModel
    }

    /// States of the small model and of the big one, and of the request that the situation is about.
    struct Telling: Sendable, Equatable {
        var asked: [Start]
        /// What the feed said last.
        var heard: [Start]
        var isFailed = false
        /// What the request ended with; empty for an answer, nil while it has no end.
        var request: String?
    }

    private static func isOld(_ server: Generation) -> Bool { [.llamaSwapV170, .llamaSwapV217].contains(server) }

    /// What each server tells. Before v218 llama-swap answers only with models that are ready, and says nothing of a load
    /// or a process that fails.
    static func expected(_ situation: Situation, of server: Generation) -> Telling {
        let isOld = isOld(server)
        let isRouter = server == .llamaServer
        return switch situation {
        case .idle: Telling(asked: [.cold, .cold], heard: [.cold, .cold])
        case .loading: Telling(asked: [isOld ? .cold : .loading, .cold], heard: [.loading, .cold])
        case .answering, .swapWanted: Telling(asked: [.warm, .cold], heard: [.warm, .cold])
        case .swapped: Telling(asked: [.cold, .warm], heard: [.cold, .warm], request: "")
        // A client that left the queue has nothing loaded.
        case .swapAbandoned: Telling(asked: [.warm, .cold], heard: [.warm, .cold], request: "")
        case .failedLoad:
            Telling(
                asked: [.cold, .cold], heard: [isOld ? .loading : .cold, .cold], isFailed: isRouter,
                request: "loadFailed")
        case .crash:
            Telling(
                asked: [.cold, .cold], heard: [isOld ? .warm : .cold, .cold], isFailed: isRouter, request: "cutOff")
        // They load first, answer who waits, and then unload.
        case .unloadedWhileLoading where isOld: Telling(asked: [.cold, .cold], heard: [.cold, .cold], request: "")
        case .unloadedWhileLoading: Telling(asked: [.cold, .cold], heard: [.cold, .cold], request: "loadFailed")
        case .reloadedWhileLoading:
            Telling(
                asked: [.cold, .cold], heard: [isOld ? .loading : .cold, .cold],
                request: server == .llamaSwapV250 ? "server" : "loadFailed")
        // Unloaded by llama-swap, asleep on the router: cold, for the next request loads it.
        case .rested: Telling(asked: [.cold, .cold], heard: [.cold, .cold], request: "")
        case .tooManyRequests: Telling(asked: [.warm, .cold], heard: [.warm, .cold], request: "rateLimited 3s")
        case .unknownModel: Telling(asked: [.cold, .cold], heard: [.cold, .cold], request: "unknownModel")
        }
    }

    @Test(arguments: Situation.allCases, Generation.allCases)
    func `is told as far as the server tells it`(_ situation: Situation, _ server: Generation) async throws {
        let stage = Stage()
        try await SimulatedServer.serving(Stage.scenario(server, situation), on: stage.clock) { bench async throws in
            try await withThrowingTaskGroup(of: Void.self) { group async throws in
                group.addTask { _ = try await bench.watch.follow { stage.heard.add($0) } }
                await stage.heard.wait(for: 1)
                try await stage.play(situation, on: bench, isOld: Self.isOld(server), in: &group)
                let expected = Self.expected(situation, of: server)
                await stage.heard.wait { $0.last.map(SimulatedServer.states) == expected.heard }
                let status = try await bench.watch.status()
                #expect(
                    Telling(
                        asked: SimulatedServer.states(status),
                        heard: stage.heard.all.last.map(SimulatedServer.states) ?? [],
                        isFailed: status.hasFailed("small"), request: stage.ends.all.first) == expected)
                group.cancelAll()
            }
        }
    }
}

/// Brings a simulated server into a situation.
private struct Stage: Sendable {
    let clock = ManualClock()
    let heard = Collector<ServerStatus>()
    /// How the requests of the situation ended.
    let ends = Collector<String>()

    static func scenario(_ server: Generation, _ situation: SituationsTests.Situation) -> Scenario {
        var scenario = SimulatedServer.scenario(
            server,
            [
                .init(task: "crash", .crash(after: 1)),
                .init(task: "fail", .loadFailure("upstream command exited prematurely")),
                .init(task: "crowd", .refusal(status: 429, text: "Too many requests", retryAfter: .seconds(3))),
                .init(.answer(text: "one two three", reasoning: "", cutAfter: nil)),
            ])
        if situation == .rested { scenario.models[0].ttl = .seconds(30) }
        return scenario
    }

    func play(
        _ situation: SituationsTests.Situation, on server: SimulatedServer, isOld: Bool,
        in group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws {
        switch situation {
        case .idle: break
        case .loading:
            ask(server, "small", in: &group)
            await hear("small", .loading)
        case .answering: await load(server, in: &group)
        case .swapWanted:
            await load(server, in: &group)
            // Its request waits for the end of the other's, which no time brings about.
            group.addTask { _ = try? await server.chat("org/big:7b") }
            for _ in 0..<3 { _ = try await server.states() }
        case .swapped:
            await load(server, in: &group)
            ask(server, "org/big:7b", in: &group)
            try await passTime(until: { ends.all.count == 1 && heard.all.last?.start(of: "org/big:7b") == .warm })
        case .swapAbandoned:
            await load(server, in: &group)
            ask(server, "small", in: &group)
            let waiting = Task { try await server.chat("org/big:7b") }
            for _ in 0..<3 { _ = try await server.states() }
            waiting.cancel()
            _ = await waiting.result
            // It is let in, and so writes, only when the one before it has left the queue: as the third that writes.
            group.addTask { _ = try? await server.chat("small") }
            await clock.waitForSleepers(3)
            try await passTime(until: { ends.all.count == 1 })
        case .failedLoad:
            ask(server, "small", "fail", in: &group)
            await hear("small", .loading)
            try await passTime(until: { ends.all.count == 1 })
        case .crash:
            ask(server, "small", "crash", in: &group)
            await finishLoad()
            try await passTime(until: { ends.all.count == 1 })
        case .unloadedWhileLoading:
            ask(server, "small", in: &group)
            await hear("small", .loading)
            let unloaded = Collector<Void>()
            group.addTask {
                try await server.watch.unload("small")
                unloaded.add(())
            }
            // It has arrived before the load is over; those of before v218 say nothing of it, and load on.
            if !isOld { await hear("small", .cold) }
            // A process that is told to end takes time for it as well.
            try await passTime(until: {
                ends.all.count == 1 && unloaded.all.count == 1 && heard.all.last?.start(of: "small") == .cold
            })
        case .reloadedWhileLoading:
            ask(server, "small", in: &group)
            await hear("small", .loading)
            try await server.reload()
            await ends.wait(for: 1)
        case .rested:
            ask(server, "small", in: &group)
            await finishLoad()
            clock.advance(by: .seconds(1))
            await ends.wait(for: 1)
            // Nothing but its rest sleeps now.
            await clock.waitForSleepers()
            clock.advance(by: .seconds(30))
            try await passTime(until: { heard.all.last?.start(of: "small") == .cold })
        case .tooManyRequests:
            ask(server, "small", "crowd", in: &group)
            try await passTime(until: { ends.all.count == 1 })
        case .unknownModel:
            ask(server, "nowhere", in: &group)
            await ends.wait(for: 1)
        }
    }

    /// Has the small model loaded by a request that is then being answered, without an end.
    private func load(_ server: SimulatedServer, in group: inout ThrowingTaskGroup<Void, any Error>) async {
        group.addTask { _ = try? await server.chat("small") }
        await finishLoad()
    }

    /// Lets the time of the small model's load pass, until it begins to answer.
    private func finishLoad() async {
        await hear("small", .loading)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(2))
        await hear("small", .warm)
        await clock.waitForSleepers()
    }

    private func ask(
        _ server: SimulatedServer, _ model: String, _ prompt: String = "hi",
        in group: inout ThrowingTaskGroup<Void, any Error>
    ) {
        group.addTask { [ends] in
            do {
                _ = try await server.chat(model, prompt)
                ends.add("")
            } catch let error as BackendError {
                let pause = error.retryAfter.map { " \($0.inSeconds)" } ?? ""
                ends.add("\(error.code)\(pause)".replacing(" s", with: "s"))
            }
        }
    }

    private func hear(_ model: String, _ start: Start) async {
        await heard.wait { $0.last?.start(of: model) == start }
    }

    private func passTime(until condition: @Sendable () -> Bool) async throws {
        while !condition() {
            try Task.checkCancellation()
            clock.advance(by: .milliseconds(100))
            await Task.yield()
        }
    }
}
