import EscalationCore
import EscalationEngine
import RungTestSupport
import Testing

@Suite struct `A tier's breaker` {
    private let stage = ClimbStage()
    private let chain = Chain.of("shaky", "firm") { $0.hasBreaker = true }

    /// Fails for `shaky` while `isDown` holds an element more than `isUp`.
    private func executor(down: Collector<Bool>, asked: Collector<String> = Collector()) -> ScriptedExecutor {
        ScriptedExecutor { request, report in
            asked.add(request.model)
            if request.model == "shaky", down.all.last == true { throw Failure(.unreachable, "away") }
            await report(.output(.answer, "x"))
            return Answer("x")
        }
    }

    /// Runs one session after another, and tells which tiers each asked.
    private func tiers(_ orchestrator: Orchestrator, times: Int = 1) async throws -> [[Int]] {
        var tiers: [[Int]] = []
        for _ in 0..<times { tiers.append(try await stage.run(orchestrator, on: chain).attempts.map(\.tier)) }
        return tiers
    }

    @Test func `skips a tier that failed five times running, and says until when`() async throws {
        let down = Collector<Bool>()
        down.add(true)
        let orchestrator = stage.orchestrator(executor(down: down))
        #expect(try await tiers(orchestrator, times: 5) == Array(repeating: [1, 2], count: 5))
        stage.clock.advance(by: .milliseconds(500))
        let session = try await stage.run(orchestrator, on: chain)
        #expect(session.attempts.map(\.tier) == [2])
        #expect(session.outcome == .accepted)
        #expect(
            session.skippedTiers.map(\.reason) == ["it failed 5 times running; it is asked again in 30 s"])
        #expect(
            stage.course.suffix(3) == [
                "tier 1 skipped: it failed 5 times running; it is asked again in 30 s", "attempt 1 on tier 2",
                "accepted",
            ])
    }

    @Test func `lets one attempt try after 30 s, and closes when that answers`() async throws {
        let down = Collector<Bool>()
        down.add(true)
        let orchestrator = stage.orchestrator(executor(down: down))
        _ = try await tiers(orchestrator, times: 5)
        stage.clock.advance(by: .seconds(30))
        #expect(try await tiers(orchestrator, times: 2) == [[1, 2], [2]])
        stage.clock.advance(by: .seconds(30))
        down.add(false)
        #expect(try await tiers(orchestrator) == [[1]])
        // Closed: it takes five failures again.
        down.add(true)
        #expect(try await tiers(orchestrator, times: 6) == Array(repeating: [1, 2], count: 5) + [[2]])
    }

    @Test func `lets only one session try at a time`() async throws {
        let (started, mayEnd) = (Collector<Bool>(), Collector<Bool>())
        let count = Collector<Bool>()
        let executor = ScriptedExecutor { request, report in
            if request.model == "shaky" {
                count.add(true)
                if count.all.count <= 5 { throw Failure(.stalled, "silent") }
                started.add(true)
                await mayEnd.wait(for: 1)
            }
            await report(.output(.answer, "x"))
            return Answer("x")
        }
        let orchestrator = stage.orchestrator(executor)
        _ = try await tiers(orchestrator, times: 5)
        stage.clock.advance(by: .seconds(30))
        async let trying = tiers(orchestrator)
        await started.wait(for: 1)
        let other = try await stage.run(orchestrator, on: chain)
        #expect(
            other.skippedTiers.map(\.reason) == ["it failed 5 times running; another session is trying it"])
        mayEnd.add(true)
        #expect(try await trying == [[1]])
    }

    @Test func `lets another try where the one that tried was cancelled`() async throws {
        let count = Collector<Bool>()
        let started = Collector<Bool>()
        let executor = ScriptedExecutor { request, report in
            if request.model == "shaky" {
                count.add(true)
                if count.all.count <= 5 { throw Failure(.stalled, "silent") }
                if count.all.count == 6 {
                    started.add(true)
                    try await hangUntilCancelled()
                }
            }
            await report(.output(.answer, "x"))
            return Answer("x")
        }
        let orchestrator = stage.orchestrator(executor)
        _ = try await tiers(orchestrator, times: 5)
        stage.clock.advance(by: .seconds(30))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await stage.run(orchestrator, on: chain) }
            await started.wait(for: 1)
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(try await tiers(orchestrator) == [[1]])
    }

    @Test func `never skips the last tier`() async throws {
        let orchestrator = stage.orchestrator(ScriptedExecutor.failing(.unreachable, "away"))
        for _ in 0..<6 { _ = try await stage.run(orchestrator, on: chain) }
        #expect(stage.course.suffix(3).map { $0.prefix(7) } == ["tier 1 ", "attempt", "exhaust"])
    }

    @Test func `spares the rest of a tier's retries when it opens`() async throws {
        let asked = Collector<String>()
        let down = Collector<Bool>()
        down.add(true)
        let orchestrator = stage.orchestrator(executor(down: down, asked: asked))
        _ = try await tiers(orchestrator, times: 4)
        var patient = chain
        patient.tiers[0].retries = 9
        #expect(try await stage.run(orchestrator, on: patient).attempts.map(\.tier) == [1, 2])
    }

    @Test func `isn't there unless it is asked for, and is each tier's own`() async throws {
        let down = Collector<Bool>()
        down.add(true)
        let asked = Collector<String>()
        let orchestrator = stage.orchestrator(executor(down: down, asked: asked))
        for _ in 0..<6 { _ = try await stage.run(orchestrator, on: .of("shaky", "firm")) }
        #expect(asked.all.count { $0 == "shaky" } == 6)
        _ = try await tiers(orchestrator, times: 5)
        // The same model elsewhere is another tier.
        var other = chain
        other.name = "other"
        #expect(try await stage.run(orchestrator, on: other).attempts.map(\.tier) == [1, 2])
    }

    @Test func `doesn't hold a prompt that is too long against the tier`() async throws {
        let executor = ScriptedExecutor { request, report in
            if request.model == "shaky" { throw Failure(.contextTooLong, "too long") }
            await report(.output(.answer, "x"))
            return Answer("x")
        }
        #expect(try await tiers(stage.orchestrator(executor), times: 7) == Array(repeating: [1, 2], count: 7))
    }
}
