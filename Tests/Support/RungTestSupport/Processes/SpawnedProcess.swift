import CVterm
import Foundation

/// A program started with `posix_spawn(2)`: every signal at its default, none blocked, and of this process's open files
/// only those that are named.
///
/// Not Foundation's `Process`: to close what is open, it copies 256 bytes of name out of every entry of `/proc/self/fd`,
/// even of the last in its buffer. A test run with some 1,400 files open crashed that way.
public struct SpawnedProcess: Sendable {
    /// How a program ended.
    public enum Ending: Sendable, Hashable {
        case exited(Int32)
        case signalled(Int32)
    }

    /// What a standard stream of the program is.
    public enum Stream: Sendable {
        /// What it is for the process that starts it.
        case inherited
        /// The end of a pipe, say. Stays open here.
        case descriptor(Int32)
        /// Opened for the program, to read and to write.
        case file(String)

        public static let null = Stream.file("/dev/null")
    }

    public let processID: pid_t

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - environment: the program's whole environment.
    ///   - leadsSession: starts a session of its own; the first terminal that is opened becomes the session's.
    /// - Throws: `CocoaError`, with the system's reason, if it can't be started.
    public init(
        _ executable: String, _ arguments: [String] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment,
        input: Stream = .null, output: Stream = .inherited, errors: Stream = .inherited, leadsSession: Bool = false
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in [input, output, errors].enumerated() {
            switch stream {
            case .inherited: break
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            case .file(let path): posix_spawn_file_actions_addopen(&actions, Int32(number), path, O_RDWR, 0)
            }
        }
        cv_close_others(&actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigfillset(&defaults)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var unblocked = sigset_t()
        sigemptyset(&unblocked)
        posix_spawnattr_setsigmask(&attributes, &unblocked)
        let session = leadsSession ? cv_spawn_new_session() : 0
        posix_spawnattr_setflags(&attributes, session | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
        let argumentPointers = ([executable] + arguments).map { strdup($0) } + [nil]
        let environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
        var child: pid_t = 0
        let failure = posix_spawn(&child, executable, &actions, &attributes, argumentPointers, environmentPointers)
        guard failure == 0 else {
            throw CocoaError(
                .executableLoad,
                userInfo: [NSLocalizedDescriptionKey: "can't run \(executable): \(String(cString: strerror(failure)))"])
        }
        processID = child
    }

    /// Its ending, if it has ended. To be asked until it tells, and never after.
    public func endingIfOver() -> Ending? {
        wait(WNOHANG)
    }

    /// Waits for its end, on the thread that asks. To be asked once.
    public func waitUntilEnd() -> Ending {
        while true {
            if let ending = wait(0) { return ending }
            // Nobody else waits for it; so it was a signal that ended the waiting.
            precondition(errno == EINTR, "process \(processID) was waited for twice")
        }
    }

    private func wait(_ options: Int32) -> Ending? {
        var status: Int32 = 0
        guard waitpid(processID, &status, options) == processID else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }

    /// Whether a program can be started and exits with 0. What it writes isn't shown.
    public static func succeeds(_ executable: String, _ arguments: [String]) -> Bool {
        let process = try? SpawnedProcess(executable, arguments, output: .null, errors: .null)
        return process?.waitUntilEnd() == .exited(0)
    }
}
