import EscalationCore
import Testing

@testable import Simulator

@Suite struct `A scenario's replies` {
    private let scenario = Scenario.sample([
        .init(
            task: "Haiku", model: "small", .answer(text: "old pond\n", reasoning: "", cutAfter: nil),
            verdict: .init(accept: false, feedback: "Too short.")),
        .init(
            task: "haiku", .answer(text: "a frog leaps in", reasoning: "", cutAfter: nil), verdict: .init(accept: true)),
    ])

    private func query(_ model: String, _ prompt: String, system: String = "") throws -> ChatQuery {
        try #require(
            ChatQuery([
                "model": .string(model),
                "messages": [
                    ["role": "system", "content": .string(system)], ["role": "user", "content": .string(prompt)],
                ],
            ]))
    }

    private func text(_ model: String, _ prompt: String, in scenario: Scenario? = nil) throws -> String {
        let scenario = scenario ?? self.scenario
        let model = try #require(scenario.model(named: model))
        guard case .answer(let text, _, _) = scenario.action(for: try query(model.id, prompt), by: model) else {
            return ""
        }
        return text
    }

    private func judged(_ task: String, _ answer: String) -> String {
        "BEGIN TASK 1f\n\(task)\nEND TASK 1f\n\nBEGIN ANSWER 1f\n\(answer)\nEND ANSWER 1f"
    }

    @Test func `are those of the first entry whose task and model fit`() throws {
        #expect(try text("small", "Write a HAIKU, please") == "old pond\n")
        #expect(try text("org/big:7b", "write a haiku") == "a frog leaps in")
        #expect(try text("fast", "haiku\n\nPrior attempt feedback: Too short.") == "old pond\n")
    }

    @Test func `don't look for the task in the feedback`() throws {
        #expect(try text("small", "Sing\n\nPrior attempt feedback: no haiku") != "old pond\n")
    }

    @Test func `are made up from seed, model and prompt where no entry fits, the same every time`() throws {
        let answer = try text("small", "reverse a linked list in place")
        #expect(answer == (try text("small", "reverse a linked list in place")))
        #expect(answer != (try text("org/big:7b", "reverse a linked list in place")))
        #expect(answer.contains("reverse a linked list in place"))
        var other = scenario
        other.seed = 8
        #expect(answer != (try text("small", "reverse a linked list in place", in: other)))
    }

    @Test(arguments: 1...40)
    func `made up are 40 to 200 words long`(_ number: Int) throws {
        let words = try text("small", "task number \(number)").split(whereSeparator: \.isWhitespace).count
        #expect((40...200).contains(words))
    }

    @Test func `of a judge are the verdict of the entry whose answer it is shown`() throws {
        #expect(
            try text("judge", judged("write a haiku", "old pond"))
                == #"{"accept":false,"feedback":"Too short."}"#)
        #expect(try text("judge", judged("write a haiku", "a frog leaps in")) == #"{"accept":true,"feedback":""}"#)
    }

    @Test(arguments: 1...40)
    func `of a judge reject an unknown task once or twice, with feedback, and accept it then`(_ number: Int) throws {
        var task = "unknown task \(number)"
        var verdicts: [Bool] = []
        while verdicts.last != true, verdicts.count < 4 {
            let verdict = try JSONValue(parsing: text("judge", judged(task, "anything")))
            let feedback = try #require(verdict["feedback"]?.string)
            verdicts.append(verdict["accept"] == true)
            #expect(feedback.isEmpty == (verdicts.last == true))
            task += "\n\nPrior attempt feedback: " + feedback
        }
        #expect(verdicts == [false, true] || verdicts == [false, false, true])
    }

    @Test func `are verdicts for any model whose request asks for one`() throws {
        let body: JSONValue = [
            "model": "small", "messages": [["role": "user", "content": .string(judged("write a haiku", "old pond"))]],
            "response_format": [
                "type": "json_schema",
                "json_schema": ["name": "verdict", "schema": ["properties": ["accept": ["type": "boolean"]]]],
            ],
        ]
        let asked = try #require(ChatQuery(body))
        let expected = Scenario.Entry.Action.answer(
            text: #"{"accept":false,"feedback":"Too short."}"#, reasoning: "", cutAfter: nil)
        #expect(scenario.action(for: asked, by: scenario.models[0]) == expected)
        let prompt = "You judge whether an answer fulfils a task."
        let worded = try query("small", judged("write a haiku", "old pond"), system: prompt)
        #expect(scenario.action(for: worded, by: scenario.models[0]) == expected)
    }

    @Test(arguments: ["", "one", "Here is one way.\n\n```swift\nlet a = 1\n```\n", "ünïcödé 👩‍👩‍👧 — internationalization"])
    func `are cut into tokens that join to the text`(_ text: String) {
        #expect(tokens(of: text).joined() == text)
        #expect(tokens(of: text).allSatisfy { !$0.isEmpty })
    }
}
