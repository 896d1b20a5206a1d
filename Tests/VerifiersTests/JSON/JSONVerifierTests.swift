import EscalationCore
import Testing

@testable import Verifiers

struct JSONVerifierTests {
    private func feedback(
        on answer: String, schema: JSONValue? = nil, fenced: Bool = false
    ) async throws -> String? {
        let verifier = JSONVerifier(schema: try schema.map { try JSONSchema($0) }, allowsFence: fenced)
        switch try await verifier.judgement(of: answer, to: JudgedTask(skillPrompt: "", taskPrompt: "t")).verdict {
        case .accept: return nil
        case .escalate(let feedback): return feedback
        }
    }

    @Test(arguments: [#"{"a": [1, null]}"#, " \n1\n", #""x""#])
    func `accepts JSON of any kind where no schema is given`(_ answer: String) async throws {
        #expect(try await feedback(on: answer) == nil)
    }

    @Test(arguments: [
        ("", "The answer is not JSON: the text ends where a value is due at byte 0. Reply with JSON and nothing else."),
        (
            "{} Done.",
            "The answer is not JSON: unexpected text after the value at byte 3. Reply with JSON and nothing else."
        ),
        (
            "```json\n{}\n```\n",
            "The answer is JSON in a Markdown fence. Reply with the JSON alone, without the fence."
        ),
        (#"{"a": [{"b": 1, "c": 2, "b": 3}]}"#, "/a/0/b: the member occurs twice."),
    ])
    func `rejects anything else, and says what it is`(_ answer: String, _ expected: String) async throws {
        #expect(try await feedback(on: answer) == expected)
    }

    @Test func `accepts a fence where one is allowed, and only around the whole`() async throws {
        #expect(try await feedback(on: "```json\n{}\n```\n", fenced: true) == nil)
        #expect(try await feedback(on: "{}", fenced: true) == nil)
        #expect(try await feedback(on: "Here:\n```json\n{}\n```\n", fenced: true) != nil)
    }

    @Test func `lists what doesn't fit the schema`() async throws {
        let schema: JSONValue = ["required": ["name"], "properties": ["age": ["type": "integer"]]]
        #expect(try await feedback(on: #"{"name": "Ada"}"#, schema: schema) == nil)
        #expect(
            try await feedback(on: #"{"age": "36"}"#, schema: schema)
                == """
                The answer is JSON, but not what was asked for:
                - at the top: expected a member "name", found none
                - /age: expected a whole number, found a text
                """)
    }

    @Test(.timeLimit(.minutes(10)))
    func `is done soon with an answer that is large, deep, or full of the same`() async throws {
        let items = "[" + Array(repeating: "[1]", count: 50_000).joined(separator: ",") + "]"
        #expect(try await feedback(on: items, schema: ["uniqueItems": true]) != nil)
        #expect(try await feedback(on: String(repeating: "[", count: 1_000_000)) != nil)
    }
}
