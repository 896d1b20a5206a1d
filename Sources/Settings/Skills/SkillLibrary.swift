import Foundation
import LocatedYAML

/// The skills there are: a folder each with a `SKILL.md`, in the project's `.rung/skills` and in `skills` beside the
/// configuration. Where two have one name, the nearest counts.
public struct SkillLibrary: Sendable {
    /// Where skills are looked for, the nearest first.
    public let folders: [String]

    /// A skill, or why it can't be used.
    public struct Entry: Sendable {
        public var name: String
        /// The path of its file.
        public var file: String
        public var skill: Result<SkillFile, ConfigurationError>
    }

    /// - Parameters:
    ///   - directory: where the user is. With a `.git` there or above it, every `.rung/skills` up to that folder is the
    ///     project's; without, only the one there: what lies further up may belong to anybody.
    ///   - configuration: the path of config.yaml; nil where there is none.
    ///   - user: the user's own folder of skills; nil where nobody knows.
    public init(directory: String, configuration: String? = nil, user: String? = nil) {
        var folders = Self.projectFolders(from: directory)
        if let configuration { folders.append(Self.parent(configuration) + "/skills") }
        if let user { folders.append(user) }
        // Beside the usual configuration is the user's own folder.
        self.folders = folders.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// All skills by name, the nearest of each.
    public var entries: [Entry] {
        var entries: [String: Entry] = [:]
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names where entries[name] == nil {
                entries[name] = entry(named: name, in: folder)
            }
        }
        return entries.values.sorted { $0.name < $1.name }
    }

    /// - Throws: where there is no such skill (`unreadable`), or something in its file is wrong.
    public func skill(named name: String) throws(ConfigurationError) -> SkillFile {
        // A name, not a path.
        if !name.contains("/"), !name.hasPrefix(".") {
            for folder in folders {
                if let entry = entry(named: name, in: folder) { return try entry.skill.get() }
            }
        }
        throw ConfigurationError(
            .unreadable, file: "", reason: "There is no skill '\(name)'",
            remedy: suggestion(for: name, among: entries.map(\.name)) + " Skills are looked for as "
                + folders.map { "\($0)/\(name)/SKILL.md" }.joined(separator: " and ") + ".")
    }

    /// Nil where the folder has no such skill.
    private func entry(named name: String, in folder: String) -> Entry? {
        let file = "\(folder)/\(name)/SKILL.md"
        guard !name.isEmpty, !name.hasPrefix("."), FileManager.default.fileExists(atPath: file) else { return nil }
        return Entry(
            name: name, file: file,
            skill: Result { () throws(ConfigurationError) in
                guard let data = FileManager.default.contents(atPath: file) else {
                    throw ConfigurationError(
                        .unreadable, file: file, reason: "the skill can't be read",
                        remedy: "Check that it is a file, and that you may read it.")
                }
                guard let text = String(validating: data, as: UTF8.self) else {
                    throw ConfigurationError(file: file, reason: "the skill is not UTF-8", remedy: "Save it as UTF-8.")
                }
                return try SkillFile(parsing: text, file: file, name: name)
            })
    }

    private static func projectFolders(from directory: String) -> [String] {
        var folders: [String] = []
        var place = directory
        while true {
            folders.append(place == "/" ? "/.rung/skills" : place + "/.rung/skills")
            if FileManager.default.fileExists(atPath: place + "/.git") { return folders }
            let above = parent(place)
            if above == place { return Array(folders.prefix(1)) }
            place = above
        }
    }

    private static func parent(_ path: String) -> String {
        let parent = (path as NSString).deletingLastPathComponent
        return parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent
    }
}
