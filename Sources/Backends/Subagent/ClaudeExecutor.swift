import EscalationCore
import Subprocesses

/// Makes attempts by the Claude CLI in print mode (seen with version 2.1.330).
///
/// The task prompt goes to standard input and the skill prompt after the CLI's own system prompt. It gets no tools but
/// those that are named, be it by options in the command (`--tools`, `--mcp-config`), and reads no settings but those
/// named there (`--setting-sources`). A request's parameters and answer format don't reach it, for the CLI has no option
/// for them.
public struct ClaudeExecutor: Executor {
    /// How long the CLI may stay after its result before it is ended; it then tidies up and leaves, as a rule at once.
    static let lingering: Duration = .seconds(2)
    /// Most bytes of its output. Each piece of text comes in a line of some 300 bytes, so 64 MiB of answer would fit.
    private static let outputLimit = 4 * 1024 * 1024 * 1024

    private let command: Command
    private let tools: [String]
    private let clock: any Clock<Duration>

    /// - Parameters:
    ///   - command: the CLI, with options of the user's own.
    ///   - tools: those it may use, as its option `--allowedTools` spells them; none by default.
    ///   - environment: changes to the environment, which is otherwise inherited; nil takes a variable away.
    ///   - workingDirectory: nil for that of this process.
    ///   - clock: measures how long a process that is to end may take.
    public init(
        command: [String] = ["claude"], tools: [String] = [], environment: [String: String?] = [:],
        workingDirectory: String? = nil, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.tools = tools
        self.command = Command(command, environment: environment, workingDirectory: workingDirectory)
        self.clock = clock
    }

    /// - Throws: `Failure`, or `CancellationError` once the CLI and its children are gone.
    public func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer {
        let skill = request.skillPrompt
        guard ClaudeInvocation.needsFile(skill) else {
            return try await answer(to: request, skill: skill.isEmpty ? .none : .argument(skill), report: report)
        }
        return try await PrivateFile.with(skill, name: "rung-skill") { file in
            try await answer(to: request, skill: .file(path: file.path), report: report)
        }
    }

    private func answer(
        to request: Request, skill: ClaudeInvocation.Skill, report: @escaping ExecutorReport.Sink
    ) async throws -> Answer {
        var command = command
        command.words = ClaudeInvocation(command: command.words, tools: tools, model: request.model)
            .words(skill: skill)
        let reader = ClaudeReader(report: report)
        let ending: CommandEnding?
        do {
            ending = try await run(command, input: Array(request.taskPrompt.utf8), reader: reader)
        } catch let error as CommandError {
            throw Failure(error)
        }
        await reader.finish()
        return try await answer(from: reader.transcript, ending, model: request.model)
    }

    /// - Returns: how the CLI ended; nil where it had to be ended after its result.
    private func run(_ command: Command, input: [UInt8], reader: ClaudeReader) async throws -> CommandEnding? {
        let (results, hasResult) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        return try await withThrowingTaskGroup(of: CommandEnding?.self) { group in
            group.addTask {
                try await command.run(input: input, outputLimit: Self.outputLimit, clock: clock) { bytes in
                    await reader.take(bytes)
                    if await reader.transcript.result != nil { hasResult.finish() }
                }
            }
            group.addTask {
                for await _ in results {}
                try await clock.sleep(for: Self.lingering)
                return nil
            }
            // Leaving the group cancels and awaits the other.
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func answer(
        from transcript: ClaudeTranscript, _ ending: CommandEnding?, model: String
    ) throws(Failure) -> Answer {
        let words = ClaudeFailure(executable: command.words.first ?? "", model: model)
        guard let result = transcript.result else {
            throw words.failure(of: ending ?? CommandEnding(status: .exited(0)), transcript)
        }
        guard !result.isError else { throw words.failure(of: result, after: transcript.complaint) }
        return Answer(
            result.text, usage: result.usage, finishReason: result.stopReason, servedModel: transcript.servedModel,
            cost: result.cost)
    }
}

/// Reads the CLI's output as it comes and reports it, one piece after the other.
private actor ClaudeReader {
    private(set) var transcript = ClaudeTranscript()
    private let report: ExecutorReport.Sink

    init(report: @escaping ExecutorReport.Sink) { self.report = report }

    func take(_ bytes: [UInt8]) async {
        for news in transcript.take(bytes) { await report(news) }
    }

    func finish() async {
        for news in transcript.finish() { await report(news) }
    }
}
