/// Why a command could not be run, or was not let finish. That it failed by itself is no error: see `CommandEnding`.
public struct CommandError: Error, Sendable, Hashable {
    public var code: Code
    /// The executable as it was named; empty where none was.
    public var executable: String
    /// The directory, the limit or the system's reason, as the code needs it.
    public var detail: String

    public enum Code: Sendable, Hashable {
        /// The command has no words.
        case empty
        /// There is no such executable, or it may not be executed.
        case notFound
        /// The working directory doesn't exist or may not be entered.
        case noDirectory
        /// The system refused to start it, for example because its arguments are too long.
        case notStarted
        /// It wrote more to standard output than it was allowed to, and was ended.
        case outputTooLong
    }

    public init(_ code: Code, executable: String, detail: String = "") {
        self.code = code
        self.executable = executable
        self.detail = detail
    }
}

extension CommandError: CustomStringConvertible {
    public var description: String {
        switch code {
        case .empty:
            "Can't run a command without words. Name an executable."
        case .notFound:
            "Can't run '\(executable)' (no such executable). Install it, or name it by its full path."
        case .noDirectory:
            "Can't run '\(executable)' in '\(detail)' (no such directory). Create it, or name another."
        case .notStarted:
            "Can't start '\(executable)' (\(detail))."
        case .outputTooLong:
            "'\(executable)' wrote more than \(detail) bytes to standard output, and was ended."
        }
    }
}
