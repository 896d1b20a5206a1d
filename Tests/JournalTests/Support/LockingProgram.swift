import GRDB

/// Another program that keeps a journal's file locked until it is told to let go.
final class LockingProgram: Sendable {
    private let queue: DatabaseQueue

    /// - Parameter alsoReaders: whether nobody may even read the file.
    init(on path: String, alsoReaders: Bool = false) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            if alsoReaders { try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
            try db.beginTransaction(.exclusive)
        }
    }

    func letGo() throws {
        try queue.writeWithoutTransaction { try $0.rollback() }
        try queue.close()
    }
}
