import Foundation

/// Puts the files that a task names by `@path` behind it.
public struct MentionedFiles: Sendable {
    /// Where relative paths start.
    private let directory: String
    /// What `~` stands for; nil where nobody knows.
    private let home: String?

    /// Largest file, and all files of a task together: a large file is most of a model's context, and no accident.
    public static let largestFile = 256 * 1_024
    public static let largestSum = 1_024 * 1_024

    public init(directory: String, home: String?) {
        self.directory = directory
        self.home = home
    }

    /// The task as it is sent: as typed, and behind it each file in a fence below its path. A task that names no file stays
    /// as it is, but for `\@`.
    ///
    /// - Throws: where a file is missing, no text, or too large: nothing is left out unsaid.
    public func expanded(_ task: String) throws(MentionError) -> String {
        var (mentions, text) = FileMention.all(in: task)
        var sum = 0
        for mention in mentions {
            let content = try content(of: mention)
            sum += content.utf8.count
            guard sum <= Self.largestSum else { throw MentionError(.tooManyBytes, path: mention.path) }
            text += "\n\n" + Self.fenced(content, path: mention.path)
        }
        return text
    }

    private func content(of mention: FileMention) throws(MentionError) -> String {
        let path = resolved(mention.path)
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            throw MentionError(errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable, path: mention.path)
        }
        // A device or a pipe may never end.
        guard facts.st_mode & S_IFMT == S_IFREG else { throw MentionError(.noFile, path: mention.path) }
        guard facts.st_size <= Self.largestFile else { throw MentionError(.tooLarge, path: mention.path) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw MentionError(.unreadable, path: mention.path)
        }
        guard data.count <= Self.largestFile else { throw MentionError(.tooLarge, path: mention.path) }
        guard !data.contains(0), let text = String(validating: data, as: UTF8.self) else {
            throw MentionError(.binary, path: mention.path)
        }
        return text
    }

    private func resolved(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        if path.hasPrefix("~/"), let home { return home + path.dropFirst() }
        return directory + "/" + path
    }

    /// The fence is longer than any in the file.
    private static func fenced(_ content: String, path: String) -> String {
        var longest = 2
        for run in content.split(whereSeparator: { $0 != "`" }) { longest = max(longest, run.count) }
        let fence = String(repeating: "`", count: longest + 1)
        let name = path.split(separator: "/").last ?? ""
        let language = name.contains(".") ? name.split(separator: ".").last ?? "" : ""
        return
            "File \(path):\n\(fence)\(language)\n\(content)\(content.hasSuffix("\n") || content.isEmpty ? "" : "\n")\(fence)"
    }
}

/// Why a file that a task names can't be sent along.
public struct MentionError: Error, Sendable, Hashable, CustomStringConvertible {
    public var code: Code
    /// As the task has it.
    public var path: String

    public enum Code: Sendable, Hashable {
        case missing, unreadable, noFile, binary, tooLarge, tooManyBytes
    }

    public init(_ code: Code, path: String) {
        self.code = code
        self.path = path
    }

    public var description: String {
        switch code {
        case .missing:
            "There is no file '\(path)', which the task names with @. Correct the path, or write \\@ where no file is meant."
        case .unreadable: "The file '\(path)', which the task names with @, can't be read. See that you may read it."
        case .noFile: "'\(path)', which the task names with @, is no ordinary file. Name files one by one."
        case .binary: "The file '\(path)', which the task names with @, is no UTF-8 text, and models read text."
        case .tooLarge:
            "The file '\(path)', which the task names with @, is larger than \(MentionedFiles.largestFile / 1_024) KiB. Cut out what matters."
        case .tooManyBytes:
            "With '\(path)' the files that the task names with @ are more than \(MentionedFiles.largestSum / 1_048_576) MiB. Name fewer."
        }
    }
}
