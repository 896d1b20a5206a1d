import EscalationCore
import EscalationEngine
import RungTestSupport
import Testing

@Suite struct `Feedback` {
    private let stage = ClimbStage()

    /// What each of four tiers was told, in the executor's own words and as the events tell it.
    private func prompts(_ policy: FeedbackPolicy, feedback: [String]) async throws -> [String] {
        let prompts = Collector<String>()
        let executor = ScriptedExecutor { request, report in
            prompts.add(request.taskPrompt)
            await report(.output(.answer, "x"))
            return Answer("x")
        }
        let verifier = ScriptedVerifier { _, task in Judgement(.escalate(feedback: feedback[task.attempt - 1])) }
        var chain = Chain.of("a", "b", "c", "d")
        chain.feedback = policy
        let session = try await stage.run(stage.orchestrator(executor, verifiers: [verifier]), on: chain)
        #expect((1...4).map(session.taskPrompt) == prompts.all)
        return prompts.all
    }

    private func told(_ feedback: String...) -> String {
        "t" + feedback.map { "\n\nPrior attempt feedback: " + $0 }.joined()
    }

    @Test func `accumulates from tier to tier`() async throws {
        #expect(
            try await prompts(FeedbackPolicy(), feedback: ["1", "", "3", "4"])
                == [told(), told("1"), told("1", ""), told("1", "", "3")])
    }

    @Test func `is the latest alone where the chain says so`() async throws {
        #expect(
            try await prompts(FeedbackPolicy(.latest), feedback: ["1", "2", "3", "4"])
                == [told(), told("1"), told("2"), told("3")])
        #expect(
            stage.events.all.compactMap { event in
                if case .attemptStarted(let started) = event.kind { started.addedPrompt } else { nil }
            } == ["", "1", "2", "3"].map { $0.isEmpty ? "" : "\n\nPrior attempt feedback: \($0)" })
    }

    @Test func `goes nowhere where the chain says none`() async throws {
        #expect(try await prompts(FeedbackPolicy(.none), feedback: ["1", "2", "3", "4"]) == ["t", "t", "t", "t"])
    }

    @Test func `loses its oldest beyond the cap`() async throws {
        #expect(
            try await prompts(FeedbackPolicy(cap: 5), feedback: ["abc", "de", "fgh", "i"])
                == [told(), told("abc"), told("abc", "de"), told("de", "fgh")])
    }

    @Test func `is cut where the newest alone is beyond the cap`() async throws {
        #expect(
            try await prompts(FeedbackPolicy(cap: 4), feedback: ["ab", "cdefg", "h", "i"])
                == [told(), told("ab"), told("cde…"), told("h")])
    }
}
