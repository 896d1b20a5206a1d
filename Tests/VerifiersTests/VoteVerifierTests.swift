import EscalationCore
import RungTestSupport
import Testing

@testable import Verifiers

@Suite(.timeLimit(.minutes(10)))
struct VoteVerifierTests {
    /// Votes by letter: `a` accepts, `r` rejects, `m` can't judge, `h` never ends, `l` accepts once it is cancelled; `A` and
    /// `R` cost nothing.
    private func vote(_ votes: String) async throws -> Judgement {
        try await VoteVerifier(
            votes.enumerated().map { index, vote in
                ScriptedVerifier("\(vote)") { _, _ in
                    switch vote {
                    case "a": Judgement(.accept, usage: Usage(answerTokens: 1), cost: 0.5)
                    case "r": Judgement(.escalate(feedback: "no \(index)"), usage: Usage(promptTokens: 2), cost: 0.25)
                    case "m": throw Failure(.malformed, "can't \(index)", cost: 0.125)
                    case "A": Judgement(.accept, usage: Usage(answerTokens: 1))
                    case "R": Judgement(.escalate(feedback: "no"))
                    case "l":
                        try await { () async throws -> Judgement in
                            try? await hangUntilCancelled()
                            return Judgement(.accept, usage: Usage(answerTokens: 4))
                        }()
                    default: try await hangUntilCancelled()
                    }
                }
            }
        ).judgement(of: "4", to: JudgedTask(skillPrompt: "", taskPrompt: "t"))
    }

    @Test(arguments: ["aa", "aar", "aam", "aarra", "aaamm"])
    func `accepts where more than half do`(_ votes: String) async throws {
        #expect(try await vote(votes).verdict == .accept)
    }

    @Test(arguments: [("ar", "no 1"), ("mr", "no 1"), ("arr", "no 1\nno 2"), ("aarr", "no 2\nno 3")])
    func `rejects where half or more do, with what they said`(_ votes: String, _ feedback: String) async throws {
        #expect(try await vote(votes).verdict == .escalate(feedback: feedback))
    }

    @Test(arguments: [
        ("am", "The vote of a, m has no majority: 1 of 2 accept, 0 reject, 1 can't judge. can't 1"),
        ("mm", "The vote of 2 × m has no majority: 0 of 2 accept, 0 reject, 2 can't judge. can't 0\ncan't 1"),
        ("arm", "The vote of a, r, m has no majority: 1 of 3 accept, 1 reject, 1 can't judge. can't 2"),
    ])
    func `can't judge where missing votes could have decided`(_ votes: String, _ words: String) async throws {
        let error = await #expect(throws: Failure.self) { try await vote(votes) }
        #expect(error?.text == words)
    }

    @Test(arguments: [("AAh", true), ("RRh", false), ("AAAhh", true), ("Rh", false)])
    func `doesn't wait for votes that change nothing`(_ votes: String, _ accepts: Bool) async throws {
        #expect(try await (vote(votes).verdict == .accept) == accepts)
    }

    @Test func `sums what it took, of missing votes too, and says how the votes fell`() async throws {
        #expect(
            try await vote("aa")
                == Judgement(.accept, remark: "2 of 2 accept, 0 reject", usage: Usage(answerTokens: 2), cost: 1))
        let error = await #expect(throws: Failure.self) { try await vote("am") }
        #expect(error?.usage == Usage(answerTokens: 1))
        #expect(error?.cost == 0.625)
    }

    @Test func `counts a vote that was no longer needed and came all the same`() async throws {
        #expect(try await vote("AAl").usage == Usage(answerTokens: 6))
    }

    @Test func `waits for votes that change nothing where they cost dollars, for else nobody knows how many`()
        async throws
    {
        let voted = Collector<Int>()
        let voters = (0..<3).map { index in
            ScriptedVerifier("v") { _, _ in
                if index == 2 {
                    await voted.wait(for: 2)
                    for _ in 0..<100 { await Task.yield() }
                    try Task.checkCancellation()
                }
                voted.add(index)
                return Judgement(.accept, cost: 0.5)
            }
        }
        let judgement = try await VoteVerifier(voters).judgement(
            of: "4", to: JudgedTask(skillPrompt: "", taskPrompt: "t"))
        #expect(judgement == Judgement(.accept, remark: "3 of 3 accept, 0 reject", cost: 1.5))
    }

    @Test func `is named after its voters`() {
        let voters = ["a", "b", "a"].map { ScriptedVerifier($0) { _, _ in Judgement(.accept) } }
        #expect(VoteVerifier(voters).name == "vote of 2 × a, b")
    }

    @Test func `asks all at once`() async throws {
        let started = Collector<Int>()
        let voters = (0..<3).map { index in
            ScriptedVerifier("v") { _, _ in
                started.add(index)
                await started.wait(for: 3)
                return Judgement(.accept)
            }
        }
        #expect(
            try await VoteVerifier(voters).judgement(of: "4", to: JudgedTask(skillPrompt: "", taskPrompt: "t")).verdict
                == .accept)
    }
}
