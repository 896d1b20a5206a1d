import EscalationCore
import Subprocesses
import Testing

@testable import Backends

struct ClaudeFailureTests {
    private static let words = ClaudeFailure(executable: "claude", model: "opus")

    private static func result(_ json: JSONValue) -> Failure {
        words.failure(of: ClaudeResult(json), after: nil)
    }

    @Test(arguments: [
        (401, Failure.Kind.refused), (403, .refused), (404, .unknownModel), (413, .contextTooLong),
        (429, .rateLimited), (529, .rateLimited), (500, .server), (400, .server),
    ])
    func `tells the kind of failure from the API's status`(status: Int, kind: Failure.Kind) {
        let failure = Self.result([
            "subtype": "success", "is_error": true, "api_error_status": .int(status), "result": "Its own words.\n",
        ])
        #expect(failure.kind == kind)
        #expect(failure.text.hasSuffix(" It said: Its own words.\n"))
        #expect(failure.text.contains("(\(status))"))
    }

    @Test(arguments: [
        ("authentication_failed", Failure.Kind.refused), ("rate_limit_error", .rateLimited),
        ("not_found_error", .unknownModel), ("request_too_large", .contextTooLong), ("overloaded_error", .rateLimited),
    ])
    func `tells the kind from the API's word where there is no status`(word: String, kind: Failure.Kind) {
        let result = ClaudeResult(["subtype": "success", "is_error": true, "result": "x"])
        #expect(Self.words.failure(of: result, after: .init(status: nil, word: word)).kind == kind)
    }

    @Test func `tells a prompt that is too long from other bad requests`() {
        let failure = Self.result([
            "subtype": "success", "is_error": true, "api_error_status": 400,
            "result": "Prompt is too long: 250000 tokens > 200000 maximum",
        ])
        #expect(
            failure
                == Failure(
                    .contextTooLong,
                    "'claude' finds the prompt too long for model 'opus' (400). Shorten it. "
                        + "It said: Prompt is too long: 250000 tokens > 200000 maximum"))
    }

    @Test func `keeps what a failed call has used and cost`() {
        let failure = Self.result([
            "subtype": "error_max_turns", "usage": ["input_tokens": 7, "output_tokens": 3], "total_cost_usd": 0.25,
        ])
        #expect(failure.usage == Usage(promptTokens: 7, answerTokens: 3))
        #expect(failure.cost == 0.25)
    }

    @Test func `quotes the CLI where it says how it gave up`() {
        #expect(Self.result(["subtype": "error_max_turns"]) == Failure(.server, "'claude' failed (error_max_turns)."))
        #expect(
            Self.result(["subtype": "error_during_execution", "is_error": true, "errors": ["one", "two"]])
                == Failure(.server, "'claude' failed (error_during_execution). It said: one\ntwo"))
    }
}
