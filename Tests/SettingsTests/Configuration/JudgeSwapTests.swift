import Settings
import Testing

@Suite struct `A judge on a tier's backend` {
    private func configuration(tiers: String, verify: String) throws -> Configuration {
        try Configuration(
            parsing: """
                backends:
                  local: { kind: openai, url: "http://h:1" }
                  other: { kind: openai, url: "http://h:2" }
                  claude: { kind: claude-cli }
                chains:
                  quick: { tiers: [a], verify: none }
                  default: { tiers: \(tiers), verify: \(verify) }
                """, file: "c.yaml")
    }

    @Test func `makes it swap where it has another model than a verified tier`() throws {
        let found = try configuration(
            tiers: "[a, b, { model: c, backend: other }, { model: d, verify: none }, b, claude-e]",
            verify: "[{ kind: judge, model: a }]"
        ).judgeSwaps()
        let judge = Located("a", line: 7, key: "chains.default.verify[0].model")
        #expect(found == [JudgeSwap(chain: "default", backend: "local", judge: judge, models: ["b"])])
        #expect(
            found[0].description
                == "The judge 'a' of chain 'default' runs on 'local' like 'b', which may make that server swap models twice an attempt. Judge on another backend or with the tier's own model, or put both into a llama-swap group with 'swap: false'."
        )
    }

    @Test func `is looked for among the verifiers of each tier's own`() throws {
        let found = try configuration(
            tiers:
                "[{ model: a, verify: [{ kind: judge, model: j }] }, { model: b, verify: [{ kind: pattern, must: x }] }, j]",
            verify: "[{ kind: judge, model: a, backend: other }]"
        ).judgeSwaps()
        let judge = Located("j", line: 7, key: "chains.default.tiers[0].verify[0].model")
        #expect(found == [JudgeSwap(chain: "default", backend: "local", judge: judge, models: ["a"])])
    }

    @Test(arguments: [
        ("[a]", "[{ kind: judge, model: a }]"), ("[a]", "[{ kind: judge, model: b, backend: other }]"),
        ("[a]", "[{ kind: pattern, must: x }]"), ("[a]", "none"),
        ("[{ model: a, backend: claude, verify: true }]", "[{ kind: judge, model: b, backend: claude }]"),
    ])
    func `makes nothing swap otherwise`(_ tiers: String, _ verify: String) throws {
        #expect(try configuration(tiers: tiers, verify: verify).judgeSwaps() == [])
    }

    @Test func `counts in a vote too, and not where both models stay loaded`() throws {
        let configuration = try configuration(
            tiers: "[a, b]", verify: "[{ kind: vote, of: [{ kind: judge, model: a }, { kind: judge, model: j }] }]")
        #expect(
            configuration.judgeSwaps().map { "\($0.judge.value) \($0.models)" } == ["a [\"b\"]", "j [\"a\", \"b\"]"])
        let rest = configuration.judgeSwaps { backend, model, other in
            backend == "local" && [model, other].sorted() == ["a", "j"]
        }
        #expect(rest.map { "\($0.judge.value) \($0.models)" } == ["a [\"b\"]", "j [\"b\"]"])
    }
}
