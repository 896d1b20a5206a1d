import Dashboard
import Foundation
import Subprocesses
import Terminal
import TerminalCurses

/// Lends the terminal to a program of the user's own, and takes it back whole. One loan at a time: what is asked for during
/// one is let go.
actor TerminalLoan {
    private let display: any TerminalScreen
    private let environment: [String: String]
    private var isLent = false

    init(_ display: any TerminalScreen, environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.display = display
        self.environment = environment
    }

    /// Lets the user edit a text in `$VISUAL`, else `$EDITOR`, else vi.
    ///
    /// - Returns: the text as the editor left it; nil where the terminal is lent already.
    /// - Throws: `TerminalLoanError` where the editor is missing or failed; then nothing has changed.
    func edit(_ text: String) async throws -> String? {
        try await PrivateFile.with(text, named: "task.md") { file in
            let editor = chosen(["VISUAL", "EDITOR"], else: "vi")
            guard let status = try await lend(to: editor.words + " \"$1\"", file) else { return nil }
            guard status.isSuccess else {
                throw failure(of: "editor", editor, status, leaving: "The task is as it was.")
            }
            return try file.read()
        }
    }

    /// Shows a text in the user's editor, or in `$PAGER`, else less. What is changed there is let go.
    ///
    /// - Throws: `TerminalLoanError` where the program is missing or failed.
    func show(_ text: String, in viewer: DashboardProgram.Viewer) async throws {
        let (role, program, text) =
            switch viewer {
            case .editor: ("editor", chosen(["VISUAL", "EDITOR"], else: "vi"), text)
            // A pager may pass control characters on to the terminal.
            case .pager:
                ("pager", chosen(["PAGER"], else: "less"), VisibleText.escape(text, keepingNewlinesAndTabs: true))
            }
        try await PrivateFile.with(text, named: "answer.md") { file in
            guard let status = try await lend(to: program.words + " \"$1\"", file), !status.isSuccess else { return }
            throw failure(of: role, program, status)
        }
    }

    /// Gives a text to a shell's command, and shows what that writes until the user presses Enter.
    func pipe(_ text: String, to command: String) async throws {
        try await PrivateFile.with(text, named: "answer.md") { file in
            _ = try await lend(to: Self.pipeline, file, command)
        }
    }

    private static let pipeline = #"""
        (eval "$2") <"$1"
        code=$?
        [ $code = 0 ] || printf '\nIt ended with exit code %s.' $code
        printf '\nEnter goes back to rung. '
        read -r line </dev/tty
        """#

    // MARK: The loan

    /// Runs a shell's line with the file as its first argument, and others behind it.
    /// - Returns: nil where the terminal is lent already.
    private func lend(to line: String, _ file: PrivateFile, _ others: String...) async throws -> CommandEnding.Status? {
        guard !isLent else { return nil }
        isLent = true
        defer { isLent = false }
        await display.suspend()
        let ending: Result<CommandEnding.Status, any Error>
        do {
            ending = .success(try await Command(["/bin/sh", "-c", line, "sh", file.path] + others).runOnTerminal())
        } catch {
            ending = .failure(error)
        }
        await display.resume()
        return try ending.get()
    }

    /// A program the user has chosen by an environment variable, which may hold arguments.
    private func chosen(_ variables: [String], else usual: String) -> (words: String, variable: String) {
        for variable in variables {
            if let words = environment[variable], !words.allSatisfy(\.isWhitespace) { return (words, variable) }
        }
        return (usual, variables.last ?? "")
    }

    private func failure(
        of role: String, _ program: (words: String, variable: String), _ status: CommandEnding.Status,
        leaving: String = ""
    ) -> TerminalLoanError {
        // What a shell says of a command that it can't find or may not execute.
        let isMissing = status == .exited(127) || status == .exited(126)
        let sentence =
            isMissing
            ? "Can't run the \(role) '\(program.words)'. Install it, or set \(program.variable) to another."
            : "The \(role) '\(program.words)' failed (\(status))."
        return TerminalLoanError(leaving.isEmpty ? sentence : "\(sentence) \(leaving)")
    }
}

/// Why a program of the user's own could not have the terminal, or failed with it.
struct TerminalLoanError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
