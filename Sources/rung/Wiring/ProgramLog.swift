import Foundation
import Logging
import Settings

/// Where the edges of the program log to: a file, for a line on the terminal would tear the screen.
enum ProgramLog {
    /// Largest file that is continued; a larger one is begun again.
    private static let largest: UInt64 = 4 * 1_024 * 1_024

    /// Logs to `rung.log` beside the drafts where `RUNG_LOG` names a level (`debug`, `info`, …); otherwise nothing is
    /// written, and nothing is opened.
    static func logger(environment: [String: String] = ProcessInfo.processInfo.environment) -> Logger {
        guard
            let level = environment["RUNG_LOG"].flatMap(Logger.Level.init(rawValue:)),
            let folder = UserFolders(environment: environment).state, let file = open(in: folder)
        else { return Logger(label: "rung", factory: { _ in SwiftLogNoOpLogHandler() }) }
        var logger = Logger(label: "rung", factory: { _ in FileLogHandler(file: file) })
        logger.logLevel = level
        return logger
    }

    private static func open(in folder: String) -> FileHandle? {
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let path = folder + "/rung.log"
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        guard let file = FileHandle(forWritingAtPath: path), let end = try? file.seekToEnd() else { return nil }
        if end > largest { try? file.truncate(atOffset: 0) }
        return file
    }
}

private struct FileLogHandler: LogHandler {
    let file: FileHandle
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(file: FileHandle) { self.file = file }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let details = metadata.merging(event.metadata ?? [:]) { _, last in last }
            .sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let line = "\(Date().formatted(.iso8601)) \(event.level) \(event.message)\(details)\n"
        try? file.write(contentsOf: Data(line.utf8))
    }
}
