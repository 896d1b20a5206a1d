import Foundation
import LocatedYAML
import Settings

/// Finds a skill by name: `NAME/SKILL.md` in the project's `.rung/skills`, then in the user's folder of configurations.
struct SkillLookup {
    private let folders: [String]

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        folders = [".rung/skills", UserFolders(environment: environment).skills].compactMap { $0 }
    }

    /// - Throws: `CommandFailure` where there is no such skill, `ConfigurationError` where its file is wrong.
    func prompt(of name: String) throws -> String {
        for folder in folders where !name.contains("/") && !name.hasPrefix(".") {
            let path = "\(folder)/\(name)/SKILL.md"
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            return try SkillFile(parsing: String(decoding: data, as: UTF8.self), file: path).prompt
        }
        let known = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        throw CommandFailure(
            .noInput,
            "There is no skill '\(name)'. \(suggestion(for: name, among: known)) Skills are looked for as "
                + folders.map { "\($0)/\(name)/SKILL.md" }.joined(separator: " and ") + ".")
    }
}
