import EscalationCore
import Foundation
import Journal
import Logging

/// A folder of its own for a test's journal, removed with the last reference.
final class JournalFolder: Sendable {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/journal-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Where the journal is, or would be.
    var path: String { folder + "/journal.sqlite" }

    /// Names of the folder's files, sorted.
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }

    func bytes(of name: String = "journal.sqlite") throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    }

    /// Opens the journal for the time the body runs.
    nonisolated(nonsending) func withJournal<Result>(
        _ body: (SessionJournal) async throws -> Result
    ) async throws -> Result {
        try await withSessionJournal(at: path, logger: .silent, body)
    }

    /// What a crash of the process would leave: the files as they are now, without anybody's locks.
    func copyAsCrashed() throws -> JournalFolder {
        let copy = try JournalFolder()
        for name in names where !name.contains(".owner-") && !name.hasSuffix("-shm") {
            try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: copy.folder + "/" + name)
        }
        return copy
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
