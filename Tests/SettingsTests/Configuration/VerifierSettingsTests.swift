import EscalationCore
import Settings
import Testing

@Suite struct `A list of verifiers` {
    private func configuration(_ verifiers: String) throws(ConfigurationError) -> Configuration {
        let text = """
            backends: { local: { kind: openai, url: "http://h:1" } }
            chains:
              default:
                tiers: [small]
                verify: \(verifiers)

            """
        let names = AcceptedNames(patternProblem: { $0.hasPrefix("(") ? "this '(' is never closed" : nil })
        return try Configuration(parsing: text, file: "/etc/c.yaml", accepting: names, home: "/home/ada")
    }

    private func error(_ verifier: String) -> String {
        do throws(ConfigurationError) {
            _ = try configuration("[\(verifier)]")
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `holds patterns, one or several`() throws {
        let found = try configuration(
            """

                  - { kind: pattern, must: ^a, must_not: [b, 'c+'], feedback: Begin with an a. }
                  - { kind: pattern, must_not: [d] }
            """
        ).chains[0].verifiers
        #expect(
            found == [
                .pattern(PatternSettings(wanted: ["^a"], unwanted: ["b", "c+"], feedback: "Begin with an a.")),
                .pattern(PatternSettings(unwanted: ["d"])),
            ])
    }

    @Test(arguments: [
        ("{ kind: pattern }", "]': expected the key must or must_not with at least one pattern, found neither"),
        (
            "{ kind: pattern, must: [] }",
            "]': expected the key must or must_not with at least one pattern, found neither"
        ),
        (
            "{ kind: pattern, must: a, must_not: [b, '(c'] }",
            "].must_not[1]': the pattern can't be used: this '(' is never closed"
        ),
        ("{ kind: pattern, must: '' }", "].must': expected a regular expression, found ''"),
        ("{ kind: pattern, must: a, feedback: ' ' }", "].feedback': expected a sentence, found ' '"),
        (
            "{ kind: pattern, must: a, model: small }",
            "].model': unknown key. Known here: kind, must, must_not, feedback."
        ),
    ])
    func `with a mistake is refused, and the mistake named`(_ verifier: String, _ expected: String) {
        #expect(error(verifier) == "/etc/c.yaml:5: key 'chains.default.verify[0" + expected)
    }
}
