import EscalationCore
import EscalationEngine
import RungTestSupport
import Simulator
import Testing
import Verifiers

@testable import Backends

/// Many sessions at once on one server, through the real engine, client and judge. The simulator answers the same task
/// always alike and its answers take up the task's words, so that each session can be compared with itself alone.
@Suite(.timeLimit(.minutes(10)))
struct ManySessionsTests {
    private static let tasks = (1...48).map { "Explain step \($0) of 48" }

    /// What of a session must not depend on who else is served.
    private struct Course: Hashable, Sendable {
        var outcome: Outcome?
        var answers: [String]
        var verdicts: [Verdict?]
        var prompts: [String]
    }

    @Test func `give each session what it gets alone, every piece in its place`() async throws {
        try await SimulatorServer(Self.scenario).serve { port in
            try await withClients { clients in
                let orchestrator = Self.orchestrator(clients, port: port)
                var alone: [String: Course] = [:]
                for task in Self.tasks { alone[task] = try await Self.course(of: task, by: orchestrator) }
                let together = try await withThrowingTaskGroup(of: (String, Course).self) { group in
                    // As the dashboard runs them.
                    for task in Self.tasks {
                        group.addTask(executorPreference: clients.taskExecutor) {
                            (task, try await Self.course(of: task, by: orchestrator))
                        }
                    }
                    return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
                #expect(together == alone)
                // The comparison would be worth nothing if all were alike.
                #expect(Set(together.values).count == Self.tasks.count)
                for (task, course) in together {
                    #expect(course.outcome == .accepted)
                    #expect(course.answers.count > 1)
                    #expect(course.answers.allSatisfy { $0.contains(task) }, "\(task)")
                }
            }
        }
    }

    /// Runs the task, and holds its events to their order on the way.
    private static func course(of task: String, by orchestrator: Orchestrator) async throws -> Course {
        let id = Session.ID.random()
        let events = Collector<SessionEvent>()
        let state = try await orchestrator.run(TaskSpec(task), on: chain, id: id) { events.add($0) }
        #expect(events.all.allSatisfy { $0.session == id })
        #expect(events.all.map(\.sequence) == Array(1...events.all.count))
        let attempts = state.attempts
        // Nil where the pieces joined are the answer to its last byte.
        #expect(attempts.allSatisfy { $0.completed?.text == nil })
        return Course(
            outcome: state.outcome, answers: attempts.map(\.answer), verdicts: attempts.map(\.verdict),
            prompts: attempts.indices.map { state.taskPrompt(of: $0 + 1) })
    }

    private static let chain = Chain(tiers: ["small", "middle", "large"].map { Tier($0, backend: "b") })

    private static func orchestrator(_ clients: BackendClients, port: Int) -> Orchestrator {
        let (clock, stopwatch) = (clients.clock, Stopwatch.on(ContinuousClock()))
        let endpoint = BackendEndpoint(name: "b", url: "http://127.0.0.1:\(port)")
        let backend = Backend(name: "b", executor: clients.chatExecutor(for: endpoint), parallel: tasks.count)
        let judge = JudgeVerifier(
            model: "judge", executor: backend.limited(by: Limits(), clock: clock, stopwatch: stopwatch))
        return Orchestrator(
            Equipment(backends: [backend], verifiers: { _, _ in [judge] }, currentDate: { 0 }), clock: clock,
            stopwatch: stopwatch)
    }

    /// Models that are ready, each in a group of its own, and fast.
    private static let scenario = Scenario(
        models: ["small", "middle", "large", "judge"].map { id in
            var model = Scenario.Model(id)
            model.group = id
            model.isReady = true
            model.isJudge = id == "judge"
            model.tokensPerSecond = 20_000
            model.promptTokensPerSecond = 1_000_000
            return model
        })
}
