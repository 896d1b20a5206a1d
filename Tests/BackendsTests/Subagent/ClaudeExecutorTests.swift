import EscalationCore
import Foundation
import RungTestSupport
import Subprocesses
import Testing

@testable import Backends

/// The executor with a shell script in place of the CLI.
@Suite(.timeLimit(.minutes(10)))
struct ClaudeExecutorTests {
    private static let success = #"{"type":"result","subtype":"success","is_error":false,"result":"done"}"#

    /// An executor whose CLI is that script; the CLI's arguments follow a `--`.
    private func executor(
        _ script: String, environment: [String: String?] = [:], clock: any Clock<Duration> = ContinuousClock()
    ) -> ClaudeExecutor {
        ClaudeExecutor(command: ["sh", "-c", script, "--"], environment: environment, clock: clock)
    }

    private func failure(_ script: String) async throws -> Failure {
        try await #require(throws: Failure.self) {
            try await executor(script).answer(to: Request(model: "opus", taskPrompt: "hello"))
        }
    }

    // MARK: What the CLI gets

    /// The CLI's arguments, one a line, and its standard input, as a script writes them down in files.
    private func call(
        _ request: Request, command: [String] = [], tools: [String] = []
    ) async throws -> (words: [String], input: String) {
        let directory = FileManager.default.temporaryDirectory.appending(path: "claude-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let script = #"printf '%s\n' "$@" >words; cat >input; echo "$RESULT""#
        let executor = ClaudeExecutor(
            command: ["sh", "-c", script, "--"] + command, tools: tools, environment: ["RESULT": Self.success],
            workingDirectory: directory.path())
        #expect(try await executor.answer(to: request) == Answer("done"))
        let words = try String(contentsOf: directory.appending(path: "words"), encoding: .utf8)
        let input = try String(contentsOf: directory.appending(path: "input"), encoding: .utf8)
        return (words.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init), input)
    }

    private static let words = [
        "-p", "--output-format", "stream-json", "--verbose", "--include-partial-messages", "--model", "opus",
        "--setting-sources=", "--no-session-persistence",
    ]
    private static let withoutTools = ["--tools", "", "--permission-mode", "default", "--strict-mcp-config"]

    @Test func `gets the task on standard input, no skill and no tools`() async throws {
        let prompt = "--help me\n" + String(repeating: "żółw ", count: 40_000) + "\n"
        let (words, input) = try await call(Request(model: "opus", taskPrompt: prompt))
        #expect(words == Self.words + Self.withoutTools)
        #expect(input == prompt)
    }

    @Test func `gets the skill after its own system prompt`() async throws {
        let (words, input) = try await call(Request(model: "opus", skillPrompt: "-Be brief.", taskPrompt: "hello"))
        #expect(words == Self.words + Self.withoutTools + ["--append-system-prompt", "-Be brief."])
        #expect(input == "hello")
    }

    @Test(arguments: [String(repeating: "x", count: 100 * 1024) + "y", "a\0b"])
    func `gets a skill that fits no argument in a private file, which is removed`(skill: String) async throws {
        let script = #"""
            for word; do [ "$last" = --append-system-prompt-file ] && file=$word; last=$word; done
            printf '{"type":"result","subtype":"success","is_error":false,"result":"%s %s %s"}' \
                "$file" "$(stat -c %a "$file")" "$(wc -c <"$file")"
            """#
        let answer = try await executor(script).answer(
            to: Request(model: "opus", skillPrompt: skill, taskPrompt: "hello"))
        let parts = answer.text.split(separator: " ")
        try #require(parts.count == 3)
        #expect(parts[1...] == ["600", "\(skill.utf8.count)"])
        #expect(!FileManager.default.fileExists(atPath: String(parts[0])))
    }

    // MARK: What it answers

    @Test func `gives the recorded answer with its usage and cost`() async throws {
        let reports = Reports()
        let answer = try await executor("cat \"$RECORDING\"", environment: ["RECORDING": ClaudeRecording.hello.path])
            .answer(to: Request(model: "claude-sonnet-4-6", taskPrompt: "hello"), report: reports.sink)
        #expect(
            answer
                == Answer(
                    "Hello from the loopback server.",
                    usage: Usage(promptTokens: 12, answerTokens: 9, cachedTokens: 0), finishReason: "end_turn",
                    servedModel: "claude-sonnet-4-6", cost: 0.000171))
        #expect(await reports.all.text(of: .answer) == answer.text)
    }

    @Test func `fails with the CLI's words where the recorded CLI doesn't know the model`() async throws {
        let executor = executor(
            "cat \"$RECORDING\"; exit 1", environment: ["RECORDING": ClaudeRecording.modelNotFound.path])
        let failure = try await #require(throws: Failure.self) {
            try await executor.answer(to: Request(model: "claude-sonnet-4-6", taskPrompt: "hello"))
        }
        #expect(
            failure
                == Failure(
                    .unknownModel,
                    "'sh' doesn't know model 'claude-sonnet-4-6' (404). Correct its name in the chain. It said: "
                        + "There's an issue with the selected model (claude-sonnet-4-6). It may not exist or you may "
                        + "not have access to it. Run --model to pick a different model.",
                    usage: Usage(promptTokens: 0, answerTokens: 0, cachedTokens: 0), cost: 0))
    }

    @Test func `is cut off where the recorded CLI never comes to a result`() async throws {
        let executor = executor(
            "cat \"$RECORDING\"; echo bye >&2; exit 1", environment: ["RECORDING": ClaudeRecording.retrying.path])
        let failure = try await #require(throws: Failure.self) {
            try await executor.answer(to: Request(model: "opus", taskPrompt: "hello"))
        }
        #expect(
            failure == Failure(.cutOff, "'sh' ended before its answer did (exit code 1). Try again. It said: bye"))
    }

    @Test func `fails with what stands on standard error where there is no result`() async throws {
        #expect(
            try await failure("printf 'no such option\\n  at all\\n' >&2; exit 2")
                == Failure(.server, "'sh' failed (exit code 2). It said: no such option\n  at all"))
        #expect(
            try await failure("echo 'Invalid API key · Please run /login'; exit 1")
                == Failure(
                    .refused,
                    "'sh' was refused (exit code 1). Run it once by hand to log in. "
                        + "It said: Invalid API key · Please run /login"))
    }

    @Test func `fails where the program speaks no stream-json, ends early or is killed`() async throws {
        #expect(
            try await failure("echo hello there")
                == Failure(
                    .malformed,
                    "'sh' sent what is no stream-json (exit code 0). Check that 'command' names the Claude CLI. "
                        + "It said: hello there"))
        #expect(
            try await failure("exit 0")
                == Failure(.cutOff, "'sh' ended before its answer did (exit code 0). Try again."))
        #expect(
            try await failure("kill -9 $$")
                == Failure(.cutOff, "'sh' ended before its answer did (signal 9). Try again."))
    }

    @Test func `takes the result for its last word, whatever its exit code`() async throws {
        let executor = executor("echo \"$RESULT\"; exit 3", environment: ["RESULT": Self.success])
        #expect(try await executor.answer(to: Request(model: "opus", taskPrompt: "hello")) == Answer("done"))
    }

    @Test func `answers with the result where it differs from the text of earlier turns`() async throws {
        let turns = """
            {"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"Looking."}}}
            {"type":"result","subtype":"success","is_error":false,"result":"The answer.","total_cost_usd":0.5}
            """
        let reports = Reports()
        let answer = try await executor("echo \"$TURNS\"", environment: ["TURNS": turns])
            .answer(to: Request(model: "opus", taskPrompt: "hello"), report: reports.sink)
        #expect(answer == Answer("The answer.", cost: 0.5))
        #expect(await reports.all.text(of: .answer) == "Looking.")
    }

    @Test func `says which executable is missing`() async throws {
        let failure = try await #require(throws: Failure.self) {
            try await ClaudeExecutor(command: ["no-such-claude"]).answer(to: Request(model: "opus", taskPrompt: ""))
        }
        #expect(
            failure
                == Failure(
                    .unreachable,
                    "Can't run 'no-such-claude' (no such executable). Install it, or name it by its full path."))
    }

    // MARK: When it ends

    @Test func `ends a CLI that stays after its result`() async throws {
        let watch = try GroupWatch()
        let clock = ManualClock()
        let executor = executor(
            "exec 9>\"$FIFO\"; echo \"$RESULT\"; sleep 1000",
            environment: ["FIFO": watch.path, "RESULT": Self.success], clock: clock)
        async let answer = executor.answer(to: Request(model: "opus", taskPrompt: "hello"))
        await clock.waitForSleepers()
        clock.advance(by: ClaudeExecutor.lingering)
        #expect(try await answer == Answer("done"))
        watch.waitUntilGone()
    }

    @Test func `is gone with its children when the grace of a cancellation is over`() async throws {
        let watch = try GroupWatch()
        let clock = ManualClock()
        let executor = executor(
            #"exec 9>"$FIFO"; trap '' TERM; sleep 1000 & echo "$READY"; while :; do sleep 1000; done"#,
            environment: ["FIFO": watch.path, "READY": #"{"type":"system","subtype":"status","status":"requesting"}"#],
            clock: clock)
        await cancel(executor, afterReports: 1, clock: clock)
        watch.waitUntilGone()
    }
}
