import Foundation
import Settings
import Testing

@Suite struct `The skills there are` {
    /// A folder for one test, gone after it.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "skills-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try body(folder)
    }

    private func write(_ text: String, to path: String) throws {
        let file = URL(filePath: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    @Test func `come from the project and from beside the configuration, the nearest first`() throws {
        try withFolder { home throws in
            for (place, text) in [
                ("projects/repo/.git/HEAD", ""), ("projects/repo/sub/.rung/skills/a/SKILL.md", "near"),
                ("projects/repo/.rung/skills/a/SKILL.md", "far"), ("projects/repo/.rung/skills/b/SKILL.md", "project"),
                ("config/skills/b/SKILL.md", "configured"), ("config/skills/c/SKILL.md", "beside"),
                ("user/skills/d/SKILL.md", "own"), ("projects/.rung/skills/e/SKILL.md", "another's"),
            ] { try write(text, to: "\(home)/\(place)") }
            let library = SkillLibrary(
                directory: home + "/projects/repo/sub", configuration: home + "/config/config.yaml",
                user: home + "/user/skills")
            let found = library.entries.map { "\($0.name) \((try? $0.skill.get().prompt) ?? "broken")" }
            #expect(found == ["a near", "b project", "c beside", "d own"])
            #expect(try library.skill(named: "b").prompt == "project")
            #expect(library.entries[0].file == home + "/projects/repo/sub/.rung/skills/a/SKILL.md")
        }
    }

    @Test func `come from the working directory alone where it is in no project`() throws {
        try withFolder { home throws in
            try write("above", to: home + "/.rung/skills/a/SKILL.md")
            try write("here", to: home + "/sub/.rung/skills/b/SKILL.md")
            #expect(SkillLibrary(directory: home + "/sub").entries.map(\.name) == ["b"])
        }
    }

    @Test func `include broken ones, which hide what lies further off`() throws {
        try withFolder { home throws in
            try write("---\nname: a", to: home + "/.rung/skills/a/SKILL.md")
            try write("fine", to: home + "/skills/a/SKILL.md")
            try FileManager.default.createDirectory(
                atPath: home + "/.rung/skills/empty", withIntermediateDirectories: true)
            let library = SkillLibrary(directory: home, configuration: home + "/c.yaml")
            #expect(library.entries.map(\.name) == ["a"])
            #expect(throws: ConfigurationError.self) { try library.skill(named: "a") }
        }
    }

    @Test func `are named by the nearest name where there is none of that name`() throws {
        try withFolder { home throws in
            try write("x", to: home + "/.rung/skills/swift-tests/SKILL.md")
            let library = SkillLibrary(directory: home)
            let error = #expect(throws: ConfigurationError.self) { try library.skill(named: "swift-test") }
            #expect(
                error?.description
                    == "There is no skill 'swift-test'. Did you mean 'swift-tests'? Skills are looked for as \(home)/.rung/skills/swift-test/SKILL.md."
            )
            #expect(error?.code == .unreadable)
            for name in ["../skills/swift-tests", ".", "", "/etc"] {
                #expect(throws: ConfigurationError.self) { try library.skill(named: name) }
            }
        }
    }
}
