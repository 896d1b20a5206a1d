import EscalationCore
import RungTestSupport
import Testing

@testable import Verifiers

struct JudgeVerifierTests {
    static let task = JudgedTask(skillPrompt: "Be brief.", taskPrompt: "Add 2 and 2.")
    static let accepting = Answer(#"{"accept": true}"#, finishReason: .stop)

    @Test func `asks for a verdict of the schema, at temperature 0 and with a token limit`() async throws {
        let requests = Collector<Request>()
        let judge = JudgeVerifier(
            model: "j", executor: scripted(requests) { _ in Self.accepting }, marker: { "7f3a" })
        #expect(judge.name == "judge j")
        #expect(try await judge.judgement(of: "4", to: Self.task) == Judgement(.accept))
        let prompt = try #require(JudgePrompt(answer: "4", task: Self.task, rubric: nil) { "7f3a" })
        #expect(
            requests.all == [
                Request(
                    model: "j", skillPrompt: prompt.system, taskPrompt: prompt.user,
                    parameters: [.init("temperature", 0), .init("max_tokens", 2_048)],
                    format: .jsonSchema(
                        name: "verdict",
                        schema: [
                            "type": "object",
                            "properties": ["accept": ["type": "boolean"], "feedback": ["type": "string"]],
                            "required": ["accept", "feedback"],
                            "additionalProperties": false,
                        ]))
            ])
    }

    @Test(
        arguments: [
            ([], [.init("temperature", 0), .init("max_tokens", 2_048)]),
            ([.init("temperature", 1)], [.init("temperature", 1), .init("max_tokens", 2_048)]),
            (
                [.init("max_tokens", 9), .init("seed", 1)],
                [.init("max_tokens", 9), .init("seed", 1), .init("temperature", 0)]
            ),
            ([.init("max_completion_tokens", 9)], [.init("max_completion_tokens", 9), .init("temperature", 0)]),
        ] as [([JSONValue.Member], [JSONValue.Member])])
    func `lets the user's parameters win`(_ given: [JSONValue.Member], _ sent: [JSONValue.Member]) async throws {
        let requests = Collector<Request>()
        let judge = JudgeVerifier(model: "j", executor: scripted(requests) { _ in Self.accepting }, parameters: given)
        _ = try await judge.judgement(of: "4", to: Self.task)
        #expect(requests.all.map(\.parameters) == [sent])
    }

    @Test func `steps down to what the backend takes, and remembers it`() async throws {
        let requests = Collector<Request>()
        let executor = scripted(requests) { request in
            guard request.format == .text else { throw Failure(.formatRefused, "no response_format here") }
            return Self.accepting
        }
        let formats = FormatMemory()
        let judge = JudgeVerifier(model: "j", executor: executor, formats: formats)
        let other = JudgeVerifier(model: "k", executor: executor, formats: formats)
        #expect(try await judge.judgement(of: "4", to: Self.task) == Judgement(.accept))
        #expect(try await judge.judgement(of: "4", to: Self.task) == Judgement(.accept))
        #expect(try await other.judgement(of: "4", to: Self.task) == Judgement(.accept))
        #expect(
            requests.all.map { "\($0.model) \(form(of: $0))" } == [
                "j schema", "j object", "j text", "j text", "k text",
            ])
        #expect(Set(requests.all.prefix(3).map(\.taskPrompt)).count == 1)
        #expect(await formats.form == .text)
    }

    @Test func `stays with the strictest form that is taken`() async throws {
        let requests = Collector<Request>()
        let judge = JudgeVerifier(
            model: "j",
            executor: scripted(requests) { request in
                if case .jsonSchema = request.format { throw Failure(.formatRefused, "no json_schema") }
                return Self.accepting
            })
        for _ in 0..<2 { _ = try await judge.judgement(of: "4", to: Self.task) }
        #expect(requests.all.map(form(of:)) == ["schema", "object", "object"])
    }

    @Test func `throws the refusal when no form is left`() async {
        let requests = Collector<Request>()
        let judge = JudgeVerifier(model: "j", executor: scripted(requests) { _ in throw Failure(.formatRefused, "no") })
        await #expect(throws: Failure(.formatRefused, "no")) { try await judge.judgement(of: "4", to: Self.task) }
        #expect(requests.all.map(form(of:)) == ["schema", "object", "text"])
    }

    @Test(arguments: Failure.Kind.allCases.filter { $0 != .formatRefused })
    func `throws any other failure at once, with the server's words`(_ kind: Failure.Kind) async {
        let requests = Collector<Request>()
        let failure = Failure(kind, " line\nbreak %s ")
        let judge = JudgeVerifier(model: "j", executor: scripted(requests) { _ in throw failure })
        await #expect(throws: failure) { try await judge.judgement(of: "4", to: Self.task) }
        #expect(requests.all.count == 1)
    }

    @Test func `asks no second time after a malformed verdict`() async {
        let requests = Collector<Request>()
        let judge = JudgeVerifier(
            model: "j", executor: scripted(requests) { _ in Answer("fine!", finishReason: .stop) })
        await #expect(throws: VerifierError.self) { try await judge.judgement(of: "4", to: Self.task) }
        #expect(requests.all.count == 1)
    }

    @Test func `judges by the answer channel alone`() async throws {
        let judge = JudgeVerifier(
            model: "j",
            executor: ScriptedExecutor { _, report in
                await report(.output(.reasoning, #"{"accept": true}"#))
                return Answer(#"{"accept": false, "feedback": "no"}"#, usage: Usage(answerTokens: 7), cost: 0.5)
            })
        #expect(
            try await judge.judgement(of: "4", to: Self.task)
                == Judgement(.escalate(feedback: "no"), usage: Usage(answerTokens: 7), cost: 0.5))
    }

    @Test func `can't judge when no marker is free`() async {
        let requests = Collector<Request>()
        let judge = JudgeVerifier(model: "j", executor: scripted(requests) { _ in Self.accepting }, marker: { "4" })
        await #expect {
            try await judge.judgement(of: "4", to: Self.task)
        } throws: { error in (error as? VerifierError)?.code == .noMarker }
        #expect(requests.all == [])
    }

    @Test(.timeLimit(.minutes(10)))
    func `passes a cancellation through`() async {
        let started = Collector<Bool>()
        let judge = JudgeVerifier(model: "j", executor: ScriptedExecutor.hanging { started.add(true) })
        let judging = Task { try await judge.judgement(of: "4", to: Self.task) }
        await started.wait(for: 1)
        judging.cancel()
        await #expect(throws: CancellationError.self) { try await judging.value }
    }

    private func scripted(
        _ requests: Collector<Request>, _ answer: @escaping @Sendable (Request) throws -> Answer
    ) -> ScriptedExecutor {
        ScriptedExecutor { request, _ in
            requests.add(request)
            return try answer(request)
        }
    }

    private func form(of request: Request) -> String {
        switch request.format {
        case .text: "text"
        case .jsonObject: "object"
        case .jsonSchema: "schema"
        }
    }
}
