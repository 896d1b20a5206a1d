import EscalationCore
import Testing

@testable import Simulator

@Suite struct `The demo's scenario` {
    private let scenario = DemoScenario.scenario
    private let tiers = ["qwen3-1.7b", "qwen3-8b", "qwen3-32b", "frontier"]

    /// What a climb with the demo's chain comes to: a letter for each attempt, and how long it takes.
    private func climb(_ task: String) throws -> (verdicts: String, time: Duration) {
        var prompt = task
        var verdicts = ""
        var time = Duration.zero
        for tier in tiers {
            let model = try #require(scenario.model(named: tier))
            time += model.isReady ? .zero : ModelLoader.stopTime + model.loadTime
            guard case .answer(let text, let reasoning, nil) = scenario.action(for: query(tier, prompt), by: model)
            else {
                verdicts += "!"
                continue
            }
            time += duration(model, prompt, text, reasoning)
            let judge = try #require(scenario.model(named: "phi4"))
            let verdict = scenario.verdict(
                on: JudgedTexts("BEGIN TASK x\n\(prompt)\nEND TASK x\n\nBEGIN ANSWER x\n\(text)\nEND ANSWER x"))
            // The judge reads its instructions too, some 2,000 characters.
            time += duration(judge, prompt + text + String(repeating: "x", count: 2_000), verdict.feedback, "")
            verdicts += verdict.accept ? "+" : "x"
            if verdict.accept { break }
            prompt += "\n\nPrior attempt feedback: " + verdict.feedback
        }
        return (verdicts, time)
    }

    private func query(_ model: String, _ prompt: String) -> ChatQuery {
        ChatQuery(["model": .string(model), "messages": [["role": "user", "content": .string(prompt)]]])!
    }

    private func duration(_ model: Scenario.Model, _ prompt: String, _ text: String, _ reasoning: String) -> Duration {
        let completion = Completion(
            id: "", created: 0, model: model, query: query(model.id, prompt), text: text, reasoning: reasoning,
            cutAfter: nil)
        return completion.due(completion.pieces.count)
    }

    @Test(arguments: zip(DemoScenario.sampleTasks, ["+", "x+", "x!+", "xxx+", "xxxx"]))
    func `has sample tasks whose climbs differ, and are pleasant to watch`(
        _ task: DemoScenario.SampleTask, _ expected: String
    ) throws {
        let climb = try climb(task.prompt)
        #expect(climb.verdicts == expected)
        #expect(climb.time >= .seconds(4) && climb.time <= .seconds(25), "\(task.title) takes \(climb.time)")
    }

    @Test func `rejects a task it doesn't know at the first tier, and accepts it soon after`() throws {
        let climb = try climb("reverse a linked list in place")
        #expect(["x+", "xx+"].contains(climb.verdicts))
        #expect(climb.time <= .seconds(20))
    }

    @Test func `comes with a configuration that points at its port and names its models`() {
        let text = DemoScenario.configurationYAML(port: 4_711)
        #expect(text.contains("\"http://127.0.0.1:4711\""))
        for tier in tiers + ["phi4"] {
            #expect(text.contains(tier))
            #expect(scenario.model(named: tier) != nil)
        }
        #expect(text.contains("  \(DemoScenario.chainName):\n"))
        #expect(text.contains("  \(DemoScenario.personChainName):\n"))
    }
}
