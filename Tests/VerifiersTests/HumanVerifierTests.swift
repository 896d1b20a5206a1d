import EscalationCore
import RungTestSupport
import Testing
import Verifiers

@Suite struct `A human verifier` {
    private let task = JudgedTask(skillPrompt: "", taskPrompt: "t", session: .random(), attempt: 3)

    @Test(arguments: [Verdict.accept, .escalate(feedback: "shorter"), .escalate(feedback: "")])
    func `says what the person says of that attempt`(_ verdict: Verdict) async throws {
        let asked = Collector<String>()
        let human = HumanVerifier { attempt, session in
            asked.add("\(attempt) \(session)")
            return verdict
        }
        #expect(try await human.judgement(of: "x", to: task) == Judgement(verdict))
        #expect(asked.all == ["3 \(task.session!)"])
    }

    @Test func `waits for a person, and costs nothing`() {
        let human = HumanVerifier { _, _ in .accept }
        #expect(human.asksPerson)
        #expect(!human.mayCost)
    }

    @Test func `passes a cancellation on`() async {
        let human = HumanVerifier { _, _ in throw CancellationError() }
        await #expect(throws: CancellationError.self) { try await human.judgement(of: "x", to: task) }
    }

    @Test func `can't be asked about an answer of no session`() async {
        let human = HumanVerifier { _, _ in .accept }
        await #expect(throws: VerifierError(.noPerson, verifier: "human", text: "the answer belongs to no session")) {
            try await human.judgement(of: "x", to: JudgedTask(skillPrompt: "", taskPrompt: "t"))
        }
    }
}
