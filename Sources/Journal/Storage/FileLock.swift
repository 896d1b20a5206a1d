import Foundation

/// A lock on an open file (`flock`): it belongs to this opening of the file, so that two openings conflict even within
/// one process, and the system drops it when the process ends, however it ends.
///
/// Programs started by this process don't inherit it.
final class FileLock: Sendable {
    private let descriptor: Int32

    enum Mode: Sendable { case shared, exclusive }

    /// - Parameters:
    ///   - flags: further flags for opening the file, such as `O_CREAT`, which gives it mode 0600.
    ///   - waits: whether to wait for who holds it, without an end; only for locks that are held briefly.
    /// - Returns: nil where somebody else holds the lock.
    /// - Throws: `POSIXError` where the file can't be opened or locked.
    init?(_ path: String, _ mode: Mode, flags: Int32 = O_RDONLY, waits: Bool = false) throws {
        descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError.last }
        let operation = (mode == .shared ? LOCK_SH : LOCK_EX) | (waits ? 0 : LOCK_NB)
        var result: Int32
        repeat { result = flock(descriptor, operation) } while result != 0 && errno == EINTR
        if result != 0 {
            let error = POSIXError.last
            close(descriptor)
            if error.code == .EWOULDBLOCK { return nil }
            throw error
        }
    }

    /// Lets go of the lock.
    deinit { close(descriptor) }
}

extension POSIXError {
    /// What `errno` says.
    static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

    /// In the system's words, such as `permission denied`.
    var reason: String { String(cString: strerror(code.rawValue)).lowercased() }
}
