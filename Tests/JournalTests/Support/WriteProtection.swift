import Foundation
import RungTestSupport

/// A file or folder that may not be written, for as long as this lives: by its mode or, where the tests run as root whom no
/// mode keeps out, by an attribute of the file system.
final class WriteProtection {
    private let path: String
    /// The mode to be given back; nil where an attribute protects.
    private let mode: Int?

    /// Whether anything can be protected from whoever runs the tests: some containers forbid it.
    static let isPossible: Bool = {
        guard geteuid() == 0 else { return true }
        let path = FileManager.default.temporaryDirectory.path + "/protected-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard FileManager.default.createFile(atPath: path, contents: nil) else { return false }
        guard setImmutable(true, path) else { return false }
        defer { _ = setImmutable(false, path) }
        return access(path, W_OK) != 0
    }()

    /// What the system says to who would write it.
    static let reason = geteuid() == 0 ? "operation not permitted" : "permission denied"

    init(_ path: String, isFolder: Bool = false) throws {
        self.path = path
        if geteuid() == 0 {
            mode = nil
            guard Self.setImmutable(true, path) else { throw POSIXError(.EPERM) }
        } else {
            mode = isFolder ? 0o700 : 0o600
            try FileManager.default.setAttributes([.posixPermissions: isFolder ? 0o500 : 0o400], ofItemAtPath: path)
        }
    }

    func lift() {
        if let mode {
            try? FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        } else {
            _ = Self.setImmutable(false, path)
        }
    }

    deinit { lift() }

    private static func setImmutable(_ isImmutable: Bool, _ path: String) -> Bool {
        SpawnedProcess.succeeds("/usr/bin/chattr", [isImmutable ? "+i" : "-i", path])
    }
}
