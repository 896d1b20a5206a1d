import EscalationCore
import Settings
import Testing

/// What a chain and its tiers may say beyond their models, and what it costs.
@Suite struct `A chain's settings` {
    private func configuration(_ chain: String, _ top: String = "") throws(ConfigurationError) -> Configuration {
        let text = """
            backends: { local: { kind: openai, url: "http://h:1" } }
            chains:
              default: \(chain)
            \(top)

            """
        return try Configuration(parsing: text, file: "c.yaml")
    }

    private func error(_ chain: String, _ top: String = "") -> String {
        do throws(ConfigurationError) {
            _ = try configuration(chain, top)
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `say how often a tier is asked, and whether it may be skipped`() throws {
        let chain = try configuration(
            "{ tiers: [{ model: m, tries: 3, retries: 2, breaker: true }, n], verify: [{ kind: human }] }"
        ).chains[0].chain
        var first = Tier("m", backend: "local")
        (first.tries, first.retries, first.hasBreaker) = (3, 2, true)
        #expect(chain == Chain("default", tiers: [first, Tier("n", backend: "local")]))
    }

    @Test func `say what becomes of feedback and of verifier errors`() throws {
        let chain = try configuration(
            "{ tiers: [m], verify: none, feedback: latest, feedback_cap: 500, on_verifier_error: stop }"
        ).chains[0].chain
        #expect(chain.feedback == FeedbackPolicy(.latest, cap: 500))
        #expect(chain.onVerifierError == .stop)
    }

    @Test func `have limits of their own over those of all chains`() throws {
        let found = try configuration(
            "{ tiers: [m], verify: none, limits: { attempts: 4, idle_timeout: 5s } }",
            "limits: { idle_timeout: 9s, first_byte_timeout: 8s, dollars: 0.5 }")
        let all = Limits(firstByteTimeout: .seconds(8), idleTimeout: .seconds(9), dollars: 0.5)
        var own = all
        (own.attempts, own.idleTimeout) = (4, .seconds(5))
        #expect(found.limits == all)
        #expect(found.chains[0].chain.limits == own)
    }

    @Test func `name what models cost`() throws {
        let found = try configuration(
            "{ tiers: [m], verify: none }",
            "prices: { m: { input: 3, output: 15.5, cached: 0.3 }, free: { input: 0, output: 0 } }")
        #expect(
            found.prices == ["m": Price(input: 3, output: 15.5, cached: 0.3), "free": Price(input: 0, output: 0)])
    }

    @Test func `give a tier verifiers of its own`() throws {
        let chain = try configuration(
            """

                tiers:
                  - { model: m, verify: [{ kind: pattern, must: x }] }
                  - { model: n, verify: none }
                  - { model: o, verify: true }
                verify: [{ kind: human }]
            """
        ).chains[0]
        let human = VerifierSettings.human(Located(.human, line: 8, key: "chains.default.verify[0].kind"))
        let pattern = VerifierSettings.pattern(PatternSettings(wanted: ["x"]))
        #expect((1...3).map(chain.verifiers(ofTier:)) == [[pattern], [human], [human]])
        #expect(chain.chain.tiers.map(\.isVerified) == [true, false, true])
        #expect(chain.usedVerifiers == [pattern, human])
    }

    @Test(arguments: [
        "{ tiers: [{ model: m, verify: [{ kind: pattern, must: x }] }] }",
        "{ tiers: [{ model: m, verify: [{ kind: pattern, must: x }] }, n], verify: none }",
    ])
    func `need no verifiers where each verified tier has its own`(_ chain: String) {
        #expect(error(chain) == "no error")
    }

    @Test(arguments: [
        (
            "{ tiers: [{ model: m, tries: 0 }], verify: none }", "",
            "c.yaml:3: key 'chains.default.tiers[0].tries': expected a whole number from 1 to 100, found '0'"
        ),
        (
            "{ tiers: [{ model: m, retries: -1 }], verify: none }", "",
            "c.yaml:3: key 'chains.default.tiers[0].retries': expected a whole number from 0 to 100, found '-1'"
        ),
        (
            "{ tiers: [{ model: m, breaker: on }], verify: none }", "",
            "c.yaml:3: key 'chains.default.tiers[0].breaker': expected true or false, found 'on'"
        ),
        (
            "{ tiers: [m], verify: none, feedback: lastest }", "",
            "c.yaml:3: key 'chains.default.feedback': expected accumulate, latest, none, found 'lastest'. Did you mean 'latest'?"
        ),
        (
            "{ tiers: [m], verify: none, on_verifier_error: halt }", "",
            "c.yaml:3: key 'chains.default.on_verifier_error': expected escalate, accept, stop, found 'halt'"
        ),
        (
            "{ tiers: [m], verify: none, feedback_cap: 0 }", "",
            "c.yaml:3: key 'chains.default.feedback_cap': expected a whole number of at least 1, found '0'"
        ),
        (
            "{ tiers: [m], verify: none, limits: { dollars: 0 } }", "",
            "c.yaml:3: key 'chains.default.limits.dollars': expected an amount of dollars above 0, such as 0.5, found '0'"
        ),
        (
            "{ tiers: [m], verify: none }", "limits: { attempts: none }",
            "c.yaml:4: key 'limits.attempts': expected a whole number of at least 1, found 'none'"
        ),
        (
            "{ tiers: [m], verify: none }", "prices: { m: { input: 3 } }",
            "c.yaml:4: key 'prices.m.output': expected dollars a million tokens, found no such key"
        ),
        (
            "{ tiers: [m], verify: none }", "prices: { m: { input: $3, output: 1 } }",
            "c.yaml:4: key 'prices.m.input': expected an amount of dollars from 0, such as 0.5, found '$3'"
        ),
        (
            "{ tiers: [m], verify: [{ kind: human }, { kind: pattern, must: x }] }", "",
            "c.yaml:3: key 'chains.default.verify[1]': nobody is asked after a person. Put kind: human last."
        ),
        (
            "{ tiers: [{ model: m, verify: true }], verify: none }", "",
            "c.yaml:3: key 'chains.default.tiers[0].verify': a tier can't be verified by a chain with verify: none. Name a judge there, or list the tier's own verifiers here."
        ),
    ])
    func `are refused where they make no sense`(_ chain: String, _ top: String, _ expected: String) {
        #expect(error(chain, top) == expected)
    }
}
