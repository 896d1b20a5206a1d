import Foundation
import GRDB

/// The journal's file and how it is opened: looked at before it is touched, and changed only when it is ours.
struct JournalFile: Sendable {
    let path: String
    let busyTimeout: Duration

    private var folder: String { (path as NSString).deletingLastPathComponent }
    var owners: Owners { Owners(path: path) }

    /// Opens the journal for writing. Creates the folder (0700) and the file (0600) where they are absent, brings an
    /// older journal up to date, and enters this process among its owners.
    ///
    /// It blocks for up to the busy timeout where another program keeps the file locked.
    func openForWriting() throws -> (DatabasePool, Owner) {
        do {
            try createFolder()
            // One at a time: of two processes that start together one would find the other's tables half made.
            let opening = try FileLock(folder, .exclusive, waits: true)
            defer { withExtendedLifetime(opening) {} }
            try createFile()
            try checkContents()
            let pool = try DatabasePool(path: path, configuration: configuration(readOnly: false))
            try Schema.migrator.migrate(pool)
            owners.removeDead()
            return (pool, try owners.enter())
        } catch let error as POSIXError {
            throw cannotOpen(error)
        } catch {
            throw JournalError.opening(path, failedWith: error)
        }
    }

    /// Opens the journal to read it, and only that: nothing about the file is changed or created but what SQLite needs
    /// to share it, and not even that where the folder may not be written.
    func openForReading() throws -> DatabaseQueue {
        guard FileManager.default.fileExists(atPath: path) else { throw JournalError.missing(at: path) }
        do {
            let queue = try openReadOnly()
            guard try check(queue) else { throw JournalError.missing(at: path) }
            return queue
        } catch {
            throw JournalError.opening(path, failedWith: error)
        }
    }

    // MARK: - Creating

    private func createFolder() throws {
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw JournalError.cannotOpen(
                .cannotOpen, at: path, because: "its folder can't be created", underlying: error)
        }
    }

    /// The file is created here rather than by SQLite, which would let others read it; its companions get its mode.
    private func createFile() throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw POSIXError.last
        } else if access(path, W_OK) != 0 {
            // SQLite would open it all the same, and fail at the first event.
            throw POSIXError.last
        }
    }

    private func cannotOpen(_ error: POSIXError) -> JournalError {
        let code: JournalError.Code =
            switch error.code {
            case .EACCES, .EPERM, .EROFS: .readOnly
            case .ENOSPC, .EDQUOT: .full
            case .EIO: .inputOutput
            default: .cannotOpen
            }
        return .cannotOpen(code, at: path, because: error.reason, underlying: error)
    }

    // MARK: - Looking

    private func checkContents() throws { _ = try check(openReadOnly()) }

    /// - Returns: false for a database without tables, as a file that was just created is.
    /// - Throws: `JournalError` where it isn't a journal that this program knows.
    private func check(_ queue: DatabaseQueue) throws -> Bool {
        try queue.read { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            if application == Schema.applicationID {
                guard version <= Schema.version else { throw JournalError.newerVersion(version, at: path) }
                return version > 0
            }
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard tables == 0 else {
                throw JournalError.cannotOpen(.foreign, at: path, because: "it is a database of another program")
            }
            return false
        }
    }

    private func openReadOnly() throws -> DatabaseQueue {
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration(readOnly: true))
            // SQLite opens nothing before the first look.
            try queue.read { _ = try Int.fetchOne($0, sql: "PRAGMA user_version") }
            return queue
        } catch let error as DatabaseError where error.resultCode.primaryResultCode == .SQLITE_CANTOPEN && isAtRest {
            // A journal in a folder that may not be written: SQLite can't create the file that it shares with writers.
            // There are none, for their write-ahead log would be there.
            return try DatabaseQueue(path: immutableAddress, configuration: configuration(readOnly: true))
        }
    }

    /// Whether everything written is in the file itself.
    private var isAtRest: Bool { !FileManager.default.fileExists(atPath: path + "-wal") }

    /// The file by a URI that promises SQLite that nobody changes it.
    private var immutableAddress: String {
        let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return "file://\(escaped)?immutable=1"
    }

    private func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(busyTimeout.seconds)
        configuration.label = "journal"
        if !readOnly {
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        }
        return configuration
    }
}
