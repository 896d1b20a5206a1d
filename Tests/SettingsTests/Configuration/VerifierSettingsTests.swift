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
        let names = AcceptedNames(
            patternProblem: { $0.hasPrefix("(") ? "this '(' is never closed" : nil },
            schemaProblem: { $0["format"].map { _ in "the keyword 'format' isn't supported" } })
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

    @Test func `holds a JSON schema, written there or in a file`() throws {
        let found = try configuration(
            """

                  - { kind: json }
                  - { kind: json, schema: { type: object, required: [a] }, fenced: true }
                  - { kind: json, schema: answer.json }
            """
        ).chains[0].verifiers
        #expect(
            found == [
                .json(JSONSettings()),
                .json(
                    JSONSettings(schema: .inline(["type": "object", "required": ["a"]]), allowsFence: true)),
                .json(
                    JSONSettings(
                        schema: .file(Located("/etc/answer.json", line: 8, key: "chains.default.verify[2].schema")))),
            ])
    }

    @Test func `holds commands, with what they run on`() throws {
        let found = try configuration(
            """

                  - { kind: command, command: [swiftc, -typecheck, main.swift], extract: { language: swift, file: main.swift } }
                  - { kind: command, command: [./check, a/b], directory: ~/work, timeout: 2m }
                  - { kind: command, command: [x], extract: { language: [py, python], file: a/b.py } }
            """
        ).chains[0].verifiers
        #expect(
            found == [
                .command(
                    CommandSettings(
                        command: ["swiftc", "-typecheck", "main.swift"],
                        extraction: .init(languages: ["swift"], file: "main.swift"))),
                .command(
                    CommandSettings(
                        command: ["/etc/./check", "a/b"], directory: "/home/ada/work", timeout: .seconds(120))),
                .command(
                    CommandSettings(command: ["x"], extraction: .init(languages: ["py", "python"], file: "a/b.py"))),
            ])
    }

    @Test func `holds votes`() throws {
        let found = try configuration(
            """

                  - { kind: vote, of: { kind: judge, model: small }, times: 3 }
                  - { kind: vote, of: [{ kind: pattern, must: a }, { kind: json }] }
            """
        ).chains[0].verifiers
        #expect(
            found == [
                .vote(
                    VoteSettings(
                        [
                            .judge(
                                JudgeSettings(
                                    model: Located("small", line: 6, key: "chains.default.verify[0].of.model"),
                                    backend: "local"))
                        ], times: 3)),
                .vote(VoteSettings([.pattern(PatternSettings(wanted: ["a"])), .json(JSONSettings())])),
            ])
    }

    @Test(arguments: [
        (
            "{ kind: json, schema: { format: date } }",
            "].schema': the schema can't be used: the keyword 'format' isn't supported"
        ),
        ("{ kind: json, schema: [] }", "].schema': expected a file's path, or a schema, found an empty list"),
        ("{ kind: json, fenced: 1 }", "].fenced': expected true or false, found '1'"),
        ("{ kind: json, must: a }", "].must': unknown key. Known here: kind, schema, fenced."),
        ("{ kind: command }", "].command': expected a program and its arguments, found no such key"),
        (
            "{ kind: command, command: make }",
            "].command': expected a list: the program, then its arguments, such as [make, test], found 'make'"
        ),
        (
            "{ kind: command, command: [a], timeout: 5 }",
            "].timeout': expected a duration above zero, found '5'. Write it as 200ms, 30s, 5m or 1h30m."
        ),
        ("{ kind: command, command: [a], extract: b }", "].extract': expected a mapping with the key file, found 'b'"),
        (
            "{ kind: command, command: [a], extract: {} }",
            "].extract.file': expected the name of the file that the code goes into, found no such key"
        ),
        (
            "{ kind: command, command: [a], extract: { file: ../b } }",
            "].extract.file': expected a file's name, or a path such as Sources/App/main.swift, found '../b'"
        ),
        (
            "{ kind: command, command: [a], extract: { file: /b } }",
            "].extract.file': expected a file's name, or a path such as Sources/App/main.swift, found '/b'"
        ),
        (
            "{ kind: command, command: [a], extract: { file: b, lang: c } }",
            "].extract.lang': unknown key. Known here: file, language."
        ),
        (
            "{ kind: vote, of: [{ kind: json }, { kind: human }] }",
            "].of[1]': a person has no vote, but the last word. Put kind: human after the vote."
        ),
        ("{ kind: vote }", "].of': expected the verifiers that vote, found no such key"),
        (
            "{ kind: vote, of: { kind: json } }",
            "]': a vote has 2 to 99 votes, this one 1. Name more verifiers under of, or say how often each is asked with times."
        ),
        (
            "{ kind: vote, of: [{ kind: json }, { kind: json }], times: 50 }",
            "]': a vote has 2 to 99 votes, this one 100. Name more verifiers under of, or say how often each is asked with times."
        ),
        ("{ kind: vote, of: { kind: json }, times: 0 }", "].times': expected a whole number from 1 to 99, found '0'"),
        (
            "{ kind: vote, of: [{ kind: vote, of: { kind: json }, times: 2 }] }",
            "].of[0]': a vote can't be part of a vote. Name its verifiers here."
        ),
        (
            "{ kind: vote, of: [{ kind: judge, model: small, backend: lokal }] }",
            "].of[0].backend': there is no backend 'lokal'. Did you mean 'local'?"
        ),
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
