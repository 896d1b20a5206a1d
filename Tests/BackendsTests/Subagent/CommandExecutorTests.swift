import EscalationCore
import Foundation
import RungTestSupport
import Testing

@testable import Backends

@Suite(.timeLimit(.minutes(10)))
struct CommandExecutorTests {
    private func executor(_ script: String, environment: [String: String?] = [:]) -> CommandExecutor {
        CommandExecutor(command: ["sh", "-c", script], environment: environment)
    }

    @Test func `passes the task on standard input and takes all of standard output as the answer`() async throws {
        let prompt = "-n żółw\n" + String(repeating: "x", count: 1_000_000) + "\n\n"
        let reports = Reports()
        let answer = try await CommandExecutor(command: ["cat"])
            .answer(to: Request(model: "m", taskPrompt: prompt), report: reports.sink)
        #expect(answer == Answer(prompt))
        let all = await reports.all
        #expect(all.text(of: .answer) == prompt)
        #expect(all.filter { if case .output = $0 { false } else { true } } == [.phase(.prompt), .phase(.answer)])
    }

    @Test func `tells the program the model, and where the skill stands while it runs`() async throws {
        let script =
            #"printf '%s|' "$RUNG_MODEL"; cat "$RUNG_SKILL_PROMPT_FILE"; printf '|%s' "$RUNG_SKILL_PROMPT_FILE""#
        let answer = try await executor(script)
            .answer(to: Request(model: "tiny", skillPrompt: "Be brief.\n", taskPrompt: "hello"))
        let parts = answer.text.split(separator: "|").map(String.init)
        try #require(parts.count == 3)
        #expect(parts[..<2] == ["tiny", "Be brief.\n"])
        #expect(!FileManager.default.fileExists(atPath: parts[2]))
    }

    @Test func `names no skill file where there is no skill, even if the environment does`() async throws {
        let executor = executor(
            #"printf '%s' "${RUNG_SKILL_PROMPT_FILE-absent}""#, environment: ["RUNG_SKILL_PROMPT_FILE": "/outer"])
        #expect(try await executor.answer(to: Request(model: "m", taskPrompt: "")) == Answer("absent"))
    }

    @Test func `fails with the end of standard error where the program does`() async throws {
        let failure = try await #require(throws: Failure.self) {
            try await executor("echo partial; printf 'out of\\nmemory\\n' >&2; exit 3")
                .answer(to: Request(model: "m", taskPrompt: ""))
        }
        #expect(failure == Failure(.server, "'sh' failed (exit code 3). It said: out of\nmemory"))
    }

    @Test func `is cut off where the program is killed`() async throws {
        let failure = try await #require(throws: Failure.self) {
            try await executor("echo partial; kill -9 $$").answer(to: Request(model: "m", taskPrompt: ""))
        }
        #expect(failure == Failure(.cutOff, "'sh' ended before its answer did (signal 9)."))
    }

    @Test func `says which executable is missing`() async throws {
        let failure = try await #require(throws: Failure.self) {
            try await CommandExecutor(command: ["no-such-model"]).answer(to: Request(model: "m", taskPrompt: ""))
        }
        #expect(
            failure
                == Failure(
                    .unreachable,
                    "Can't run 'no-such-model' (no such executable). Install it, or name it by its full path."))
    }

    @Test func `is gone with its children when the grace of a cancellation is over`() async throws {
        let watch = try GroupWatch()
        let clock = ManualClock()
        let executor = CommandExecutor(
            command: [
                "sh", "-c",
                #"exec 9>"$FIFO"; trap '' TERM; sleep 1000 & echo ready; while :; do sleep 1000; done"#,
            ],
            environment: ["FIFO": watch.path], clock: clock)
        // The phases `prompt` and `answer`, and the text.
        await cancel(executor, afterReports: 3, clock: clock)
        watch.waitUntilGone()
    }
}
