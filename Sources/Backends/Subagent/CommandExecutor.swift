import EscalationCore
import Subprocesses

/// Makes attempts by any program that reads a prompt from standard input and writes the answer to standard output.
///
/// Standard input is the task prompt and nothing else; standard output is the answer to its last byte, bytes that
/// aren't UTF-8 as U+FFFD. The environment, otherwise inherited, says the rest:
///
/// | variable | holds |
/// |---|---|
/// | `RUNG_MODEL` | the model's name, as the chain spells it |
/// | `RUNG_SKILL_PROMPT_FILE` | path of a file with the skill prompt, there while the program runs; absent without one |
///
/// A request's parameters and answer format don't reach the program.
public struct CommandExecutor: Executor {
    private let command: Command
    private let clock: any Clock<Duration>

    /// - Parameters:
    ///   - environment: changes to the environment, which is otherwise inherited; nil takes a variable away.
    ///   - workingDirectory: nil for that of this process.
    ///   - clock: measures how long a process that is to end may take.
    public init(
        command: [String], environment: [String: String?] = [:], workingDirectory: String? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.command = Command(command, environment: environment, workingDirectory: workingDirectory)
        self.clock = clock
    }

    /// - Throws: `Failure`, or `CancellationError` once the program and its children are gone.
    public func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer {
        guard !request.skillPrompt.isEmpty else {
            return try await answer(to: request, skillFile: nil, report: report)
        }
        return try await PrivateFile.with(request.skillPrompt, name: "rung-skill") { file in
            try await answer(to: request, skillFile: file.path, report: report)
        }
    }

    private func answer(
        to request: Request, skillFile: String?, report: @escaping ExecutorReport.Sink
    ) async throws -> Answer {
        var command = command
        command.environment["RUNG_MODEL"] = request.model
        // Taken away where there is none: an outer `rung` may have set it.
        command.environment["RUNG_SKILL_PROMPT_FILE"] = .some(skillFile)
        let reader = PlainTextReader(report: report)
        await report(.phase(.prompt))
        let ending: CommandEnding
        do {
            ending = try await command.run(input: Array(request.taskPrompt.utf8), clock: clock) { bytes in
                await reader.take(bytes)
            }
        } catch let error as CommandError {
            throw Failure(error)
        }
        await reader.finish()
        guard ending.status.isSuccess else { throw failure(of: ending) }
        return Answer(await reader.text)
    }

    private func failure(of ending: CommandEnding) -> Failure {
        let errors = ending.errorOutput.text.trimmingLineEnds
        let said = errors.isEmpty ? "" : " It said: \(errors)"
        let executable = command.words.first ?? ""
        return switch ending.status {
        case .exited: Failure(.server, "'\(executable)' failed (\(ending.status)).\(said)")
        case .signalled: Failure(.cutOff, "'\(executable)' ended before its answer did (\(ending.status)).\(said)")
        }
    }
}

/// Reads an answer as it comes and reports it, characters whole.
private actor PlainTextReader {
    private(set) var text = ""
    private var decoder = UTF8Pieces()
    private let report: ExecutorReport.Sink

    init(report: @escaping ExecutorReport.Sink) { self.report = report }

    func take(_ bytes: [UInt8]) async { await pass(decoder.text(adding: bytes)) }

    func finish() async { await pass(decoder.finish()) }

    private func pass(_ piece: String) async {
        guard !piece.isEmpty else { return }
        if text.isEmpty { await report(.phase(.answer)) }
        text += piece
        await report(.output(.answer, piece))
    }
}
