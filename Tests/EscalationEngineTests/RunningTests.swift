import EscalationCore
import EscalationEngine
import RungTestSupport
import Testing

@Suite struct `The status monitor` {
    private let clock = ManualClock()

    /// Answers in the order given, then hangs.
    private struct Probe: StatusProbe {
        let answers: Collector<Int>
        let script: [Result<ServerStatus, Failure>]

        func status() async throws -> ServerStatus {
            answers.add(0)
            let index = answers.all.count - 1
            return try script[index].get()
        }
    }

    @Test func `polls at its interval and backs off to 10 s while the server is away`() async throws {
        let warm = ServerStatus(tellsLoaded: true, starts: ["m": .warm])
        let refused = Result<ServerStatus, Failure>.failure(Failure(.unreachable, "refused"))
        let probe = Probe(
            answers: Collector(),
            script: [.success(warm), refused, refused, refused, refused, refused, .success(warm), .success(warm)])
        let monitor = StatusMonitor(
            backend: "b", probe: probe, interval: .seconds(1), clock: clock, stopwatch: clock.stopwatch)
        let seen = Collector<BackendStatus>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await monitor.run { seen.add($0) }
            }
            for (index, pause) in [1, 2, 4, 8, 10, 10, 1].enumerated() {
                await seen.wait(for: index + 1)
                await clock.waitForSleepers()
                clock.advance(by: .seconds(pause))
            }
            await seen.wait(for: 8)
            group.cancelAll()
        }
        func away(for since: Int, next: Int) -> BackendStatus {
            BackendStatus(
                backend: "b", reach: .away(reason: "refused", since: .seconds(since), nextTry: .seconds(next)),
                server: nil)
        }
        let reachable = BackendStatus(backend: "b", reach: .reachable(latency: .zero), server: warm)
        #expect(
            seen.all == [
                reachable, away(for: 0, next: 2), away(for: 2, next: 4), away(for: 6, next: 8), away(for: 14, next: 10),
                away(for: 24, next: 10), reachable,
                reachable,
            ])
    }

    @Test func `tells a refused key from a server that is away, and counts each for itself`() async throws {
        func failure(_ kind: Failure.Kind) -> Result<ServerStatus, Failure> { .failure(Failure(kind, "\(kind)")) }
        let probe = Probe(
            answers: Collector(),
            script: [failure(.unreachable), failure(.refused), failure(.refused), failure(.server)])
        let monitor = StatusMonitor(
            backend: "b", probe: probe, interval: .seconds(1), clock: clock, stopwatch: clock.stopwatch)
        let seen = Collector<BackendStatus>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await monitor.run { seen.add($0) } }
            for (index, pause) in [2, 4, 8].enumerated() {
                await seen.wait(for: index + 1)
                await clock.waitForSleepers()
                clock.advance(by: .seconds(pause))
            }
            await seen.wait(for: 4)
            group.cancelAll()
        }
        #expect(
            seen.all.map(\.reach) == [
                .away(reason: "unreachable", since: .zero, nextTry: .seconds(2)),
                .refused(reason: "refused", since: .zero, nextTry: .seconds(4)),
                .refused(reason: "refused", since: .seconds(4), nextTry: .seconds(8)),
                .away(reason: "server", since: .zero, nextTry: .seconds(10)),
            ])
        #expect(seen.all.map(\.isReachable) == [false, true, true, false])
        #expect(seen.all.allSatisfy { !$0.isAnswering })
    }
}

@Suite struct `The session runner` {
    private let clock = ManualClock()
    private let events = Collector<SessionEvent>()

    private func runner(_ executor: any Executor) -> SessionRunner {
        let equipment = Equipment(
            backends: [Backend(name: "b", executor: executor)], verifiers: { _, _ in [ScriptedVerifier.accepting] },
            currentDate: { 0 })
        return SessionRunner(Orchestrator(equipment, clock: clock, stopwatch: clock.stopwatch)) { [events] in
            events.add($0)
        }
    }

    private let chain = Chain(tiers: [Tier("m", backend: "b")])

    private func outcomes() -> [Session.ID: Outcome] {
        var outcomes: [Session.ID: Outcome] = [:]
        for event in events.all {
            if case .sessionFinished(let outcome, _, _) = event.kind { outcomes[event.session] = outcome }
        }
        return outcomes
    }

    @Test func `runs many at once, and a failing or cancelled one takes no other down`() async throws {
        let hanging = Collector<Bool>()
        let runner = runner(
            ScriptedExecutor { request, report in
                switch request.taskPrompt {
                case "fail": throw Failure(.server, "boom")
                case "hang":
                    hanging.add(true)
                    try await hangUntilCancelled()
                default:
                    await report(.output(.answer, "x"))
                    return Answer("x")
                }
            })
        let ids = (0..<20).map { _ in Session.ID.random() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run() }
            for (index, id) in ids.enumerated() {
                try await runner.submit(TaskSpec(["answer", "fail", "hang", "answer"][index % 4]), on: chain, id: id)
            }
            await hanging.wait(for: 5)
            for (index, id) in ids.enumerated() where index % 4 == 2 { await runner.cancel(id) }
            await runner.close()
            try await group.waitForAll()
        }
        let expected = ids.enumerated().map { index, id in
            (id, [Outcome.accepted, .exhausted, .cancelled, .accepted][index % 4])
        }
        #expect(outcomes() == Dictionary(uniqueKeysWithValues: expected))
        #expect(await runner.count == 0)
    }

    @Test func `records the end of every session when it is cancelled itself`() async throws {
        let hanging = Collector<Bool>()
        let runner = runner(ScriptedExecutor.hanging { hanging.add(true) })
        let ids = (0..<3).map { _ in Session.ID.random() }
        for id in ids { try await runner.submit(TaskSpec("t"), on: chain, id: id) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run() }
            await hanging.wait(for: 3)
            group.cancelAll()
        }
        #expect(outcomes() == Dictionary(uniqueKeysWithValues: ids.map { ($0, .cancelled) }))
    }
}
