import RungTestSupport
import Testing

@testable import Simulator

@Suite(.timeLimit(.minutes(10))) struct `The model loader` {
    private let clock = ManualClock()
    private let small = Scenario.sample().models[0]
    private let big = Scenario.sample().models[1]

    /// Runs a body beside the loader, and ends the loader then.
    private func withLoader(_ body: @escaping @Sendable (ModelLoader) async throws -> Void) async throws {
        let loader = ModelLoader(Scenario.sample().models, clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await loader.run() }
            try await body(loader)
            tasks.cancelAll()
        }
    }

    private func states(_ statuses: [ModelStatus]) -> [String: ModelState] {
        statuses.reduce(into: [:]) { $0[$1.model.id] = $1.state }
    }

    @Test func `takes a model's load time on its clock, and tells every state on the way`() async throws {
        try await withLoader { [clock, small, big] loader in
            var snapshots = await loader.snapshots().makeAsyncIterator()
            #expect(
                await snapshots.next().map(self.states)
                    == ["small": .stopped, "org/big:7b": .stopped, "judge": .ready])
            async let loaded: Void = { _ = try await loader.acquire(small) }()
            #expect(await snapshots.next().map(self.states)?["small"] == .starting)
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(1_999))
            #expect(await self.states(loader.statuses)["small"] == .starting)
            clock.advance(by: .milliseconds(1))
            #expect(await snapshots.next().map(self.states)?["small"] == .ready)
            try await loaded

            // The other model of the group waits for the lease to end, then for the stop, then for its load.
            var lease: ModelLoader.Lease? = try await loader.acquire(small)
            async let swapped: Void = { _ = try await loader.acquire(big) }()
            lease = nil
            #expect(lease == nil)
            #expect(await snapshots.next().map(self.states)?["small"] == .stopping)
            await clock.waitForSleepers()
            clock.advance(by: ModelLoader.stopTime)
            #expect(
                await snapshots.next().map(self.states)
                    == ["small": .stopped, "org/big:7b": .starting, "judge": .ready])
            await clock.waitForSleepers()
            clock.advance(by: big.loadTime)
            try await swapped
            #expect(await self.states(loader.statuses)["org/big:7b"] == .ready)
        }
    }

    @Test func `lets a cancelled request go at once, and its load go on`() async throws {
        try await withLoader { [clock, small] loader in
            await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { _ = try await loader.acquire(small) }
                await clock.waitForSleepers()
                tasks.cancelAll()
                await #expect(throws: CancellationError.self) { try await tasks.next() }
            }
            var snapshots = await loader.snapshots().makeAsyncIterator()
            #expect(await snapshots.next().map(self.states)?["small"] == .starting)
            clock.advance(by: small.loadTime)
            #expect(await snapshots.next().map(self.states)?["small"] == .ready)
        }
    }

    @Test func `lets everybody go when it ends`() async throws {
        let loader = ModelLoader(Scenario.sample().models, clock: clock)
        await withThrowingTaskGroup(of: Void.self) { waiting in
            await withTaskGroup(of: Void.self) { running in
                running.addTask { await loader.run() }
                waiting.addTask { [small] in _ = try await loader.acquire(small) }
                await clock.waitForSleepers()
                running.cancelAll()
            }
            await #expect(throws: CancellationError.self) { try await waiting.next() }
        }
        await #expect(throws: CancellationError.self) { _ = try await loader.acquire(small) }
        var snapshots = await loader.snapshots().makeAsyncIterator()
        #expect(await snapshots.next() == nil)
    }

    @Test func `unloads a model, and returns when it is gone`() async throws {
        try await withLoader { [clock] loader in
            async let gone: Void = loader.unload(["judge"])
            await clock.waitForSleepers()
            #expect(await self.states(loader.statuses)["judge"] == .stopping)
            clock.advance(by: ModelLoader.stopTime)
            await gone
            #expect(await self.states(loader.statuses)["judge"] == .stopped)
        }
    }
}
