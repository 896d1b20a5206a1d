import LocatedYAML
import Simulator
import Testing

@Suite struct `A scenario file` {
    private func error(_ text: String) -> String {
        do throws(YAMLError) {
            _ = try Scenario(parsing: text, file: "s.yaml")
            return "no error"
        } catch {
            return error.description
        }
    }

    @Test func `yields models and script as written`() throws {
        let found = try Scenario(
            parsing: """
                seed: 9
                models:
                  - { id: a, name: A, aliases: [x], group: gpu, load_time: 1200ms, tokens_per_second: 137, context: 8,
                      load_steps: 4, ttl: 5m }
                  - { id: j, group: j, ready: true, judge: true, prompt_tokens_per_second: 10 }
                script:
                  - { task: one, model: a, answer: yes, reasoning: hm, cut_after: 3, verdict: { accept: false, feedback: No. } }
                  - { task: two, failure: { status: 503, text: busy } }
                  - { failure: { status: 429, text: slow, retry_after: 3s }, times: 2 }
                  - { failure: { load: broken } }
                """, file: "s.yaml")
        var a = Scenario.Model("a")
        a.name = "A"
        a.aliases = ["x"]
        a.group = "gpu"
        a.loadTime = .milliseconds(1_200)
        a.tokensPerSecond = 137
        a.context = 8
        a.loadSteps = 4
        a.ttl = .seconds(300)
        var j = Scenario.Model("j")
        j.group = "j"
        j.isReady = true
        j.isJudge = true
        j.promptTokensPerSecond = 10
        #expect(
            found
                == Scenario(
                    seed: 9, models: [a, j],
                    script: [
                        .init(
                            task: "one", model: "a", .answer(text: "yes", reasoning: "hm", cutAfter: 3),
                            verdict: .init(accept: false, feedback: "No.")),
                        .init(task: "two", .refusal(status: 503, text: "busy")),
                        .init(.refusal(status: 429, text: "slow", retryAfter: .seconds(3)), times: 2),
                        .init(.loadFailure("broken")),
                    ]))
    }

    @Test(arguments: [
        ("{}", "s.yaml:1: key 'models': expected at least one model, found no such key"),
        ("models: []", "s.yaml:1: key 'models': expected at least one model, found an empty list"),
        (
            "models: [{ id: a, laod_time: 1s }]",
            "s.yaml:1: key 'models[0].laod_time': unknown key. Did you mean 'load_time'?"
        ),
        ("models:\n- id: a\n- id: b\n  aliases: [a]", "s.yaml:3: key 'models[1]': another model is called 'a' too"),
        (
            "models:\n- { id: a, ready: true }\n- { id: b, ready: true }",
            "s.yaml:3: key 'models[1]': another model of the group 'default' is ready too, and a group has one at a time"
        ),
        (
            "models: [{ id: a, load_steps: 0 }]",
            "s.yaml:1: key 'models[0].load_steps': expected a whole number from 1 to 1000, found '0'"
        ),
        (
            "models: [{ id: a, ttl: 0s }]",
            "s.yaml:1: key 'models[0].ttl': expected a duration above zero, found '0s'. Write it as 200ms, 30s, 5m or 1h30m."
        ),
        (
            "models: [{ id: a }]\nscript:\n- { answer: x, times: 0 }",
            "s.yaml:3: key 'script[0].times': expected a whole number of at least 1, found '0'"
        ),
        (
            "models: [{ id: a, tokens_per_second: 0 }]",
            "s.yaml:1: key 'models[0].tokens_per_second': expected a number from 0.1 to 100000.0, found '0'"
        ),
        (
            "models: [{ id: small }]\nscript:\n- { model: smal, answer: x }",
            "s.yaml:3: key 'script[0].model': there is no model 'smal'. Did you mean 'small'?"
        ),
        (
            "models: [{ id: a }]\nscript:\n- { task: x }",
            "s.yaml:3: key 'script[0].answer': expected an answer's text, or the key failure, found no such key"
        ),
        (
            "models: [{ id: a }]\nscript:\n- { answer: x, failure: { load: y } }",
            "s.yaml:3: key 'script[0].failure': an entry has an answer or a failure, not both"
        ),
        (
            "models: [{ id: a }]\nscript:\n- { failure: { status: 200, text: y } }",
            "s.yaml:3: key 'script[0].failure.status': expected a whole number from 400 to 599, found '200'"
        ),
        (
            "models: [{ id: a }]\nscript:\n- { failure: { load: y, text: z } }",
            "s.yaml:3: key 'script[0].failure': a load failure has no status or text of its own"
        ),
        (
            "models: [{ id: a }]\nscript:\n- { answer: x, verdict: { feedback: z } }",
            "s.yaml:3: key 'script[0].verdict.accept': expected true or false, found no such key"
        ),
    ])
    func `that is wrong gives one error with line and key`(_ text: String, _ expected: String) {
        #expect(error(text) == expected)
    }
}
