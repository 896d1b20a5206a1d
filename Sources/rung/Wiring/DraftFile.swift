import Foundation

/// What is being typed, kept in a file so that a crash loses nothing.
actor DraftFile {
    private let path: String?
    private var lastRevision = 0

    /// - Parameter folder: where drafts live; nil keeps none.
    init(_ folder: String?) {
        path = folder.map { $0 + "/draft" }
    }

    /// What was typed before the program ended the last time; nil where there is nothing.
    func restored() -> String? {
        guard let path, let text = try? String(contentsOfFile: path, encoding: .utf8), !text.isEmpty else { return nil }
        return text
    }

    /// Replaces the file as a whole, so that a crash leaves the old text or the new one. A disk that can't be written
    /// costs the draft's safety, not the draft.
    ///
    /// - Parameter revision: an older text than the last one saved changes nothing.
    func save(_ text: String, revision: Int) {
        guard let path, revision > lastRevision else { return }
        lastRevision = revision
        let file = URL(filePath: path)
        if text.isEmpty {
            try? FileManager.default.removeItem(at: file)
            return
        }
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try? Data(text.utf8).write(to: file, options: .atomic)
        try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
}
