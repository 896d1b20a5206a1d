import EscalationCore
import EscalationEngine
import Foundation
import RungTestSupport
import Testing

/// The cases that were run through the reference implementation.
@Suite struct `The orchestrator agrees with the reference` {
    static let cases: [JSONValue] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Conformance/orchestrator.jsonl")
        let text = try! String(contentsOf: file, encoding: .utf8)
        return text.split(separator: "\n").map { try! JSONValue(parsing: String($0)) }
    }()

    @Test func `on 200 cases`() { #expect(Self.cases.count == 200) }

    @Test(arguments: cases) func `in calls, prompts, attempts, error and result`(_ example: JSONValue) async throws {
        let reference = try Case(example)
        let stage = ScriptedStage(reference.steps)
        let backends = ["local", "subagent"].map { name in
            Backend(
                name: name,
                executor: ScriptedExecutor { request, report in
                    let step = stage.next(
                        .init(
                            kind: name == "local" ? "local" : "cloud", model: request.model,
                            taskPrompt: request.taskPrompt, skillPrompt: request.skillPrompt))
                    if let error = step["error"]?.string { throw Failure(.other, error) }
                    let text = step["output"]!.string!
                    await report(.output(.answer, text))
                    return Answer(text)
                })
        }
        let verifier = ScriptedVerifier { answer, task in
            let step = stage.judge(
                .init(kind: "verify", model: "", taskPrompt: task.taskPrompt, skillPrompt: task.skillPrompt))
            #expect(answer == step["output"]?.string)
            if let error = step["verifier_error"]?.string { throw Failure(.other, error) }
            let feedback = step["feedback"]?.string ?? ""
            return step["accept"]!.bool!
                ? Judgement(.accept, remark: feedback) : Judgement(.escalate(feedback: feedback))
        }
        let clock = ManualClock()
        let orchestrator = Orchestrator(
            Equipment(backends: backends, verifiers: { _, _ in [verifier] }, currentDate: { 0 }), clock: clock,
            stopwatch: clock.stopwatch)
        let tiers = reference.chain.map { Tier($0) }.map { tier in
            var tier = tier
            tier.backend = tier.label == .local ? "local" : "subagent"
            return tier
        }
        let events = Collector<SessionEvent>()
        let session = try await orchestrator.run(
            TaskSpec(reference.taskPrompt, skillPrompt: reference.skillPrompt), on: Chain(tiers: tiers),
            record: { events.add($0) })

        #expect(stage.calls == reference.calls)
        #expect(try session.records.map(ExpectedAttempt.init) == reference.attempts(steps: reference.steps))
        #expect(session.finish?.error == reference.error)
        #expect(session.acceptedAnswer ?? "" == reference.result)
        #expect(events.all.map(\.sequence) == Array(1...events.all.count))

        var replayed = SessionState(id: session.id)
        for event in events.all { replayed.apply(event) }
        #expect(replayed == session)
        #expect(try events.all.map { try SessionEvent(json: JSONValue(parsing: $0.json.text)) } == events.all)
    }
}

/// One call as the reference recorded it.
private struct Call: Hashable {
    var kind: String
    var model: String
    var taskPrompt: String
    var skillPrompt: String
}

private struct ExpectedAttempt: Hashable {
    var model: String
    var label: String
    var verdict: String
    var feedback: String

    init(model: String, label: String, verdict: String, feedback: String) {
        self.model = model
        self.label = label
        self.verdict = verdict
        self.feedback = feedback
    }

    init(_ record: AttemptRecord) {
        self.init(
            model: record.model, label: record.label.rawValue, verdict: record.verdict.rawValue,
            feedback: record.feedback)
    }
}

private struct Case {
    var skillPrompt: String
    var taskPrompt: String
    var chain: [String]
    var steps: [JSONValue]
    var calls: [Call]
    var error: String
    var result: String
    private var expected: [JSONValue]

    init(_ json: JSONValue) throws {
        let skillPrompt = try #require(json["skill_prompt"]?.string)
        self.skillPrompt = skillPrompt
        taskPrompt = try #require(json["task_prompt"]?.string)
        chain = try #require(json["chain"]?.array).compactMap(\.string)
        steps = try #require(json["steps"]?.array)
        let outcome = try #require(json["expected"])
        calls = try #require(outcome["calls"]?.array).map { call in
            Call(
                kind: try #require(call["kind"]?.string), model: try #require(call["model"]?.string),
                taskPrompt: try #require(call["task_prompt"]?.string), skillPrompt: skillPrompt)
        }
        expected = try #require(outcome["attempts"]?.array)
        error = try #require(outcome["error"]?.string)
        result = try #require(outcome["result"]?.string)
    }

    /// As expected, but for the text of a cloud error, which is recorded here and isn't by the reference.
    func attempts(steps: [JSONValue]) throws -> [ExpectedAttempt] {
        try zip(expected, steps).map { attempt, step in
            let label = try #require(attempt["tier"]?.string)
            let verdict = try #require(attempt["verdict"]?.string)
            let isCloudError = label == "subagent" && verdict == "error"
            return ExpectedAttempt(
                model: try #require(attempt["model"]?.string), label: label, verdict: verdict,
                feedback: try #require((isCloudError ? step["error"] : attempt["feedback"])?.string))
        }
    }
}

/// Plays the steps in order and notes the calls.
///
/// `@unchecked Sendable`: its variables are only touched with `lock` held.
private final class ScriptedStage: @unchecked Sendable {
    private let lock = NSLock()
    private let steps: [JSONValue]
    private var position = 0
    private var noted: [Call] = []

    init(_ steps: [JSONValue]) { self.steps = steps }

    var calls: [Call] { lock.withLock { noted } }

    func next(_ call: Call) -> JSONValue {
        lock.withLock {
            noted.append(call)
            position += 1
            return steps[position - 1]
        }
    }

    /// The step of the answer that is being judged.
    func judge(_ call: Call) -> JSONValue {
        lock.withLock {
            noted.append(call)
            return steps[position - 1]
        }
    }
}
