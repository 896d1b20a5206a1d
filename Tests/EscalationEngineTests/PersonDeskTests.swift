import EscalationCore
import EscalationEngine
import RungTestSupport
import Testing

@Suite struct `A person's desk` {
    private let desk = PersonDesk()
    private let stage = ClimbStage()

    private func orchestrator() -> Orchestrator {
        let human = ScriptedVerifier("human", asksPerson: true) { [desk] _, task in
            Judgement(try await desk.verdict(on: task.attempt, of: task.session!))
        }
        return stage.orchestrator(ScriptedExecutor.answering("x"), verifiers: [human])
    }

    /// Hands in a verdict as soon as somebody waits for it.
    private func decide(_ verdict: Verdict, on attempt: Int, of session: Session.ID) async {
        await stage.events.wait { events in
            events.contains {
                $0.session == session && $0.kind == .waiting(attempt: attempt, reason: "a person", until: nil)
            }
        }
        while !desk.decide(verdict, on: attempt, of: session) { await Task.yield() }
    }

    @Test func `brings each verdict to the attempt it is meant for`() async throws {
        let (first, second) = (Session.ID.random(), Session.ID.random())
        let orchestrator = orchestrator()
        async let one = orchestrator.run(TaskSpec("t"), on: .of("m", "n"), id: first) { stage.events.add($0) }
        async let two = orchestrator.run(TaskSpec("t"), on: .of("m"), id: second) { stage.events.add($0) }
        await decide(.accept, on: 1, of: second)
        await decide(.escalate(feedback: "no"), on: 1, of: first)
        await decide(.accept, on: 2, of: first)
        #expect(try await one.records.map(\.feedback) == ["no", ""])
        #expect(try await two.records.map(\.verdict) == [.accept])
    }

    @Test func `takes no verdict that nobody waits for, and none twice`() async throws {
        let id = Session.ID.random()
        #expect(!desk.decide(.accept, on: 1, of: id))
        async let running = orchestrator().run(TaskSpec("t"), on: .of("m"), id: id) { stage.events.add($0) }
        await decide(.accept, on: 1, of: id)
        #expect(try await running.outcome == .accepted)
        #expect(!desk.decide(.accept, on: 1, of: id))
    }

    @Test func `is left when the session is cancelled`() async throws {
        let id = Session.ID.random()
        let orchestrator = orchestrator()
        let session = try await withThrowingTaskGroup(of: SessionState.self) { group in
            group.addTask { try await orchestrator.run(TaskSpec("t"), on: .of("m"), id: id) { stage.events.add($0) } }
            await stage.events.wait { $0.contains { $0.kind.name == "waiting" } }
            group.cancelAll()
            return try await group.next()!
        }
        #expect(session.outcome == .cancelled)
        #expect(!desk.decide(.accept, on: 1, of: id))
    }
}
