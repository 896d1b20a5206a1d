import EscalationCore
import RungTestSupport
import Testing

@testable import EscalationEngine

@Suite struct `A tier with retries` {
    private let stage = ClimbStage()
    private let busy = Failure(.server, "busy")

    @Test func `makes a failed attempt again after a pause that doubles`() async throws {
        let orchestrator = stage.orchestrator(
            ScriptedExecutor.playing(.failure(busy), .failure(busy), .success(Answer("x"))))
        async let running = stage.run(orchestrator, on: .of("m", "n") { $0.retries = 2 })
        for pause in [Duration.milliseconds(500), .seconds(1)] {
            await stage.clock.waitForSleeper(within: pause)
            stage.clock.advance(by: pause)
        }
        let session = try await running
        #expect(session.acceptedAnswer == "x")
        #expect(session.records.map(\.verdict) == [.error, .error, .accept])
        #expect(
            stage.course == [
                "attempt 1 on tier 1", "retry 1 of 2 at 0.5 s", "attempt 2 on tier 1", "retry 2 of 2 at 1.5 s",
                "attempt 3 on tier 1", "accepted",
            ])
    }

    @Test func `waits as long as the server asks`() async throws {
        let limited = Failure(.rateLimited, "slow down", retryAfter: .seconds(20))
        let orchestrator = stage.orchestrator(
            ScriptedExecutor.playing(.failure(limited), .success(Answer("x"))), chance: 0.5)
        async let running = stage.run(orchestrator, on: .of("m") { $0.retries = 1 })
        await stage.clock.waitForSleeper(within: .milliseconds(20_250))
        stage.clock.advance(by: .milliseconds(20_249))
        #expect(stage.course.last == "retry 1 of 1 at 20.25 s")
        await stage.clock.waitForSleeper(within: .milliseconds(1))
        stage.clock.advance(by: .milliseconds(1))
        #expect(try await running.outcome == .accepted)
    }

    @Test func `leaves what time there is to the next tier, where the pause would take all of it`() async throws {
        let limited = Failure(.rateLimited, "tomorrow", retryAfter: .seconds(86_400))
        let executor = ScriptedExecutor.playing(.failure(limited), .success(Answer("x")))
        let session = try await stage.run(stage.orchestrator(executor), on: .of("m", "n") { $0.retries = 3 })
        #expect(session.outcome == .accepted)
        #expect(stage.course == ["attempt 1 on tier 1", "from 1 to 2", "attempt 2 on tier 2", "accepted"])
    }

    @Test(arguments: [Failure.Kind.refused, .unknownModel, .contextTooLong, .formatRefused])
    func `doesn't repeat what would fail again`(_ kind: Failure.Kind) async throws {
        let executor = ScriptedExecutor.failing(kind, "no")
        let session = try await stage.run(stage.orchestrator(executor), on: .of("m", "n") { $0.retries = 3 })
        #expect(session.attempts.map(\.tier) == [1, 2])
        #expect(session.finish?.error == "all tiers exhausted after 2 attempt(s)")
    }

    @Test func `goes on when its retries are used up, and the error counts tiers`() async throws {
        let orchestrator = stage.orchestrator(ScriptedExecutor.failing(.unreachable, "away"))
        async let running = stage.run(orchestrator, on: .of("m") { $0.retries = 1 })
        await stage.clock.waitForSleeper(within: .milliseconds(500))
        stage.clock.advance(by: .milliseconds(500))
        let session = try await running
        #expect(session.attempts.count == 2)
        #expect(session.finish?.error == "all tiers exhausted after 1 attempt(s)")
    }

    @Test func `asks the same again, with nothing added to the prompt`() async throws {
        let prompts = Collector<String>()
        let executor = ScriptedExecutor { request, _ in
            prompts.add(request.taskPrompt)
            throw Failure(.server, "busy")
        }
        async let running = stage.run(stage.orchestrator(executor), on: .of("m") { $0.retries = 1 })
        await stage.clock.waitForSleeper(within: .milliseconds(500))
        stage.clock.advance(by: .milliseconds(500))
        #expect(try await running.attempts.map(\.addedPrompt) == ["", ""])
        #expect(prompts.all == ["t", "t"])
    }

    @Test func `is cancelled in its pause at once`() async throws {
        let orchestrator = stage.orchestrator(ScriptedExecutor.failing(.server, "busy"))
        let session = try await withThrowingTaskGroup(of: SessionState.self) { group in
            group.addTask { try await stage.run(orchestrator, on: .of("m", "n") { $0.retries = 1 }) }
            await stage.events.wait { $0.contains { $0.kind.name == "retry_scheduled" } }
            group.cancelAll()
            return try await group.next()!
        }
        #expect(session.outcome == .cancelled)
        #expect(session.attempts.count == 1)
    }

    @Test func `spreads sessions that failed together, and never rests longer than a minute`() {
        func pause(_ retry: Int, _ chance: Double) -> Duration {
            RetryPause.length(before: retry, after: busy, chance: chance)
        }
        #expect((1...8).map { pause($0, 0.999_999) < .seconds(60) } == Array(repeating: true, count: 8))
        #expect((1...8).map { pause($0, 0).seconds } == [0.5, 1, 2, 4, 8, 16, 30, 30])
        #expect(pause(Int.max, 0.5) == .seconds(45))
    }
}

@Suite struct `A tier with several tries` {
    private let stage = ClimbStage()

    @Test func `tries again with the feedback before the next tier is asked`() async throws {
        let session = try await stage.run(
            stage.orchestrator(
                ScriptedExecutor.answering("x"), verifiers: [ScriptedVerifier.rejecting("no")]),
            on: .of("m", "n") { $0.tries = 2 })
        #expect(
            stage.course == [
                "attempt 1 on tier 1", "attempt 2 on tier 1", "from 1 to 2", "attempt 3 on tier 2",
                "attempt 4 on tier 2", "exhausted",
            ])
        #expect(
            session.taskPrompt(of: 4)
                == "t" + String(repeating: "\n\nPrior attempt feedback: no", count: 3))
        #expect(session.finish?.error == "all tiers exhausted after 2 attempt(s)")
    }

    @Test func `gets no further try where nobody could judge`() async throws {
        let broken = ScriptedVerifier { _, _ in throw Failure(.other, "broken") }
        let session = try await stage.run(
            stage.orchestrator(ScriptedExecutor.answering("x"), verifiers: [broken]), on: .of("m") { $0.tries = 3 })
        #expect(session.records.map(\.feedback) == ["verifier error: broken"])
    }

    @Test func `has its retries anew for each try`() async throws {
        let busy = Failure(.server, "busy")
        let orchestrator = stage.orchestrator(
            ScriptedExecutor.playing(
                .failure(busy), .success(Answer("x")), .failure(busy), .success(Answer("x"))),
            verifiers: [ScriptedVerifier.rejecting("no")])
        async let running = stage.run(
            orchestrator,
            on: .of("m") {
                $0.tries = 2
                $0.retries = 1
            })
        for count in [1, 2] {
            await stage.events.wait { $0.count { $0.kind.name == "retry_scheduled" } == count }
            await stage.clock.waitForSleeper(within: .milliseconds(500))
            stage.clock.advance(by: .milliseconds(500))
        }
        #expect(try await running.records.map(\.verdict) == [.error, .escalate, .error, .escalate])
    }
}
