import EscalationCore
import Foundation

/// A folder for one judgement, which its owner alone may enter.
struct AnswerFolder {
    let path: String

    /// The start of its name, followed by the number of the process it belongs to.
    private static let prefix = "rung-answer-"

    /// Makes a folder in the temporary directory, and removes it with all that is in it after the body.
    ///
    /// - Throws: `AnswerFolderError` where it can't be made, or what the body throws.
    static func with<Result>(_ body: (AnswerFolder) async throws -> Result) async throws -> Result {
        _ = swept
        var template = Array("\(NSTemporaryDirectory())\(prefix)\(getpid())-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw AnswerFolderError(NSTemporaryDirectory()) }
        let folder = AnswerFolder(
            path: String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        return try await body(folder)
    }

    /// Writes a text to a new file below the folder, making the folders on the way.
    ///
    /// - Returns: the file's path.
    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        let parent = (file as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw AnswerFolderError(parent)
        }
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw AnswerFolderError(file) }
        return file
    }

    /// Removes what processes left that were killed while they judged: once a process, before its first folder.
    private static let swept: Void = sweep(NSTemporaryDirectory())

    static func sweep(_ directory: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
            guard name.hasPrefix(prefix),
                let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }),
                kill(process, 0) == -1, errno == ESRCH
            else { continue }
            let path = (directory as NSString).appendingPathComponent(name)
            var facts = stat()
            // Never through another's link.
            guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR, facts.st_uid == geteuid() else {
                continue
            }
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}

/// What could not be made, and why.
struct AnswerFolderError: Error, CustomStringConvertible {
    var path: String
    var reason = String(cString: strerror(errno))

    init(_ path: String) { self.path = path }

    var description: String {
        "'\(path)' can't be written (\(reason)). Make room there, or name another directory in TMPDIR."
    }
}
