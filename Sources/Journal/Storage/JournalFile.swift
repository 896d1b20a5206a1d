import Foundation
import GRDB

/// The journal's file and how it is opened: looked at before it is touched, and changed only when it is ours.
struct JournalFile: Sendable {
    /// Without symbolic links: the files that belong to the journal stand beside the file itself, whatever name it is
    /// opened by.
    let path: String
    let busyTimeout: Duration

    init(path: String, busyTimeout: Duration) {
        let resolved = realpath(path, nil)
        defer { free(resolved) }
        self.path = resolved.map { String(cString: $0) } ?? path
        self.busyTimeout = busyTimeout
    }

    private var folder: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    var owners: Owners { Owners(path: path) }

    /// Opens the journal for writing. Creates the folder (0700) and the file (0600) where they are absent, brings an
    /// older journal up to date, and enters this process among its owners.
    ///
    /// It blocks for up to the busy timeout where another program keeps the file locked.
    func openForWriting() throws -> (DatabasePool, Owner) {
        try opening {
            try createFolder()
            try checkFolder()
            return try withLockedFolder {
                try createFile()
                _ = try version()
                let pool = try openUpToDate()
                owners.removeDead()
                return (pool, try owners.enter())
            }
        }
    }

    /// Opens the journal to read it, and only that: nothing is changed, and nothing created but what SQLite needs to
    /// share the file, and not even that where the folder may not be written. Only a journal of an earlier version is
    /// written once, to bring it up to date.
    func openForReading() throws -> DatabaseQueue {
        try opening {
            guard exists else { throw JournalError.missing(at: path) }
            try withLockedFolder {
                guard let version = try version() else { throw JournalError.missing(at: path) }
                guard version < Schema.version else { return }
                guard access(path, W_OK) == 0, access(folder, W_OK) == 0 else {
                    throw JournalError.olderVersion(version, at: path)
                }
                try openUpToDate().close()
            }
            do {
                return try openReadOnly(at: path)
            } catch let error as DatabaseError
                where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode.primaryResultCode) && isAtRest
            {
                // The folder may not be written, so what SQLite shares with writers isn't there; nor are writers.
                return try openReadOnly(at: immutableAddress)
            }
        }
    }

    /// Runs the body while no other process opens a journal in this folder: of two that start together, one would find
    /// the other's tables half made. A file system that can't lock a folder is taken as it is.
    private func withLockedFolder<Result>(_ body: () throws -> Result) rethrows -> Result {
        let lock = try? FileLock(folder, .exclusive, waits: true)
        return try withExtendedLifetime(lock, body)
    }

    /// Runs the body and words its errors.
    private func opening<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as POSIXError {
            throw cannotOpen(error)
        } catch let error as DatabaseError {
            throw JournalError.cannotOpen(.init(error), at: path, because: error.reason, underlying: error)
        }
    }

    private func openUpToDate() throws -> DatabasePool {
        let pool = try DatabasePool(path: path, configuration: configuration(readOnly: false))
        try Schema.migrator.migrate(pool)
        return pool
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

    /// Files of SQLite's and of the owners come and go beside the journal.
    private func checkFolder() throws {
        guard access(folder, W_OK) != 0, [EACCES, EPERM, EROFS].contains(errno) else { return }
        throw JournalError.cannotOpen(
            .readOnly, at: path, because: "its folder may not be written", underlying: POSIXError.last)
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

    /// Looks into the file without changing it or leaving anything beside it. Call with the folder locked.
    ///
    /// - Returns: the schema's version; nil for a database without tables, as a file that was just created is.
    /// - Throws: `JournalError` where it isn't a journal that this program knows.
    private func version() throws -> Int? {
        guard attributes(of: path)?[.type] as? FileAttributeType != .typeDirectory else { throw POSIXError(.EISDIR) }
        return try openReadOnly(at: isAtRest ? immutableAddress : path).read { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            if application == Schema.applicationID {
                guard version <= Schema.version else { throw JournalError.newerVersion(version, at: path) }
                return version > 0 ? version : nil
            }
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard tables == 0 else {
                throw JournalError.cannotOpen(.foreign, at: path, because: "it is a database of another program")
            }
            return nil
        }
    }

    private func openReadOnly(at address: String) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: address, configuration: configuration(readOnly: true))
        // SQLite opens nothing before the first look.
        try queue.read { _ = try Int.fetchOne($0, sql: "PRAGMA user_version") }
        return queue
    }

    private var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Whether everything written is in the file itself: a journal that somebody has open, or that a dead process left,
    /// has a write-ahead log beside it.
    private var isAtRest: Bool {
        (attributes(of: path + "-wal")?[.size] as? Int ?? 0) == 0
    }

    /// Nil where there is no such file.
    private func attributes(of path: String) -> [FileAttributeKey: Any]? {
        try? FileManager.default.attributesOfItem(atPath: path)
    }

    /// The file by a URI that promises SQLite that nobody changes it meanwhile, so that it needs nothing beside it.
    private var immutableAddress: String {
        let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        return "file:\(escaped)?immutable=1"
    }

    private func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(busyTimeout.seconds)
        configuration.label = "journal"
        configuration.prepareDatabase { db in
            // A pool reads by connections that may not write.
            if !db.configuration.readonly {
                // The first counts for a new file only: it lets the file shrink when sessions are deleted.
                try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = NORMAL")
            }
        }
        return configuration
    }
}
