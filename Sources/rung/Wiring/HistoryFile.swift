import Foundation

/// The tasks written so far, kept in a file: one JSON string a line, oldest first.
///
/// Several programs may write at once: each locks the file. A disk that can't be written costs the history, not the task.
actor HistoryFile {
    private let path: String?

    /// Most tasks kept; the oldest are forgotten.
    static let limit = 1_000
    /// Most bytes of one task: a longer one is in the journal, and not worth recalling.
    static let longestTask = 64 << 10

    /// - Parameter folder: where the file lives; nil keeps none.
    init(_ folder: String?) {
        path = folder.map { $0 + "/history" }
    }

    /// What was kept, oldest first, each task once. A line that is no JSON string is passed over.
    func restored() -> [String] {
        guard let path, let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return Self.tasks(in: text)
    }

    /// Adds a task behind the others, and takes it away where it stood before.
    func append(_ task: String) {
        guard let path, task.utf8.count <= Self.longestTask else { return }
        let folder = URL(filePath: path).deletingLastPathComponent()
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let lock = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard lock >= 0 else { return }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { return }
        let tasks = (restored().filter { $0 != task } + [task]).suffix(Self.limit)
        // Replaced as a whole, so that a crash leaves the old file or the new one.
        let partial = path + ".new"
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard
            FileManager.default.createFile(
                atPath: partial, contents: Data(Self.text(of: tasks).utf8), attributes: attributes)
        else { return }
        rename(partial, path)
    }

    private static func tasks(in text: String) -> [String] {
        var seen: Set<String> = []
        let newestFirst = text.split(separator: "\n").reversed().compactMap { line in
            try? JSONDecoder().decode(String.self, from: Data(line.utf8))
        }
        return newestFirst.filter { seen.insert($0).inserted }.prefix(limit).reversed()
    }

    private static func text(of tasks: some Sequence<String>) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return tasks.compactMap { task in
            (try? encoder.encode(task)).map { String(decoding: $0, as: UTF8.self) + "\n" }
        }.joined()
    }
}
