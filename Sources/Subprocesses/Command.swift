/// A command to run: what a shell would get, already split into words; no shell is involved.
public struct Command: Sendable, Hashable {
    /// The executable, then its arguments.
    ///
    /// An executable without `/` is looked up in the `PATH` the command gets; any other counts from `workingDirectory`.
    /// Linux allows 128 KiB for one argument: longer text belongs on standard input or in a file.
    public var words: [String]
    /// Changes to the environment, which is otherwise inherited; nil takes a variable away.
    public var environment: [String: String?]
    /// Where the command starts; nil for where this process is.
    public var workingDirectory: String?
    /// Whether its descendants are killed with it also where they moved to a group or session of their own.
    ///
    /// They are known by a variable in their environment, on Linux alone. One that takes it away (`env -i`), or that runs
    /// as another user, can't be reached.
    public var killsStrays: Bool

    public init(
        _ words: [String], environment: [String: String?] = [:], workingDirectory: String? = nil,
        killsStrays: Bool = false
    ) {
        self.words = words
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.killsStrays = killsStrays
    }
}

/// How a command ended.
public struct CommandEnding: Sendable, Hashable {
    public var status: Status
    /// The end of what it wrote to standard error.
    public var errorOutput: OutputTail

    public enum Status: Sendable, Hashable {
        /// It exited by itself; 0 means success.
        case exited(Int)
        /// A signal of that number ended it.
        case signalled(Int)

        public var isSuccess: Bool { self == .exited(0) }
    }

    public init(status: Status, errorOutput: OutputTail = OutputTail()) {
        self.status = status
        self.errorOutput = errorOutput
    }
}

extension CommandEnding.Status: CustomStringConvertible {
    /// `exit code 1` or `signal 9`.
    public var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signalled(let signal): "signal \(signal)"
        }
    }
}
