import Dashboard
import Settings

/// The skills as the dashboard offers them, and the chains that they change.
struct SkillShelf: Sendable {
    private(set) var choices: [SkillChoice] = []
    private var variants: [Variant: ChainSettings] = [:]

    private struct Variant: Hashable, Sendable {
        var skill: String
        var chain: String
    }

    /// A skill whose chain or verifiers are wrong is offered as broken, like one whose file is.
    init(_ library: SkillLibrary, _ configuration: Configuration) {
        for entry in library.entries {
            do throws(ConfigurationError) {
                let skill = try entry.skill.get()
                // Says where its own chain is wrong.
                _ = try configuration.chain(for: skill, accepting: .all, home: Home.folder)
                for chain in configuration.chains where skill.hasVerifiers {
                    variants[Variant(skill: skill.name, chain: chain.name)] = try configuration.chain(
                        for: skill, named: chain.name, accepting: .all, home: Home.folder)
                }
                choices.append(
                    SkillChoice(
                        skill.name, description: skill.description, prompt: skill.prompt, chain: skill.chain?.value))
            } catch {
                var error = error
                // The whole path would leave no room for what is wrong.
                error.file = "\(entry.name)/SKILL.md"
                choices.append(SkillChoice(entry.name, problem: error.description))
            }
        }
    }

    /// The chains as skills change them.
    var chains: [ChainSettings] { Array(variants.values) }

    /// The chain of that name as the skill changes it; nil where it doesn't.
    func chain(_ name: String, with skill: String?) -> ChainSettings? {
        skill.flatMap { variants[Variant(skill: $0, chain: name)] }
    }
}
