/// Why a command ends with another exit code than 0.
struct CommandFailure: Error {
    var status: ExitStatus
    /// For people: what happened, to what, and the next step. Empty where all has been said already.
    var message: String

    init(_ status: ExitStatus, _ message: String = "") {
        self.status = status
        self.message = message
    }
}

/// Exit codes, a contract with other programs. The numbers above 63 are those of BSD's sysexits.h.
enum ExitStatus: Hashable {
    case accepted
    /// Exhausted, timed out, over budget or stopped.
    case notAccepted
    case usage
    /// A file the user named, or a session, isn't there.
    case noInput
    /// Every attempt found its server unreachable; or the simulator's port can't be had.
    case unreachable
    /// The journal can't be opened.
    case journal
    /// Standard output can't be written.
    case output
    case configuration
    case signal(Int32)

    var code: Int32 {
        switch self {
        case .accepted: 0
        case .notAccepted: 1
        case .usage: 64
        case .noInput: 66
        case .unreachable: 69
        case .journal, .output: 74
        case .configuration: 78
        case .signal(let number): 128 + number
        }
    }
}
