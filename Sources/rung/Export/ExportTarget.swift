import Foundation

/// Where an export goes: standard output, or a file that is there whole or not at all.
struct ExportTarget {
    private let path: String?
    private let file: FileHandle?
    private let part: String

    /// - Parameter path: of a file that isn't there yet; nil for standard output.
    /// - Throws: `CommandFailure` where the file exists or can't be made.
    init(_ path: String?) throws {
        self.path = path
        part = (path ?? "") + ".part-\(ProcessInfo.processInfo.processIdentifier)"
        guard let path else {
            file = nil
            return
        }
        guard !FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                .output, "\(path) exists already, and stays as it is. Remove it, or name another file.")
        }
        // What was asked and answered is its owner's alone.
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Self.failure(path, String(cString: strerror(errno)).lowercased())
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Runs the body, which writes; then the file gets its name. Where the body throws, there is no file.
    nonisolated(nonsending) func withWriter(_ body: (_ write: (String) throws -> Void) async throws -> Void)
        async throws
    {
        guard let file, let path else {
            try await body { StandardStream.output.writeForeign($0) }
            return
        }
        do {
            try await body { text in
                do { try file.write(contentsOf: Data(text.utf8)) } catch { throw Self.failure(path, "\(error)") }
            }
            try file.synchronize()
            try file.close()
            guard link(part, path) == 0 else { throw Self.failure(path, String(cString: strerror(errno)).lowercased()) }
            unlink(part)
        } catch {
            unlink(part)
            throw error
        }
    }

    private static func failure(_ path: String, _ reason: String) -> CommandFailure {
        CommandFailure(.output, "Can't write \(path) (\(reason)). Make room, or name another file.")
    }
}
