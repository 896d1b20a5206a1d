import Foundation

/// Paths that begin as what is written does.
enum FileCompletion {
    /// Most entries of a folder that are looked at.
    private static let mostEntries = 10_000

    /// - Parameter partial: a path, counted from the working directory unless it begins with `/` or `~/`.
    /// - Returns: sorted; folders end in `/`. Hidden files only where a dot is written.
    static func paths(beginningWith partial: String, home: String = NSHomeDirectory()) -> [String] {
        let slash = partial.lastIndex(of: "/")
        let folder = slash.map { String(partial[...$0]) } ?? ""
        let beginning = slash.map { String(partial[partial.index(after: $0)...]) } ?? partial
        let place = folder.hasPrefix("~/") ? home + folder.dropFirst() : folder.isEmpty ? "." : folder
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return entries.prefix(mostEntries)
            .filter { $0.hasPrefix(beginning) && (beginning.hasPrefix(".") || !$0.hasPrefix(".")) }
            .sorted()
            .map { name in
                var isFolder: ObjCBool = false
                let exists = FileManager.default.fileExists(atPath: "\(place)/\(name)", isDirectory: &isFolder)
                return folder + name + (exists && isFolder.boolValue ? "/" : "")
            }
    }
}
