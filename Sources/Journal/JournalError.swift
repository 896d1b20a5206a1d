import EscalationCore
import GRDB

/// Why the journal could not be opened or read.
public struct JournalError: Error, CustomStringConvertible {
    public var code: Code
    /// The journal's file.
    public var path: String
    /// What happened, to what, and the next step.
    public var description: String
    /// What the database or the file system said.
    public var underlying: (any Error)?

    public enum Code: Sendable, Hashable {
        /// There is no file to read: nothing was ever recorded.
        case missing
        case cannotOpen
        /// The file or its folder may not be written.
        case readOnly
        /// Another program kept the file locked for longer than the busy timeout.
        case locked
        /// Damaged, or no database at all.
        case corrupt
        /// A database of another program.
        case foreign
        /// Written by a newer version of this program; it was left as it is.
        case newerVersion
        /// Written by an older version of this program, and it may not be brought up to date.
        case olderVersion
        /// No room on the disk.
        case full
        case inputOutput
        /// No session goes by that name.
        case unknownSession
        /// The session is one that a process runs.
        case stillRunning
        /// What was to be a tag isn't one.
        case badTag
        /// Several sessions begin with those digits, newest first.
        case ambiguousSession(candidates: [Session.ID])
    }

    init(_ code: Code, at path: String, _ description: String, underlying: (any Error)? = nil) {
        self.code = code
        self.path = path
        self.description = description
        self.underlying = underlying
    }
}

extension JournalError {
    /// What can always be done about a journal that can't be opened.
    private static let remedy = "Name another file with --journal, or record nothing with --no-journal."

    static func cannotOpen(_ code: Code, at path: String, because reason: String, underlying: (any Error)? = nil)
        -> Self
    {
        JournalError(code, at: path, "Can't open the journal at \(path): \(reason). \(remedy)", underlying: underlying)
    }

    static func newerVersion(_ found: Int, at path: String) -> Self {
        JournalError(
            .newerVersion, at: path,
            """
            Can't open the journal at \(path): it has version \(found) and this program knows \(Schema.version) at most. \
            It was left as it is. Update rung. \(remedy)
            """)
    }

    static func olderVersion(_ found: Int, at path: String) -> Self {
        JournalError(
            .olderVersion, at: path,
            """
            Can't read the journal at \(path): it has version \(found), this program reads version \(Schema.version), and \
            it may not be written to bring it up to date. Allow that once, or name a copy of it with --journal.
            """)
    }

    static func missing(at path: String) -> Self {
        JournalError(
            .missing, at: path,
            "There is no journal at \(path) yet. Run a task first, or name another file with --journal.")
    }

    /// An error of the database while something was changed that isn't an event. Anything else passes as it is.
    static func writing(_ path: String, failedWith error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return JournalError(
            Code(error), at: path,
            "Can't change the journal at \(path): \(error.reason). Nothing was changed; try again.", underlying: error)
    }

    /// An error of the database while it was read. Anything else, cancellation for one, passes as it is.
    static func reading(_ path: String, failedWith error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return JournalError(
            Code(error), at: path,
            "Can't read the journal at \(path): \(error.reason). Try again, or name another file with --journal.",
            underlying: error)
    }
}

extension JournalError.Code {
    init(_ error: DatabaseError) {
        self =
            switch error.resultCode.primaryResultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .readOnly
            case .SQLITE_FULL: .full
            case .SQLITE_IOERR: .inputOutput
            default: .cannotOpen
            }
    }
}

extension DatabaseError {
    /// The error in a few words for people: no SQL, and nothing of what was being stored.
    var reason: String {
        switch resultCode.primaryResultCode {
        case .SQLITE_NOTADB: "the file is no SQLite database"
        case .SQLITE_CORRUPT: "the file is damaged"
        case .SQLITE_BUSY, .SQLITE_LOCKED: "another program keeps it locked"
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: "it may not be written"
        case .SQLITE_FULL: "the disk is full"
        case .SQLITE_IOERR: "an input or output error (\(resultCode.rawValue))"
        default: message ?? "SQLite error \(resultCode.rawValue)"
        }
    }
}
