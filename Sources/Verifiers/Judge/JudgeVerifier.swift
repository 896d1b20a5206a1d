import EscalationCore

/// A model as judge: asks it for a verdict on an answer, and takes nothing but a well-formed one.
///
/// It fails closed: a reply that is no verdict, or that its token limit cut off, is an error, never an acceptance.
public struct JudgeVerifier: Verifier {
    public let name: String
    let model: String
    let executor: any Executor
    let parameters: [JSONValue.Member]
    let rubric: String?
    let formats: FormatMemory
    let marker: @Sendable () -> String

    /// Sent where the user's parameters don't say otherwise.
    ///
    /// Temperature 0: the same answer should get the same verdict. 2,048 tokens hold a verdict (some 100) and the
    /// thoughts of a small reasoning model before it, and end the white space that a grammar lets a model write for ever.
    static let defaults: [JSONValue.Member] = [.init("temperature", 0), .init("max_tokens", 2_048)]

    /// Names by which servers take a token limit; one given by the user replaces ours.
    private static let tokenLimits: Set = ["max_tokens", "max_completion_tokens", "n_predict"]

    /// What a server that enforces schemas holds the judge to.
    static let schema: JSONValue = [
        "type": "object",
        "properties": ["accept": ["type": "boolean"], "feedback": ["type": "string"]],
        "required": ["accept", "feedback"],
        "additionalProperties": false,
    ]

    /// - Parameters:
    ///   - executor: makes the judge's request; its backend's memory is `formats`.
    ///   - parameters: members of the judge's request, as the user configured them; they win over ours.
    ///   - rubric: criteria beside the task itself; nil for none.
    ///   - formats: which forms of verdict the judge's backend takes; share one among the judges of a backend.
    ///   - marker: draws what fences the judged texts off. A test gives its own; it must be hard to guess.
    public init(
        model: String, executor: any Executor, parameters: [JSONValue.Member] = [], rubric: String? = nil,
        formats: FormatMemory = FormatMemory(), marker: @escaping @Sendable () -> String = Self.randomMarker
    ) {
        name = "judge \(model)"
        self.model = model
        self.executor = executor
        self.parameters = parameters + Self.defaults(beside: parameters)
        self.rubric = rubric
        self.formats = formats
        self.marker = marker
    }

    /// 128 random bits in hexadecimal digits.
    @Sendable public static func randomMarker() -> String { JudgePrompt.randomMarker() }

    /// - Throws: the executor's error where the judge gave no answer, `VerifierError` where that is no verdict,
    ///   `CancellationError`.
    public func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement {
        try Task.checkCancellation()
        guard let prompt = JudgePrompt(answer: answer, task: task, rubric: rubric, marker: marker) else {
            throw VerifierError(
                .noMarker, verifier: name, text: "each of \(JudgePrompt.draws) drawn occurs in the texts to judge")
        }
        var form = await formats.form
        while true {
            do {
                let verdict = try await executor.answer(to: request(prompt, as: form))
                return try VerdictReading.judgement(from: verdict, as: form, by: name)
            } catch let error as any FailureDescribing where error.failure.kind == .formatRefused {
                guard let next = await formats.refused(form) else { throw error }
                form = next
            }
        }
    }

    private func request(_ prompt: JudgePrompt, as form: VerdictForm) -> Request {
        let format: Request.AnswerFormat =
            switch form {
            case .schema: .jsonSchema(name: "verdict", schema: Self.schema)
            case .object: .jsonObject
            case .text: .text
            }
        return Request(
            model: model, skillPrompt: prompt.system, taskPrompt: prompt.user, parameters: parameters, format: format)
    }

    private static func defaults(beside given: [JSONValue.Member]) -> [JSONValue.Member] {
        let names = Set(given.map(\.name))
        return defaults.filter { member in
            member.name == "max_tokens" ? names.isDisjoint(with: tokenLimits) : !names.contains(member.name)
        }
    }
}
