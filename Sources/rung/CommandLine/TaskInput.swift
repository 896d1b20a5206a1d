import Foundation
import Settings

/// The task of `rung run`: an argument, or standard input.
enum TaskInput {
    /// Longest task read from standard input: above any model's context, below what would hurt the machine.
    static let longest = 64 * 1_024 * 1_024

    /// - Parameters:
    ///   - argument: the task, `-` for standard input, or nil, which means standard input unless that is a
    ///   terminal.
    ///   - namesFiles: whether an `@path` in an argument stands for that file. What comes on standard input is
    ///   another program's, and passes as it is.
    static func read(
        _ argument: String?, namesFiles: Bool, stdinIsTerminal: Bool = isatty(STDIN_FILENO) == 1
    ) throws -> String {
        if let argument, argument != "-" {
            let task = try checked(argument)
            return namesFiles ? try withFiles(task) : task
        }
        if argument == nil, stdinIsTerminal {
            throw CommandFailure(.usage, "There is no task. Say rung run 'what to do', or pipe it in: rung run -")
        }
        let data = try readStandardInput()
        guard data.count <= longest else {
            throw CommandFailure(.usage, "The task on standard input is larger than \(longest / 1_048_576) MB.")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw CommandFailure(.usage, "The task on standard input is not UTF-8 text.")
        }
        return try checked(text)
    }

    /// The task with the files that it names.
    ///
    /// - Throws: `CommandFailure` where one can't be sent along.
    static func withFiles(_ task: String) throws -> String {
        do {
            return try MentionedFiles(directory: FileManager.default.currentDirectoryPath, home: Home.folder)
                .expanded(task)
        } catch {
            throw CommandFailure(.noInput, error.description)
        }
    }

    /// - Returns: more than `longest` bytes where there are more.
    private static func readStandardInput() throws -> Data {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 64 * 1_024)
        while data.count <= longest {
            let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
            if count > 0 {
                data.append(contentsOf: buffer[..<count])
            } else if count == 0 {
                break
            } else if errno != EINTR {
                let reason = String(cString: strerror(errno)).lowercased()
                throw CommandFailure(.noInput, "Can't read the task from standard input (\(reason)).")
            }
        }
        return data
    }

    private static func checked(_ task: String) throws -> String {
        guard task.contains(where: { !$0.isWhitespace }) else {
            throw CommandFailure(.usage, "The task is empty. Say rung run 'what to do', or pipe it in: rung run -")
        }
        return task
    }
}
