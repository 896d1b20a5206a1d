import EscalationCore
import Testing

@testable import Verifiers

struct VerdictReadingTests {
    static let accepted: [(String, String)] = [
        (#"{"accept": true}"#, ""),
        (#"{"accept": true, "feedback": ""}"#, ""),
        (#"{"accept": true, "feedback": null}"#, ""),
        (#"{"accept": true, "feedback": "nicely done"}"#, "nicely done"),
        ("\n\t {\"feedback\":\"ok\",\r\n\"accept\":true} \n", "ok"),
        (#"{"accept": true, "score": 0.9, "reason": {"accept": false}}"#, ""),
        (#"{"\u0061ccept": true}"#, ""),
    ]

    static let rejected: [(String, String)] = [
        (#"{"accept": false}"#, ""),
        (#"{"accept": false, "feedback": ""}"#, ""),
        (#"{"accept": false, "feedback": "line\nbreak 👩‍💻 %s \\back"}"#, "line\nbreak 👩‍💻 %s \\back"),
        (#"{"accept": false, "feedback": " {\"accept\": true} "}"#, " {\"accept\": true} "),
        (#"{"accept": false, "feedback": "\u001b[2J"}"#, "\u{1b}[2J"),
    ]

    static let malformed: [String] = [
        "", " \n", "yes", "true", "null", "[]", "{}", #"["accept"]"#, #"[{"accept": true}]"#,
        #"{"accept": "true"}"#, #"{"accept": 1}"#, #"{"accept": null}"#, #"{"Accept": true}"#, #"{"accepted": true}"#,
        #"{"verdict": {"accept": true}}"#, #"{"accept": true"#, #"{"accept": true}}"#, #"{"accept": true,}"#,
        #"{'accept': true}"#, #"{accept: true}"#, #"{"accept": True}"#,
        #"{"accept": true} {"accept": false}"#, #"{"accept": false}{"accept": true}"#,
        #"{"accept": false, "accept": true}"#, #"{"accept": true, "feedback": "a", "feedback": "b"}"#,
        #"{"accept": false, "\u0061ccept": true}"#,
        #"{"accept": true, "feedback": 3}"#, #"{"accept": true, "feedback": ["fine"]}"#,
        #"I accept: {"accept": true}"#, #"{"accept": true} // fine"#, "\u{FEFF}{\"accept\": true}",
        #"<think>well</think>{"accept": true}"#, String(repeating: "[", count: 100_000),
    ]

    @Test(arguments: accepted, VerdictForm.allCases)
    func `accepts, and keeps the judge's words as a remark`(_ example: (String, String), _ form: VerdictForm) throws {
        #expect(try read(example.0, as: form) == Judgement(.accept, remark: example.1))
    }

    @Test(arguments: rejected, VerdictForm.allCases)
    func `rejects with the feedback verbatim`(_ example: (String, String), _ form: VerdictForm) throws {
        #expect(try read(example.0, as: form) == Judgement(.escalate(feedback: example.1)))
    }

    @Test(arguments: malformed, VerdictForm.allCases)
    func `takes nothing else for a verdict`(_ text: String, _ form: VerdictForm) {
        #expect {
            _ = try read(text, as: form)
        } throws: { error in
            guard let error = error as? VerifierError else { return false }
            return error.code == .malformed && error.verifier == "judge j" && error.failure.kind == .malformed
        }
    }

    @Test(arguments: [
        "```json\n{\"accept\": true}\n```", "\n\n```json \n{\"accept\": true}\n```\n ",
        "```\r\n{\"accept\": true}\r\n```\r\n",
        "```json\n{\n\"accept\": true\n}\n```",
    ])
    func `takes one Markdown fence only where nothing but the prompt asked for JSON`(_ text: String) throws {
        #expect(try read(text, as: .text) == Judgement(.accept))
        #expect(throws: VerifierError.self) { try read(text, as: .object) }
        #expect(throws: VerifierError.self) { try read(text, as: .schema) }
    }

    @Test(arguments: [
        "```json\n{\"accept\": true}", "{\"accept\": true}\n```", "```json\n```", "```",
        "```json\n{\"accept\": true}\n```\nDone",
        "Verdict:\n```json\n{\"accept\": true}\n```",
        "```json\n{\"accept\": true}\n```\n```json\n{\"accept\": false}\n```",
        "```yaml\n{\"accept\": true}\n```", "``` json\n{\"accept\": true}\n```",
    ])
    func `takes no half fence and nothing around it`(_ text: String) {
        #expect(throws: VerifierError.self) { try read(text, as: .text) }
    }

    @Test(arguments: [#"{"accept": true}"#, #"{"accept": true, "feed"#, "", "{\n \t \t"])
    func `takes no verdict that the token limit cut off, however whole it looks`(_ text: String) {
        #expect(throws: VerifierError(.cutOff, verifier: "judge j", text: "\"\(text)\"")) {
            try read(text, as: .schema, finish: .length)
        }
    }

    @Test func `quotes a short piece of a long reply`() {
        #expect(
            throws: VerifierError(
                .malformed, verifier: "judge j",
                text: "not JSON: unexpected character at byte 0 in \"\(String(repeating: "é", count: 120))…\"")
        ) {
            try read(String(repeating: "é", count: 121), as: .schema)
        }
    }

    @Test func `carries usage and cost`() throws {
        let answer = Answer(#"{"accept": true}"#, usage: Usage(promptTokens: 9, answerTokens: 5), cost: 0.01)
        #expect(
            try VerdictReading.judgement(from: answer, as: .schema, by: "judge j")
                == Judgement(.accept, usage: Usage(promptTokens: 9, answerTokens: 5), cost: 0.01))
    }

    private func read(_ text: String, as form: VerdictForm, finish: FinishReason = .stop) throws -> Judgement {
        try VerdictReading.judgement(from: Answer(text, finishReason: finish), as: form, by: "judge j")
    }
}
