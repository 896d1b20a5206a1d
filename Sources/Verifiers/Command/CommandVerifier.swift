import EscalationCore
import Subprocesses

/// Lets a command judge: exit code 0 accepts the answer, anything else rejects it with the end of what it said.
///
/// The answer comes on standard input. The environment, otherwise inherited, names files; the texts themselves never
/// stand in it, nor in an argument. The files are there while the command runs, for nobody but the user:
///
/// | variable | holds |
/// |---|---|
/// | `RUNG_ANSWER_FILE` | path of a file with the answer |
/// | `RUNG_TASK_FILE` | path of a file with the task prompt as the tier got it, earlier feedback included |
/// | `RUNG_SKILL_PROMPT_FILE` | path of a file with the skill prompt; absent without one |
/// | `RUNG_CODE_FILE` | path of the file with the extracted code; absent where none is extracted |
/// | `RUNG_ATTEMPT` | the attempt's number, from 1 |
///
/// Where code is extracted and no working directory is named, the command runs in an empty folder that holds the code's
/// file alone and is removed afterwards. What the command leaves running is killed, on Linux also where it moved to a session of its own.
public struct CommandVerifier: Verifier {
    public let name: String
    public let mayCost = false
    let command: Command
    let extraction: CodeExtraction?
    let timeout: Duration
    let clock: any Clock<Duration>

    /// Most bytes of output that become feedback: the end, for it is a prompt that grows by it. About 2,000 tokens.
    public static let feedbackLimit = 8 * 1_024

    /// Long enough to build a package, short enough for a session of 30 minutes.
    public static let usualTimeout: Duration = .seconds(300)

    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - extraction: which code of the answer goes into a file first; an answer without it is rejected. Nil for none.
    ///   - workingDirectory: nil for the folder of the extracted code, or that of this process where none is extracted.
    ///   - timeout: a command that takes longer is ended, and has not judged.
    public init(
        command: [String], extraction: CodeExtraction? = nil, workingDirectory: String? = nil,
        timeout: Duration = Self.usualTimeout, clock: any Clock<Duration> = ContinuousClock()
    ) {
        name = "command " + (command.first?.split(separator: "/").last ?? "")
        self.command = Command(command, workingDirectory: workingDirectory, killsStrays: true)
        self.extraction = extraction
        self.timeout = timeout
        self.clock = clock
    }

    /// - Throws: `VerifierError` where the command can't be run or takes too long, `CancellationError` once it is gone.
    public func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement {
        try await computing { try await judged(answer, to: task) }
    }

    private func judged(_ answer: String, to task: JudgedTask) async throws -> Judgement {
        var code: String?
        if let extraction {
            code = extraction.code(in: answer)
            if code == nil { return Judgement(.escalate(feedback: extraction.complaint)) }
        }
        do {
            return try await AnswerFolder.with { folder in
                let command = try prepared(for: answer, code: code, task, in: folder)
                let output = TailKeeper(limit: Self.feedbackLimit)
                let status = try await run(command, on: answer, output)
                let said = await output.text.replacing(folder.path + "/", with: "")
                return judgement(status, said)
            }
        } catch let error as CommandError {
            throw VerifierError(.cannotRun, verifier: name, text: error.description)
        } catch let error as AnswerFolderError {
            throw VerifierError(.cannotRun, verifier: name, text: error.description)
        }
    }

    /// Writes the files, and names them in the environment.
    private func prepared(
        for answer: String, code: String?, _ task: JudgedTask, in folder: AnswerFolder
    ) throws -> Command {
        var command = command
        command.environment["RUNG_ANSWER_FILE"] = try folder.write(answer, to: "answer")
        command.environment["RUNG_TASK_FILE"] = try folder.write(task.taskPrompt, to: "task")
        // Taken away where there are none: an outer `rung` may have set them.
        command.environment["RUNG_SKILL_PROMPT_FILE"] = .some(
            task.skillPrompt.isEmpty ? nil : try folder.write(task.skillPrompt, to: "skill"))
        command.environment["RUNG_CODE_FILE"] = .some(nil)
        command.environment["RUNG_ATTEMPT"] = "\(task.attempt)"
        if let code, let extraction {
            command.environment["RUNG_CODE_FILE"] = try folder.write(code, to: "code/" + extraction.file)
            command.workingDirectory = command.workingDirectory ?? folder.path + "/code"
        }
        return command
    }

    private func run(_ command: Command, on answer: String, _ output: TailKeeper) async throws -> CommandEnding.Status {
        try await withThrowingTaskGroup(of: CommandEnding.Status.self) { group in
            group.addTask {
                // Whatever it writes is read on, and all but the end forgotten: its time is what is limited.
                try await command.run(
                    input: Array(answer.utf8), outputLimit: .max, mergesErrorOutput: true, clock: clock
                ) { await output.append($0) }.status
            }
            group.addTask {
                try await clock.sleep(for: timeout)
                throw VerifierError(.tookTooLong, verifier: name, text: timeout.inSeconds)
            }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }

    private func judgement(_ status: CommandEnding.Status, _ said: String) -> Judgement {
        guard !status.isSuccess else { return Judgement(.accept, remark: said) }
        let silence = "'\(command.words.first ?? "")' rejected the answer (\(status)) and said nothing."
        return Judgement(.escalate(feedback: said.isEmpty ? silence : said))
    }
}

/// Keeps the end of an output.
private actor TailKeeper {
    private var tail: OutputTail

    init(limit: Int) { tail = OutputTail(limit: limit) }

    func append(_ bytes: [UInt8]) { tail.append(bytes) }

    /// What was kept, without blank space at its end; where something was dropped, from the next line on, behind a mark.
    var text: String {
        let kept = tail.text
        guard tail.dropped > 0 else { return kept.trimmingEnd }
        let line = kept.firstIndex(of: "\n").map { kept[$0...].dropFirst() } ?? kept[...]
        return "… \(tail.dropped) bytes before this are left out\n" + String(line).trimmingEnd
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var end = endIndex
        while end > startIndex, self[index(before: end)].isWhitespace { end = index(before: end) }
        return String(self[..<end])
    }
}
