import EscalationCore
import EscalationEngine
import RungTestSupport
import Testing

@Suite struct `A climb` {
    private let clock = ManualClock()
    private let events = Collector<SessionEvent>()

    private func orchestrator(
        _ executor: any Executor, probe: (any StatusProbe)? = nil,
        verifiers: [any Verifier] = [ScriptedVerifier.accepting],
        parallel: Int = 8
    ) -> Orchestrator {
        Orchestrator(
            Equipment(
                backends: [Backend(name: "b", executor: executor, probe: probe, parallel: parallel)],
                verifiers: { _, _ in verifiers }, version: "1", currentDate: { 1_000 }),
            clock: clock, stopwatch: clock.stopwatch)
    }

    private func chain(_ models: String..., limits: Limits = Limits()) -> Chain {
        Chain(tiers: models.map { Tier($0, backend: "b") }, limits: limits)
    }

    @Test func `tells every fact in order`() async throws {
        let verifier = ScriptedVerifier("length") { answer, _ in
            answer.count > 2 ? Judgement(.accept, remark: "long") : Judgement(.escalate(feedback: "too short"))
        }
        let executor = ScriptedExecutor { request, report in
            await report(.phase(.answer))
            let text = request.model == "small" ? "ab" : "abc"
            await report(.output(.answer, text))
            return Answer(text, usage: Usage(promptTokens: 3, answerTokens: 1), finishReason: .stop, servedModel: "m")
        }
        let task = TaskSpec("say abc", skillPrompt: "be brief")
        let chain = chain("small", "large")
        let session = try await orchestrator(executor, verifiers: [verifier]).run(task, on: chain) { events.add($0) }

        let usage = Usage(promptTokens: 3, answerTokens: 1)
        func completed(_ attempt: Int) -> SessionEvent.Kind {
            .answerCompleted(.init(attempt: attempt, usage: usage, finishReason: .stop, servedModel: "m"))
        }
        #expect(
            events.all.map(\.kind) == [
                .sessionStarted(
                    .init(
                        task: task, chain: chain, verifiers: ["length"], startedAt: 1_000, isSimulated: false,
                        version: "1")),
                .attemptStarted(
                    .init(attempt: 1, tier: 1, model: "small", label: .local, start: .unknown, addedPrompt: "")),
                .phaseEntered(attempt: 1, phase: .prompt, place: nil),
                .phaseEntered(attempt: 1, phase: .answer, place: nil),
                .outputReceived(attempt: 1, channel: .answer, pieces: [.init(offset: .zero, text: "ab")]),
                completed(1),
                .verifierAnswered(
                    .init(
                        attempt: 1, verifier: "length", judgement: Judgement(.escalate(feedback: "too short")),
                        duration: .zero)),
                .verdictReached(attempt: 1, verdict: .escalate(feedback: "too short"), by: .verifiers),
                .escalated(from: 1, to: 2),
                .attemptStarted(
                    .init(
                        attempt: 2, tier: 2, model: "large", label: .local, start: .unknown,
                        addedPrompt: "\n\nPrior attempt feedback: too short")),
                .phaseEntered(attempt: 2, phase: .prompt, place: nil),
                .phaseEntered(attempt: 2, phase: .answer, place: nil),
                .outputReceived(attempt: 2, channel: .answer, pieces: [.init(offset: .zero, text: "abc")]),
                completed(2),
                .verifierAnswered(
                    .init(
                        attempt: 2, verifier: "length", judgement: Judgement(.accept, remark: "long"), duration: .zero)),
                .verdictReached(attempt: 2, verdict: .accept, by: .verifiers),
                .sessionFinished(outcome: .accepted, acceptedAttempt: 2, error: ""),
            ])
        #expect(session.acceptedAnswer == "abc")
    }

    @Test func `asks verifiers in order, and the first rejection decides`() async throws {
        let asked = Collector<String>()
        func verifier(_ name: String, _ verdict: Verdict) -> ScriptedVerifier {
            ScriptedVerifier(name) { _, _ in
                asked.add(name)
                return Judgement(verdict)
            }
        }
        let verifiers = [
            verifier("one", .accept), verifier("two", .escalate(feedback: "no")), verifier("three", .accept),
        ]
        let session = try await orchestrator(ScriptedExecutor.answering("x"), verifiers: verifiers)
            .run(TaskSpec("t"), on: chain("m")) { _ in }
        #expect(asked.all == ["one", "two"])
        #expect(session.finish?.error == "all tiers exhausted after 1 attempt(s)")
    }

    @Test func `keeps the answer where it differs from what was streamed`() async throws {
        let executor = ScriptedExecutor { _, report in
            await report(.output(.answer, "draft"))
            return Answer("final")
        }
        let session = try await orchestrator(executor).run(TaskSpec("t"), on: chain("m")) { _ in }
        #expect(session.acceptedAnswer == "final")
    }

    @Test func `is told at once when it is cancelled in an attempt, and records the outcome`() async throws {
        let started = Collector<Bool>()
        let orchestrator = orchestrator(ScriptedExecutor.hanging { started.add(true) })
        let session = try await withThrowingTaskGroup(of: SessionState.self) { group in
            group.addTask { try await orchestrator.run(TaskSpec("t"), on: chain("m", "n")) { events.add($0) } }
            await started.wait(for: 1)
            group.cancelAll()
            return try await group.next()!
        }
        #expect(session.outcome == .cancelled)
        #expect(session.attempts.map(\.failure?.kind) == [.cancelled])
        #expect(
            events.all.last?.kind == .sessionFinished(outcome: .cancelled, acceptedAttempt: nil, error: "cancelled"))
    }

    @Test func `gives every completed answer a verdict, cancelled while it is judged too`() async throws {
        let started = Collector<Bool>()
        let verifier = ScriptedVerifier { _, _ in
            started.add(true)
            try await hangUntilCancelled()
        }
        let orchestrator = orchestrator(ScriptedExecutor.answering("x"), verifiers: [verifier])
        let session = try await withThrowingTaskGroup(of: SessionState.self) { group in
            group.addTask { try await orchestrator.run(TaskSpec("t"), on: chain("m", "n")) { _ in } }
            await started.wait(for: 1)
            group.cancelAll()
            return try await group.next()!
        }
        #expect(session.outcome == .cancelled)
        #expect(session.records.map(\.feedback) == ["verifier error: cancelled"])
    }

    @Test func `ends when the session's time is up`() async throws {
        let orchestrator = orchestrator(ScriptedExecutor.hanging())
        let chain = chain("m", "n", limits: Limits(sessionTimeout: .seconds(10)))
        async let running = orchestrator.run(TaskSpec("t"), on: chain) { events.add($0) }
        await events.wait { $0.contains { $0.kind.name == "phase_entered" } }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(10))
        let session = try await running
        #expect(session.outcome == .timedOut)
        #expect(session.finish?.error == "session timed out after 10 s")
        #expect(session.attempts.map(\.failure?.kind) == [.timedOut])
    }

    @Test func `gives up a tier whose first piece doesn't come in time`() async throws {
        let orchestrator = orchestrator(
            ScriptedExecutor { request, report in
                if request.model == "slow" {
                    await report(.output(.progress, "loading…"))
                    try await hangUntilCancelled()
                }
                await report(.output(.answer, "ok"))
                return Answer("ok")
            })
        async let running = orchestrator.run(
            TaskSpec("t"), on: chain("slow", "fast", limits: Limits(firstByteTimeout: .seconds(3)))
        ) { events.add($0) }
        await events.wait { $0.contains { $0.kind.name == "output_received" } }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(3))
        let session = try await running
        #expect(session.outcome == .accepted)
        #expect(session.attempts[0].failure == Failure(.noFirstByte, "no answer within 3 s (first_byte_timeout)"))
        #expect(session.records[0].duration == .seconds(3))
    }

    @Test func `takes no pause in what a server says of loading for a stream that fell silent`() async throws {
        let (loads, isLoaded) = AsyncStream.makeStream(of: Void.self)
        let orchestrator = orchestrator(
            ScriptedExecutor { _, report in
                await report(.output(.progress, "loading…"))
                for await _ in loads {}
                await report(.output(.answer, "ok"))
                return Answer("ok")
            })
        let limits = Limits(firstByteTimeout: .seconds(10), idleTimeout: .seconds(1))
        async let running = orchestrator.run(TaskSpec("t"), on: chain("slow", limits: limits)) { events.add($0) }
        await events.wait { $0.contains { $0.kind.name == "output_received" } }
        for _ in 0..<5 {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(1))
        }
        isLoaded.finish()
        let session = try await running
        #expect(session.outcome == .accepted)
        #expect(session.attempts.map(\.failure) == [nil])
        #expect(session.attempts[0].progress == "loading…")
    }

    @Test func `gives up a tier whose stream falls silent`() async throws {
        let orchestrator = orchestrator(
            ScriptedExecutor { _, report in
                await report(.output(.answer, "beginning"))
                try await hangUntilCancelled()
            })
        async let running = orchestrator.run(
            TaskSpec("t"), on: chain("m", limits: Limits(firstByteTimeout: .seconds(300), idleTimeout: .seconds(2)))
        ) { events.add($0) }
        await events.wait { $0.contains { $0.kind.name == "output_received" } }
        await clock.waitForSleeper(within: .seconds(2))
        clock.advance(by: .seconds(2))
        let session = try await running
        #expect(session.records[0].duration == .seconds(2))
        #expect(session.attempts[0].failure == Failure(.stalled, "no further text for 2 s (idle_timeout)"))
        #expect(session.attempts[0].answer == "beginning")
    }

    @Test func `notices the silence after a first piece that came late`() async throws {
        let mayWrite = Collector<Bool>()
        let orchestrator = orchestrator(
            ScriptedExecutor { _, report in
                await mayWrite.wait(for: 1)
                await report(.output(.answer, "beginning"))
                try await hangUntilCancelled()
            })
        async let running = orchestrator.run(
            TaskSpec("t"), on: chain("m", limits: Limits(firstByteTimeout: .seconds(300), idleTimeout: .seconds(2)))
        ) { events.add($0) }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(5))
        mayWrite.add(true)
        await events.wait { $0.contains { $0.kind.name == "output_received" } }
        await clock.waitForSleeper(within: .seconds(2))
        clock.advance(by: .seconds(2))
        let session = try await running
        #expect(session.attempts[0].failure?.kind == .stalled)
        #expect(session.records[0].duration == .seconds(7))
    }

    @Test func `a wait that the backend announced is no silence`() async throws {
        let orchestrator = orchestrator(
            ScriptedExecutor { _, report in
                await report(.output(.answer, "a"))
                await report(.waiting(reason: "rate limit", seconds: 90))
                try await hangUntilCancelled()
            })
        async let running = orchestrator.run(
            TaskSpec("t"), on: chain("m", limits: Limits(idleTimeout: .seconds(2)))
        ) { events.add($0) }
        await events.wait { $0.contains { $0.kind.name == "waiting" } }
        await clock.waitForSleeper(within: .seconds(92))
        clock.advance(by: .seconds(92))
        let session = try await running
        #expect(session.records[0].duration == .seconds(92))
    }

    @Test func `ends in time although its recorder can't keep up with the stream`() async throws {
        let orchestrator = orchestrator(
            ScriptedExecutor { _, report in
                while !Task.isCancelled { await report(.output(.answer, String(repeating: "x", count: 100_000))) }
                throw CancellationError()
            })
        let clock = clock
        let session = try await orchestrator.run(
            TaskSpec("t"), on: chain("m", limits: Limits(sessionTimeout: .seconds(10)))
        ) { event in
            events.add(event)
            // Each batch takes a second to record.
            if case .outputReceived = event.kind { clock.advance(by: .seconds(1)) }
        }
        #expect(session.outcome == .timedOut)
        #expect(events.all.count < 60)
    }

    @Test func `tells no escalation to a tier that is never tried`() async throws {
        let clock = clock
        let verifier = ScriptedVerifier { _, _ in
            clock.advance(by: .seconds(10))
            return Judgement(.escalate(feedback: "no"))
        }
        let session = try await orchestrator(ScriptedExecutor.answering("x"), verifiers: [verifier])
            .run(TaskSpec("t"), on: chain("m", "n", limits: Limits(sessionTimeout: .seconds(10)))) { events.add($0) }
        #expect(session.outcome == .timedOut)
        #expect(!events.all.contains { $0.kind.name == "escalated" })
    }

    @Test func `says why it can't start without a backend or a verifier`() async throws {
        let orchestrator = orchestrator(ScriptedExecutor.answering("x"), verifiers: [])
        await #expect(throws: EquipmentError.noVerifier(model: "m", chain: "default")) {
            try await orchestrator.run(TaskSpec("t"), on: chain("m")) { events.add($0) }
        }
        await #expect(throws: EquipmentError.noBackend(name: "elsewhere", model: "m")) {
            try await orchestrator.run(TaskSpec("t"), on: Chain(tiers: [Tier("m", backend: "elsewhere")])) {
                events.add($0)
            }
        }
        #expect(events.all.isEmpty)
    }

    @Test func `takes unverified answers as they come`() async throws {
        let orchestrator = orchestrator(ScriptedExecutor.answering("x"), verifiers: [])
        let chain = Chain(tiers: [Tier("m", backend: "b", isVerified: false)])
        let session = try await orchestrator.run(TaskSpec("t"), on: chain) { _ in }
        #expect(session.attempts.map(\.judge) == [.nobody])
        #expect(session.outcome == .accepted)
    }

    @Test func `probes local tiers only, and waits 200 ms at most`() async throws {
        struct HangingProbe: StatusProbe {
            func status() async throws -> ServerStatus {
                try await hangUntilCancelled()
            }
        }
        let orchestrator = orchestrator(ScriptedExecutor.answering("x"), probe: HangingProbe())
        let chain = Chain(tiers: [Tier("m", backend: "b")])
        async let running = orchestrator.run(TaskSpec("t"), on: chain) { _ in }
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(200))
        #expect(try await running.attempts.map(\.start) == [.unknown])

        let cloud = Chain(tiers: [Tier("claude-x", backend: "b")])
        #expect(try await orchestrator.run(TaskSpec("t"), on: cloud) { _ in }.attempts.map(\.start) == [.remote])
    }

    @Test func `names the state of the model it asks`() async throws {
        struct Probe: StatusProbe {
            func status() async throws -> ServerStatus {
                ServerStatus(tellsLoaded: true, starts: ["w": .warm, "l": .loading], aliases: ["alias": "w"])
            }
        }
        let orchestrator = orchestrator(
            ScriptedExecutor.answering("x"), probe: Probe(), verifiers: [ScriptedVerifier.rejecting("no")])
        let session = try await orchestrator.run(TaskSpec("t"), on: chain("w", "l", "c", "alias")) { events.add($0) }
        #expect(session.attempts.map(\.start) == [.warm, .loading, .cold, .warm])
        #expect(session.attempts.map(\.phases.first?.phase) == [.prompt, .loading, .loading, .prompt])
        #expect(session.records.map(\.warmStart) == [true, false, false, true])
    }

    @Test func `queues what a backend can't take, and says which place`() async throws {
        let started = Collector<String>()
        let mayEnd = Collector<Bool>()
        let executor = ScriptedExecutor { request, report in
            started.add(request.taskPrompt)
            await mayEnd.wait(for: 1)
            await report(.output(.answer, "x"))
            return Answer("x")
        }
        let orchestrator = orchestrator(executor, parallel: 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in ["first", "second", "third"] {
                group.addTask { _ = try await orchestrator.run(TaskSpec(task), on: chain("m")) { events.add($0) } }
                if task == "first" { await started.wait(for: 1) }
                if task == "second" {
                    await events.wait { $0.contains { $0.kind == .phaseEntered(attempt: 1, phase: .queued, place: 1) } }
                }
            }
            await events.wait { $0.contains { $0.kind == .phaseEntered(attempt: 1, phase: .queued, place: 2) } }
            #expect(started.all == ["first"])
            mayEnd.add(true)
            try await group.waitForAll()
        }
        #expect(started.all == ["first", "second", "third"])
        // Admitted, the attempt is what it was before it queued.
        for id in Set(events.all.map(\.session)) {
            let phases = events.all.filter { $0.session == id }.compactMap { event in
                if case .phaseEntered(_, let phase, _) = event.kind { phase } else { nil }
            }
            #expect(phases.last == .prompt)
        }
    }

    @Test func `climbs inside another chain as one of its tiers`() async throws {
        let inner = orchestrator(ScriptedExecutor.answering("deep"))
        let outer = orchestrator(ChainExecutor(inner, chain: chain("m")))
        #expect(try await outer.run(TaskSpec("t"), on: chain("chain")) { _ in }.acceptedAnswer == "deep")

        let failing = orchestrator(ScriptedExecutor.failing(.server, "boom"))
        let session = try await orchestrator(ChainExecutor(failing, chain: chain("m", "n")))
            .run(TaskSpec("t"), on: chain("chain")) { _ in }
        #expect(session.records.map(\.feedback) == ["all tiers exhausted after 2 attempt(s)"])
    }
}
