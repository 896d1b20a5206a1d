import EscalationCore
import Settings
import Testing

@Suite struct `A skill's file` {
    private func error(_ text: String) -> String {
        do throws(ConfigurationError) {
            _ = try SkillFile(parsing: text, file: "s/SKILL.md", name: "tests")
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `holds what it is for, where it goes, and the instruction`() throws {
        let skill = try SkillFile(
            parsing: """
                ---
                name: tests
                description: Writes tests.
                chain: careful
                license: MIT
                verify:
                  - { kind: json }
                ---

                Write tests.
                --- not a rule

                """, file: "s/SKILL.md", name: "tests")
        #expect(skill.name == "tests")
        #expect(skill.description == "Writes tests.")
        #expect(skill.chain == Located("careful", line: 4, key: "chain"))
        #expect(skill.hasVerifiers)
        #expect(skill.prompt == "Write tests.\n--- not a rule")
    }

    @Test func `needs no front matter`() throws {
        let skill = try SkillFile(parsing: "Write tests.", file: "f", name: "tests")
        #expect(skill.name == "tests")
        #expect(skill.description == "")
        #expect(skill.chain == nil)
        #expect(!skill.hasVerifiers)
        #expect(skill.prompt == "Write tests.")
    }

    @Test func `may have lines that end as on Windows`() throws {
        let skill = try SkillFile(parsing: "---\r\nname: tests\r\n---\r\na\r\nb\r\n", file: "f", name: "tests")
        #expect(skill.prompt == "a\nb")
    }

    @Test(arguments: [
        ("---\nname: tests", "s/SKILL.md:1: the front matter has no end. Close it with a line of ---."),
        (
            "---\nname: tests\n---\n \n",
            "s/SKILL.md: the skill has no text. Write the instruction below the front matter."
        ),
        ("", "s/SKILL.md: the skill has no text. Write the instruction below the front matter."),
        (
            "---\nname: tests\nchian: a\n---\nx",
            "s/SKILL.md:3: key 'chian': unknown key. Did you mean 'chain'?"
        ),
        (
            "---\nname: test\n---\nx",
            "s/SKILL.md:2: key 'name': expected the name of the skill's folder, 'tests', found 'test'"
        ),
        ("---\n\ndescription: [a]\n---\nx", "s/SKILL.md:3: key 'description': expected a sentence, found a list"),
        ("---\n- a\n---\nx", "s/SKILL.md:2: expected a mapping with the keys name and description, found a list"),
    ])
    func `with a mistake is refused, with its line`(_ text: String, _ expected: String) {
        #expect(error(text) == expected)
    }
}

@Suite struct `A skill's chain` {
    private let configuration = """
        backends:
          local: { kind: openai, url: "http://h:1" }
          claude: { kind: claude-cli }
        chains:
          default: { tiers: [small, claude-big], verify: [{ kind: judge, model: small }] }
          quick: { tiers: [small, claude-big], verify: none }
        """

    private func chain(_ matter: String, named name: String? = nil) throws(ConfigurationError) -> ChainSettings {
        let skill = try SkillFile(parsing: "---\n\(matter)\n---\nx", file: "s/SKILL.md", name: "s")
        return try Configuration(parsing: configuration, file: "c.yaml").chain(for: skill, named: name)
    }

    private func error(_ matter: String) -> String {
        do throws(ConfigurationError) {
            _ = try chain(matter)
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `is the one it names, unless another is asked for`() throws {
        #expect(try chain("chain: quick").name == "quick")
        #expect(try chain("chain: quick", named: "default").name == "default")
        #expect(try chain("description: d").name == "default")
    }

    @Test func `has its verifiers in place of the chain's`() throws {
        let found = try chain("verify: [{ kind: json }]")
        #expect(found.verifiers == [.json(JSONSettings())])
        #expect(found.chain.tiers.map(\.isVerified) == [true, false])
        // A chain that took all verifies what its kinds of backend call for.
        #expect(try chain("verify: [{ kind: json }]", named: "quick").chain.tiers.map(\.isVerified) == [true, false])
        let taking = try chain("verify: none")
        #expect(taking.verifiers == [])
        #expect(taking.chain.tiers.map(\.isVerified) == [false, false])
    }

    @Test func `is refused with the skill's own line where it is wrong`() {
        #expect(
            error("description: d\nchain: quik")
                == "s/SKILL.md:3: key 'chain': there is no chain 'quik'. Did you mean 'quick'?")
        #expect(
            error("verify: [{ kind: jugde }]")
                == "s/SKILL.md:2: key 'verify[0].kind': there is no kind of verifier 'jugde'. Did you mean 'judge'?")
    }
}
