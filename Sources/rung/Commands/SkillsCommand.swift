import ArgumentParser
import EscalationCore
import Settings
import Terminal

struct SkillsCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "skills", abstract: "List the skills that can be chosen here.",
        discussion: """
            A skill is a folder with a SKILL.md, in .rung/skills of the project or in skills beside the configuration; of \
            two with one name the nearest counts. A skill that can't be used is listed with what is wrong.
            """)

    @Flag(help: "One JSON object a skill.") var json = false
    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let library = options.skills()
        let entries = library.entries
        if json {
            for entry in entries { StandardStream.output.writeLine(entry.json.text) }
            return
        }
        guard !entries.isEmpty else {
            let places = library.folders.map { "\($0)/NAME/SKILL.md" }.joined(separator: " or ")
            StandardStream.error.writeLine("There is no skill yet. Write one as \(places).")
            return
        }
        let width = entries.map(\.name.count).max() ?? 0
        for entry in entries {
            let name = entry.name + String(repeating: " ", count: width - entry.name.count)
            StandardStream.output.writeLine(VisibleText.escape("\(name)  \(entry.words)  \(entry.file)"))
        }
    }
}

extension SkillLibrary.Entry {
    /// What it is for, or that it can't be used and why.
    fileprivate var words: String {
        switch skill {
        case .success(let skill): skill.description.isEmpty ? "(no description)" : skill.description
        case .failure(let error): "(broken) \(error.line.map { "line \($0): " } ?? "")\(error.withoutPlace)"
        }
    }

    /// `problem` is there instead of the description where it can't be used.
    fileprivate var json: JSONValue {
        switch skill {
        case .success(let skill):
            .object([
                "name": .string(name), "description": .string(skill.description),
                "chain": skill.chain.map { .string($0.value) }, "file": .string(file),
            ])
        case .failure(let error):
            .object(["name": .string(name), "problem": .string(error.description), "file": .string(file)])
        }
    }
}
