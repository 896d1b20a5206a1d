import EscalationCore
import EscalationEngine
import RungTestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A status monitor with a feed` {
    private let clock = ManualClock()
    private let seen = Collector<BackendStatus>()

    /// Says what a test put there last; counts how often it was asked.
    private actor Server: StatusProbe, StatusFeed {
        private var state: ServerStatus
        private var listeners: [AsyncStream<ServerStatus>.Continuation] = []
        nonisolated let questions = Collector<Int>()
        nonisolated let openings = Collector<Int>()
        private let end: FeedEnd

        init(_ state: ServerStatus, end: FeedEnd = .closed) {
            self.state = state
            self.end = end
        }

        func status() async throws -> ServerStatus {
            questions.add(0)
            return state
        }

        func answer(_ state: ServerStatus) { self.state = state }
        func tell(_ state: ServerStatus) { for listener in listeners { listener.yield(state) } }
        func closeFeeds() {
            for listener in listeners { listener.finish() }
            listeners = []
        }

        func follow(_ report: @escaping @Sendable (ServerStatus) async -> Void) async throws -> FeedEnd {
            openings.add(0)
            guard end == .closed else { return end }
            let (stream, listener) = AsyncStream.makeStream(of: ServerStatus.self)
            listeners.append(listener)
            for await state in stream { await report(state) }
            try Task.checkCancellation()
            return end
        }
    }

    private func state(_ starts: [String: Start]) -> ServerStatus {
        ServerStatus(serverKind: "llama-swap", tellsLoaded: true, starts: starts)
    }

    private func reachable(_ starts: [String: Start]) -> BackendStatus {
        BackendStatus(backend: "b", reach: .reachable(latency: .zero), server: state(starts))
    }

    /// Runs a monitor beside the body.
    private func watching(
        _ server: Server, every interval: Duration = .seconds(10), _ body: @Sendable () async -> Void
    ) async {
        let monitor = StatusMonitor(
            backend: "b", probe: server, feed: server, interval: interval, clock: clock,
            stopwatch: clock.stopwatch)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await monitor.run { [seen] in seen.add($0) } }
            await seen.wait(for: 1)
            await body()
            group.cancelAll()
        }
    }

    private func poll() async {
        let before = seen.all.count
        await clock.waitForSleeper(within: .seconds(10))
        clock.advance(by: .seconds(10))
        await seen.wait(for: before + 1)
    }

    @Test func `shows a change when it is told, without waiting for the next poll`() async {
        let server = Server(state([:]))
        await watching(server) {
            await server.openings.wait(for: 1)
            await server.tell(state(["m": .loading]))
            await seen.wait(for: 2)
            await server.tell(state(["m": .warm]))
            await seen.wait(for: 3)
        }
        #expect(seen.all == [reachable([:]), reachable(["m": .loading]), reachable(["m": .warm])])
        #expect(clock.now.offset == .zero)
        #expect(server.questions.all.count == 1)
    }

    @Test func `goes on polling, for a crash may go untold`() async {
        let server = Server(state(["m": .warm]))
        await watching(server) {
            await server.openings.wait(for: 1)
            await server.tell(state(["m": .warm]))
            await seen.wait(for: 2)
            await server.answer(state([:]))
            await poll()
        }
        #expect(seen.all.last == reachable([:]))
    }

    @Test func `polls at once when the feed ends, and opens it again after a second`() async {
        let server = Server(state(["m": .warm]))
        await watching(server) {
            await server.openings.wait(for: 1)
            await server.tell(state(["m": .warm]))
            await seen.wait(for: 2)
            await server.answer(state([:]))
            await server.closeFeeds()
            await seen.wait(for: 3)
            await clock.waitForSleeper(within: .seconds(1))
            #expect(server.openings.all.count == 1)
            clock.advance(by: .seconds(1))
            await server.openings.wait(for: 2)
        }
        #expect(seen.all.last == reachable([:]))
        #expect(clock.now.offset == .seconds(1))
    }

    @Test func `waits twice as long each time a feed ends without a word, up to ten seconds`() async {
        let server = Server(state([:]))
        // No poll sleeps meanwhile that the test could take for the feed.
        await watching(server, every: .seconds(3_600)) {
            for (index, pause) in [1, 2, 4, 8, 10, 10].enumerated() {
                await server.openings.wait(for: index + 1)
                await server.closeFeeds()
                await clock.waitForSleeper(within: .seconds(pause))
                clock.advance(by: .seconds(pause) - .milliseconds(1))
                #expect(server.openings.all.count == index + 1)
                await clock.waitForSleeper(within: .milliseconds(1))
                clock.advance(by: .milliseconds(1))
            }
            await server.openings.wait(for: 7)
        }
    }

    @Test func `asks a server without a feed for one every thirty seconds`() async {
        let server = Server(state([:]), end: .notOffered)
        await watching(server) {
            await server.openings.wait(for: 1)
            for _ in 0..<3 { await poll() }
            await server.openings.wait(for: 2)
        }
        #expect(server.openings.all.count == 2)
    }

    @Test func `believes a load that only the feed tells of, and asks for a fresh feed after five seconds`() async {
        let server = Server(state([:]))
        await watching(server) {
            await server.openings.wait(for: 1)
            await server.tell(state(["m": .loading]))
            await seen.wait(for: 2)
            // The answers of an old llama-swap mention only models that are ready.
            await poll()
            #expect(seen.all.last == reachable(["m": .loading]))
            await poll()
            await server.openings.wait(for: 2)
            #expect(seen.all.last == reachable(["m": .loading]))
            // The load had failed, which was not told.
            await server.tell(state([:]))
            await seen.wait { $0.last == self.reachable([:]) }
        }
    }

    @Test func `believes an answer that says a load is over, of a server whose answers mention loads`() async {
        let server = Server(state(["m": .loading]))
        await watching(server) {
            await server.openings.wait(for: 1)
            await server.tell(state(["m": .loading]))
            await seen.wait(for: 2)
            await server.answer(state([:]))
            await poll()
        }
        #expect(seen.all.last == reachable([:]))
    }
}
