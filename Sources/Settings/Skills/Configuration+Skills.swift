import EscalationCore
import LocatedYAML

extension Configuration {
    /// The chain that a skill's tasks climb, with the skill's verifiers where it names some.
    ///
    /// - Parameters:
    ///   - skill: nil for none.
    ///   - name: the chain that was asked for, which wins over the skill's; nil for none.
    ///   - names: what the skill may name.
    ///   - home: what `~` stands for; nil where nobody knows.
    /// - Throws: where there is no such chain, or a verifier is wrong.
    public func chain(
        for skill: SkillFile?, named name: String? = nil, accepting names: AcceptedNames = AcceptedNames(),
        home: String? = nil
    ) throws(ConfigurationError) -> ChainSettings {
        guard let skill else { return try chain(named: name) }
        var chain: ChainSettings
        if name == nil, let wanted = skill.chain {
            guard let found = chains.first(where: { $0.name == wanted.value }) else {
                throw ConfigurationError(
                    file: skill.file, line: wanted.line, key: wanted.key,
                    reason: "there is no chain '\(wanted.value)'",
                    remedy: suggestion(for: wanted.value, among: chains.map(\.name)))
            }
            chain = found
        } else {
            chain = try self.chain(named: name)
        }
        guard let verify = skill.verify else { return chain }
        do {
            let reader = ConfigurationReader(file: skill.file, names: names, home: home)
            chain.verify(by: try reader.verifiers(verify, on: backends), on: backends)
        } catch {
            throw ConfigurationError(error)
        }
        return chain
    }
}

extension ChainSettings {
    /// Puts a skill's verifiers in place of the chain's, and of its tiers' own: with none, answers are taken as they come; where the chain had
    /// none, the tiers whose kind of backend is verified are verified now.
    fileprivate mutating func verify(by skillVerifiers: [VerifierSettings], on backends: [BackendSettings]) {
        let tookAll = verifiers.isEmpty
        verifiers = skillVerifiers
        ownVerifiers = [:]
        for index in chain.tiers.indices where skillVerifiers.isEmpty || tookAll {
            let kind = backends.first { $0.name == chain.tiers[index].backend }?.kind.value
            chain.tiers[index].isVerified = !skillVerifiers.isEmpty && kind?.isVerified == true
        }
    }
}
