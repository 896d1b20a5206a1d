import EscalationCore
import Testing

@testable import Verifiers

struct PatternVerifierTests {
    private func judgement(
        of answer: String, wanted: [String] = [], unwanted: [String] = [], feedback: String? = nil
    ) async throws -> Judgement {
        let verifier = PatternVerifier(
            wanted: try wanted.map { try Pattern($0) }, unwanted: try unwanted.map { try Pattern($0) },
            feedback: feedback)
        return try await verifier.judgement(of: answer, to: JudgedTask(skillPrompt: "", taskPrompt: "t"))
    }

    @Test func `accepts where all that is wanted occurs and nothing that isn't`() async throws {
        #expect(try await judgement(of: "a1", wanted: ["a", "\\d"], unwanted: ["b"]) == Judgement(.accept))
        #expect(try await judgement(of: "", unwanted: ["b"]) == Judgement(.accept))
    }

    @Test func `names each pattern that is missing, and each that is there`() async throws {
        let judgement = try await judgement(of: "abc", wanted: ["a", "\\d", "^z"], unwanted: ["b.", "x", "c$"])
        #expect(
            judgement
                == Judgement(
                    .escalate(
                        feedback: """
                            The answer must contain a match of the pattern \\d, and doesn't.
                            The answer must contain a match of the pattern ^z, and doesn't.
                            The answer must not contain a match of the pattern b., and does.
                            The answer must not contain a match of the pattern c$, and does.
                            """)))
    }

    @Test func `rejects in the user's own words where there are some`() async throws {
        #expect(
            try await judgement(of: "abc", wanted: ["\\d"], feedback: "Give a number.")
                == Judgement(.escalate(feedback: "Give a number.")))
    }
}
