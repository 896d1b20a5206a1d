import EscalationCore
import RungTestSupport
import Testing

@testable import Verifiers

/// A command that forks, hangs, floods, or kills leaves nothing behind and loses nothing.
@Suite(.timeLimit(.minutes(10)))
struct CommandVerifierTroubleTests {
    private func verifier(
        _ script: String, _ watch: GroupWatch? = nil, timeout: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock()
    ) -> CommandVerifier {
        let held = watch.map { "exec 9>'\($0.path)'; " } ?? ""
        return CommandVerifier(command: ["sh", "-c", held + script], timeout: timeout, clock: clock)
    }

    private func judgement(_ verifier: CommandVerifier) async throws -> Judgement {
        try await verifier.judgement(of: "4", to: JudgedTask(skillPrompt: "", taskPrompt: "t"))
    }

    @Test func `kills what it leaves running`() async throws {
        let watch = try GroupWatch()
        let script = "for n in 1 2 3 4 5 6 7 8; do (trap '' TERM; sleep 1000; sleep 1000) & done; echo done; exit 1"
        #expect(try await judgement(verifier(script, watch)) == Judgement(.escalate(feedback: "done")))
        watch.waitUntilGone()
    }

    @Test func `has not judged when it takes longer than its timeout, and is gone with its children`() async throws {
        let watch = try GroupWatch()
        let clock = ManualClock()
        let started = try StartSign()
        let verifier = verifier(
            "(sleep 1000 & sleep 1000) & echo > '\(started.path)'; wait", watch, timeout: .seconds(90),
            clock: clock)
        let judging = Task { try await judgement(verifier) }
        await clock.waitForSleepers()
        await started.wait()
        clock.advance(by: .seconds(90))
        await #expect(
            throws: VerifierError(.tookTooLong, verifier: "command sh", text: "90 s")
        ) { try await judging.value }
        watch.waitUntilGone()
        #expect(
            VerifierError(.tookTooLong, verifier: "command sh", text: "90 s").description
                == "command sh had not judged after 90 s, and was ended. Make it faster, or raise its 'timeout'.")
    }

    @Test func `keeps the end of a flood, from a whole line on, and reads on until it ends`() async throws {
        let script = "yes 'a line of a flood' | head -n 2000000; echo 'the last line' >&2; exit 1"
        let feedback = try await judgement(verifier(script)).verdict.feedback
        #expect(feedback.utf8.count <= CommandVerifier.feedbackLimit + 60)
        #expect(feedback.hasPrefix("… 35991822 bytes before this are left out\na line of a flood\na line of a flood\n"))
        #expect(feedback.hasSuffix("\na line of a flood\nthe last line"))
    }

    @Test func `ends a flood that never ends`() async throws {
        let watch = try GroupWatch()
        let verifier = verifier("yes", watch, timeout: .milliseconds(200))
        await #expect(throws: VerifierError.self) { try await judgement(verifier) }
        watch.waitUntilGone()
    }

    @Test func `rejects where its shell is killed by a child of its own`() async throws {
        let watch = try GroupWatch()
        #expect(
            try await judgement(verifier("echo before; sh -c 'kill -9 $PPID; sleep 1000'; exit 0", watch))
                == Judgement(.escalate(feedback: "before")))
        watch.waitUntilGone()
    }

    @Test func `doesn't mind an answer that is not read`() async throws {
        let judgement = try await verifier("exec <&-; exit 0").judgement(
            of: String(repeating: "x", count: 1_000_000), to: JudgedTask(skillPrompt: "", taskPrompt: "t"))
        #expect(judgement == Judgement(.accept))
    }

    @Test(
        arguments: [
            (
                ["no-such-checker"], nil,
                "Can't run 'no-such-checker' (no such executable). Install it, or name it by its full path."
            ),
            (["true"], "/no/such", "Can't run 'true' in '/no/such' (no such directory). Create it, or name another."),
        ] as [([String], String?, String)])
    func `can't judge where it can't be run, and says why`(
        _ command: [String], _ directory: String?, _ text: String
    ) async throws {
        let verifier = CommandVerifier(command: command, workingDirectory: directory)
        let error = await #expect(throws: VerifierError.self) { try await judgement(verifier) }
        #expect(error?.description == text)
    }
}
