import EscalationCore
import Foundation

/// A file for one call, readable by its owner alone.
struct PrivateFile {
    let path: String

    /// Writes the text to a new file in the temporary directory, and removes it after the body. It does so where a slow disk
    /// holds nobody up: the session may run on the thread that reads the answers of all others.
    ///
    /// - Parameter name: the start of the file's name, for who finds it after a crash.
    /// - Throws: `Failure` where the file can't be written, or what the body throws.
    static func with<Result>(
        _ text: String, name: String, body: (PrivateFile) async throws -> Result
    ) async throws -> Result {
        try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await withFile(of: text, name: name, body)
        }
    }

    private static func withFile<Result>(
        of text: String, name: String, _ body: (PrivateFile) async throws -> Result
    ) async throws -> Result {
        let path = NSTemporaryDirectory() + "\(name)-\(UUID().uuidString)"
        // Open for the owner alone from the first moment, and never another's file or link.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, String(cString: strerror(errno))) }
        defer { unlink(path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.close()
        } catch {
            throw failure(path, error.localizedDescription)
        }
        return try await body(PrivateFile(path: path))
    }

    private static func failure(_ path: String, _ reason: String) -> Failure {
        Failure(.other, "Can't write '\(path)' (\(reason)). Make room there, or name another directory in TMPDIR.")
    }
}
