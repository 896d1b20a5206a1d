import EscalationCore
import RungTestSupport
import Testing

@testable import Verifiers

/// What every verifier keeps to, whatever it judges by.
@Suite(.timeLimit(.minutes(10)))
struct VerifierConformanceTests {
    /// A kind of verifier with what the suite needs of it.
    struct Subject: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Accepts the answer that goes with it.
        var accepting: (verifier: any Verifier, answer: String)
        var rejecting: (verifier: any Verifier, answer: String)
        /// Accepts or rejects every answer.
        var acceptingAll: any Verifier
        var rejectingAll: any Verifier
        /// Can't judge; nil where nothing can come in its way.
        var unable: (any Verifier)?
        /// Never comes to an end; says so when it has begun. Nil where it waits for nobody.
        var hanging: (@Sendable (Collector<Bool>) -> any Verifier)?
    }

    private static func judge(_ verdict: String) -> JudgeVerifier {
        JudgeVerifier(model: "j", executor: ScriptedExecutor.answering(verdict))
    }

    private static let acceptingJudge = judge(#"{"accept": true}"#)
    private static let rejectingJudge = judge(#"{"accept": false, "feedback": "no"}"#)
    private static let lostJudge = judge("Well …")

    static let subjects: [Subject] = [
        Subject(
            testDescription: "pattern",
            accepting: (PatternVerifier(wanted: [try! Pattern("a")]), "abc"),
            rejecting: (PatternVerifier(wanted: [try! Pattern("a")]), "bcd"),
            acceptingAll: PatternVerifier(wanted: [try! Pattern("")]),
            rejectingAll: PatternVerifier(wanted: [], unwanted: [try! Pattern("")])),
        Subject(
            testDescription: "json",
            accepting: (JSONVerifier(), "{}"), rejecting: (JSONVerifier(), "{"),
            acceptingAll: try! VoteVerifier([
                JSONVerifier(), PatternVerifier(wanted: [Pattern("")]), PatternVerifier(wanted: [Pattern("")]),
            ]),
            rejectingAll: try! JSONVerifier(schema: JSONSchema(false))),
        Subject(
            testDescription: "command",
            accepting: (CommandVerifier(command: ["grep", "-q", "a"]), "abc"),
            rejecting: (CommandVerifier(command: ["grep", "-q", "a"]), "bcd"),
            acceptingAll: CommandVerifier(command: ["true"]), rejectingAll: CommandVerifier(command: ["false"]),
            unable: CommandVerifier(command: ["no-such-checker"]),
            hanging: { started in
                HangingCommand(started: started)
            }),
        Subject(
            testDescription: "judge",
            accepting: (acceptingJudge, "4"), rejecting: (rejectingJudge, "4"),
            acceptingAll: acceptingJudge, rejectingAll: rejectingJudge, unable: lostJudge,
            hanging: { started in JudgeVerifier(model: "j", executor: ScriptedExecutor.hanging { started.add(true) }) }),
        Subject(
            testDescription: "vote",
            accepting: (VoteVerifier([acceptingJudge, rejectingJudge, acceptingJudge]), "4"),
            rejecting: (VoteVerifier([acceptingJudge, rejectingJudge]), "4"),
            acceptingAll: VoteVerifier([acceptingJudge, acceptingJudge]),
            rejectingAll: VoteVerifier([rejectingJudge, rejectingJudge]),
            unable: VoteVerifier([acceptingJudge, lostJudge]),
            hanging: { started in
                VoteVerifier([
                    acceptingJudge, JudgeVerifier(model: "j", executor: ScriptedExecutor.hanging { started.add(true) }),
                ])
            }),
        Subject(
            testDescription: "human",
            accepting: (HumanVerifier { _, _ in .accept }, "4"),
            rejecting: (HumanVerifier { _, _ in .escalate(feedback: "no") }, "5"),
            acceptingAll: HumanVerifier { _, _ in .accept },
            rejectingAll: HumanVerifier { _, _ in .escalate(feedback: "") },
            unable: OutsideOfSessions(verifier: HumanVerifier { _, _ in .accept }),
            hanging: { started in
                HumanVerifier { _, _ in
                    started.add(true)
                    try await hangUntilCancelled()
                }
            }),
    ]

    private static let task = JudgedTask(
        skillPrompt: "Be brief.", taskPrompt: "Add 2 and 2.",
        session: Session.ID(rawValue: String(repeating: "a", count: 32)))

    @Test(arguments: subjects)
    func `accepts an answer that is right`(_ subject: Subject) async throws {
        let (verifier, answer) = subject.accepting
        #expect(try await verifier.judgement(of: answer, to: Self.task).verdict == .accept)
    }

    @Test(arguments: subjects)
    func `rejects one that isn't, with feedback`(_ subject: Subject) async throws {
        let (verifier, answer) = subject.rejecting
        #expect(try await !verifier.judgement(of: answer, to: Self.task).verdict.feedback.isEmpty)
    }

    @Test(arguments: subjects)
    func `says the same of the same answer each time`(_ subject: Subject) async throws {
        let (verifier, answer) = subject.rejecting
        let first = try await verifier.judgement(of: answer, to: Self.task)
        #expect(try await verifier.judgement(of: answer, to: Self.task) == first)
    }

    @Test(arguments: subjects)
    func `throws a sentence where it can't judge, and accepts nothing`(_ subject: Subject) async throws {
        guard let verifier = subject.unable else { return }
        let error = await #expect(throws: (any Error).self) { try await verifier.judgement(of: "4", to: Self.task) }
        let failure = Failure(try #require(error))
        #expect(failure.kind != .cancelled)
        #expect(failure.text.hasSuffix(".") || failure.text.contains(". "))
    }

    @Test(arguments: subjects)
    func `judges nothing once it is cancelled`(_ subject: Subject) async throws {
        let judging = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await subject.acceptingAll.judgement(of: "4", to: Self.task)
        }
        await #expect(throws: CancellationError.self) { try await judging.value }
    }

    @Test(arguments: subjects)
    func `ends with a cancellation when it is cancelled while it judges`(_ subject: Subject) async throws {
        guard let hanging = subject.hanging else { return }
        let started = Collector<Bool>()
        let judging = Task { try await hanging(started).judgement(of: "4", to: Self.task) }
        await started.wait(for: 1)
        judging.cancel()
        await #expect(throws: CancellationError.self) { try await judging.value }
    }

    @Test(arguments: subjects)
    func `takes what an answer says for text`(_ subject: Subject) async throws {
        for answer in HostileAnswersTests.answers {
            #expect(try await subject.acceptingAll.judgement(of: answer, to: Self.task).verdict == .accept)
            #expect(try await subject.rejectingAll.judgement(of: answer, to: Self.task).verdict != .accept)
        }
    }
}

/// Has an answer judged that belongs to no session.
private struct OutsideOfSessions: Verifier {
    var verifier: any Verifier
    var name: String { verifier.name }

    func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement {
        var task = task
        task.session = nil
        return try await verifier.judgement(of: answer, to: task)
    }
}

/// A command that never ends, and says through a pipe that it has begun.
private struct HangingCommand: Verifier {
    let name = "command sh"
    var started: Collector<Bool>

    func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement {
        let hasBegun = try StartSign()
        let verifier = CommandVerifier(command: ["sh", "-c", "echo > '\(hasBegun.path)'; sleep 1000"])
        return try await withThrowingTaskGroup(of: Judgement?.self) { group in
            group.addTask { try await verifier.judgement(of: answer, to: task) }
            group.addTask {
                await hasBegun.wait()
                started.add(true)
                return nil
            }
            for try await case let judgement? in group { return judgement }
            throw CancellationError()
        }
    }
}
