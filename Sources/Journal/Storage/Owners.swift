import EscalationCore
import Foundation

/// The processes that run sessions, each known by a token and a file of its own beside the journal that it keeps locked
/// while it lives.
///
/// A session without an end whose owner's file is free or gone was interrupted: a lock can't lie, a timestamp can.
struct Owners: Sendable {
    /// The journal's file.
    let path: String

    private var prefix: String { path + ".owner-" }

    func file(of token: String) -> String { prefix + token }

    /// Enters this process. Call with the journal's folder locked.
    func enter() throws -> Owner {
        let token = String(format: "%016lx", UInt64.random(in: .min ... .max))
        let file = file(of: token)
        guard let lock = try FileLock(file, .exclusive, flags: O_RDWR | O_CREAT | O_EXCL) else {
            throw POSIXError(.EWOULDBLOCK)
        }
        return Owner(token: token, file: file, lock: lock)
    }

    /// Whether that owner lives. One whose file may not be looked at counts as alive; what is no token names nobody, for
    /// a journal from elsewhere must not have other files opened.
    func isAlive(_ token: String) -> Bool {
        guard token.utf8.allSatisfy(Session.ID.isDigit) else { return false }
        do {
            return try FileLock(file(of: token), .shared) == nil
        } catch let error as POSIXError {
            return error.code != .ENOENT
        } catch {
            return true
        }
    }

    /// Removes the files of those who died. Call with the journal's folder locked: nobody is entering then.
    func removeDead() {
        let folder = (path as NSString).deletingLastPathComponent
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let start = (prefix as NSString).lastPathComponent
        for name in names where name.hasPrefix(start) {
            let file = (folder as NSString).appendingPathComponent(name)
            // Held while the file goes, so that nobody takes it for a living one in between.
            guard let lock = try? FileLock(file, .exclusive) else { continue }
            withExtendedLifetime(lock) { _ = unlink(file) }
        }
    }
}

/// This process among the owners, until `leave`.
final class Owner: Sendable {
    let token: String
    private let file: String
    private let lock: FileLock

    fileprivate init(token: String, file: String, lock: FileLock) {
        self.token = token
        self.file = file
        self.lock = lock
    }

    /// Removes the file; the lock goes with the last reference.
    func leave() { unlink(file) }
}
