import EscalationCore
import Testing

@testable import Backends

/// Replies of real servers, served again byte for byte.
struct ChatRecordingsTests {
    static let lorem = Answer("Lorem ipsum dolor sit amet consectetur", finishReason: .stop, servedModel: "fake-model")
    static let longLorem = Answer(
        "Lorem ipsum dolor sit amet consectetur adipiscing elit", finishReason: .stop, servedModel: "fake-model")

    static let longestLorem = Answer(
        longLorem.text
            + " sed do eiusmod tempor incididunt ut labore et dolore magna aliqua Ut enim ad minim veniam quis "
            + "nostrud exercitation ullamco laboris nisi", finishReason: .stop, servedModel: "fake-model")

    @Test(
        arguments: Recording.paths(
            endingWith: "cold-stream-chat.txt", "warm-stream-chat.txt", "swap-stream-chat.txt", "killed-by-unload.txt"))
    func `reads a stream of llama-swap`(_ path: String) async throws {
        let asked = try await replay(path)
        #expect(asked.answer == Self.longLorem)
        #expect(asked.phases == [.prompt, .answer])
    }

    @Test(arguments: ["v217-edge", "v250-edge"], ["05-loadingstate-cold-stream", "12-queued-stream"])
    func `shows what llama-swap says while it loads as progress, apart from the answer`(
        _ version: String, _ step: String
    ) async throws {
        let asked = try await replay("llama-swap/\(version)/\(step).txt")
        #expect(asked.answer == Self.lorem)
        #expect(asked.phases == [.prompt, .loading, .prompt, .answer])
        #expect(asked.text(on: .progress).contains("llama-swap loading model: m-ok\n"))
        #expect(asked.text(on: .reasoning) == "")
    }

    /// Replies in one object: by an alias, through a selector, to a request that made the model load, or that was under
    /// way when the server was told to unload the model or to end.
    @Test(
        arguments: [
            ("v170/11-alias", longLorem, 8), ("v217/11-alias", longLorem, 8), ("v250/11-alias", longLorem, 8),
            ("v170/19-unload-during-load", longLorem, 8), ("v217/19-unload-during-load", longLorem, 8),
            ("v250-edge/15-selector-etc", lorem, 6), ("v250-edge/17-sigterm-during-load", lorem, 6),
            ("v170-edge/06-loadingstate-nonstream", longestLorem, 30),
            ("v217-edge/06-loadingstate-nonstream", longestLorem, 30),
            ("v250-edge/06-loadingstate-nonstream", longestLorem, 30),
            ("v170-edge/13-ttl", longestLorem, 30), ("v217-edge/13-ttl", longestLorem, 30),
            ("v250-edge/13-ttl", longestLorem, 30),
        ])
    func `reads a completion of llama-swap that comes in one object`(
        _ path: String, _ expected: Answer, _ tokens: Int
    ) async throws {
        let asked = try await replay(try #require(Recording.all(in: "llama-swap/\(path).txt").first))
        var answer = expected
        answer.usage = Usage(promptTokens: 0, answerTokens: tokens)
        #expect(asked.answer == answer)
        #expect(asked.phases == [.prompt, .answer])
    }

    @Test(arguments: [
        "v170-edge/11-429-during-load", "v217-edge/11-429-during-load", "v170-edge/05-loadingstate-cold-stream",
        "v170-edge/12-queued-stream",
    ])
    func `reads a stream of llama-swap that tells nothing of loading`(_ path: String) async throws {
        let asked = try await replay("llama-swap/\(path).txt")
        #expect(asked.answer == Self.lorem)
        #expect(asked.phases == [.prompt, .answer])
    }

    @Test func `reads a constrained answer of llama-server`() async throws {
        let asked = try await replay("llama-server/schema.8101.json")
        #expect(asked.answer?.text == #"{"accept": true, "feedback": "Bienvenue au France"}"#)
        #expect(asked.answer?.finishReason == .stop)
        #expect(asked.answer?.usage?.answerTokens == 48)
    }

    struct Failed: Sendable, CustomTestStringConvertible {
        var path: String
        var code: Failure.Kind
        var status: Int?
        var text: String
        var testDescription: String { path }
    }

    static let failures: [Failed] = {
        let exited = "unspecific error: upstream command exited prematurely"
        let noBinary =
            "failed to start command '/nonexistent/llama-server --port 18298': fork/exec /nonexistent/llama-server: no such file or directory"
        let oldExited = "unable to start process: upstream command exited prematurely but successfully"
        let oldNoBinary =
            "unable to start process: start() failed for command '/nonexistent/llama-server --port 18298': fork/exec /nonexistent/llama-server: no such file or directory"
        let shutDown = "unable to start process: health check interrupted due to shutdown"
        let swap = "Unable to swap model err: "
        func failed(_ path: String, _ status: Int?, _ text: String, _ code: Failure.Kind = .loadFailed) -> Failed {
            Failed(path: "llama-swap/\(path).txt", code: code, status: status, text: text)
        }
        return [
            failed("v250-edge/07-loadfail-stream-loadingstate", nil, exited),
            failed("v250-edge/08-loadfail-nonstream", 500, exited),
            failed("v250-edge/09-nobin-nonstream", 500, "unspecific error: \(noBinary)"),
            failed("v250-edge/09b-nobin-stream", nil, "unspecific error: \(noBinary)"),
            failed("v250-edge/11-429-during-load", 429, "Too many requests", .rateLimited),
            failed("v250-edge/16-healthtimeout-nonstream", 500, "unspecific error: health check timed out after 15s"),
            failed("v217-edge/07-loadfail-stream-loadingstate", nil, swap + oldExited),
            failed("v217-edge/08-loadfail-nonstream", 502, oldExited),
            failed("v217-edge/09-nobin-nonstream", 502, oldNoBinary),
            failed("v217-edge/09b-nobin-stream", nil, swap + oldNoBinary),
            failed(
                "v217-edge/16-healthtimeout-nonstream", 502, "unable to start process: health check timed out after 15s"
            ),
            failed("v170-edge/07-loadfail-stream-loadingstate", 502, oldExited),
            failed("v170-edge/08-loadfail-nonstream", 502, oldExited),
            failed("v170-edge/09-nobin-nonstream", 502, oldNoBinary),
            failed("v170-edge/09b-nobin-stream", 502, oldNoBinary),
            failed("v170-edge/17-sigterm-during-load", 502, shutDown),
            failed("v217-edge/17-sigterm-during-load", 502, shutDown),
            failed("v250/19-unload-during-load", 500, "unspecific error: group: model unloaded"),
            failed(
                "v170-edge/16-healthtimeout-nonstream", 502, "unable to start process: health check timed out after 15s"
            ),
        ]
    }()

    @Test(arguments: failures)
    func `fails with llama-swap's own message when a load fails`(_ expected: Failed) async throws {
        let asked = try await replay(try #require(Recording.all(in: expected.path).first))
        #expect(asked.answer == nil)
        #expect(asked.error?.code == expected.code)
        #expect(asked.error?.status == expected.status)
        #expect(asked.error?.text == expected.text)
        #expect(asked.error?.failure.text.contains(expected.text) == true)
    }

    @Test func `tells how long llama-swap asks to wait`() async throws {
        let asked = try await replay("llama-swap/v250-edge/11-429-during-load.txt")
        #expect(asked.error?.retryAfter == .seconds(1))
        #expect(asked.error?.description.contains("Try again in 1 s") == true)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        var version: String
        var accept: String
        var status: Int
        var text: String
        var testDescription: String { "\(version), \(accept.isEmpty ? "any type" : accept)" }
    }

    @Test(arguments: [
        Refused(version: "v250", accept: "", status: 404, text: "no router for requested model"),
        Refused(
            version: "v250", accept: "-H Accept: text/plain ", status: 404,
            text: "llama-swap: no router for requested model"),
        Refused(
            version: "v250", accept: "-H Accept: text/html ", status: 404,
            text: "<html><body><h1>llama-swap</h1><p>no router for requested model</p></body></html>"),
        Refused(
            version: "v250", accept: "-H Accept: application/json ", status: 404, text: "no router for requested model"),
        Refused(version: "v217", accept: "", status: 400, text: "could not find suitable inference handler for nope"),
        Refused(
            version: "v217", accept: "-H Accept: application/json ", status: 400,
            text: "could not find suitable inference handler for nope"),
        Refused(version: "v170", accept: "", status: 400, text: "could not find real modelID for nope"),
        Refused(
            version: "v170", accept: "-H Accept: application/json ", status: 400,
            text: "could not find real modelID for nope"),
    ])
    func `knows an unknown model in every form of error body`(_ expected: Refused) async throws {
        let body = "-d {\"model\":\"nope\""
        let recordings = try Recording.all(in: "llama-swap/\(expected.version)/04-errors.txt")
        let recording = try #require(
            recordings.first { $0.title.hasPrefix("curl -H Content-Type: application/json \(expected.accept)\(body)") })
        let asked = try await replay(recording, Request(model: "nope", taskPrompt: "hi"))
        #expect(
            asked.error
                == BackendError(
                    .unknownModel, backend: "local", url: asked.error?.url ?? "", model: "nope",
                    status: expected.status,
                    text: expected.text))
    }

    @Test(arguments: ["v217-edge", "v250-edge"])
    func `says that the key was refused`(_ version: String) async throws {
        let recording = try #require(Recording.all(in: "llama-swap/\(version)/01-auth.txt").first)
        let asked = try await replay(recording)
        #expect(asked.error?.code == .refused)
        #expect(asked.error?.text == "unauthorized: invalid or missing API key")
        #expect(asked.error?.description.contains("'api_key_env'") == true)
    }

    @Test func `keeps usage and speeds from the last chunk of llama-server`() async throws {
        let asked = try await replay("llama-server/sse.smollm2.txt")
        #expect(
            asked.answer
                == Answer(
                    "L'Étoile, la Mar",
                    usage: Usage(
                        promptTokens: 37, answerTokens: 8, cachedTokens: 0, promptSpeed: 64.15235664549061,
                        answerSpeed: 56.12032197030433),
                    finishReason: .length, servedModel: "smollm2"))
    }

    @Test func `takes the tokens from llama-server's timings when there is no usage`() async throws {
        let asked = try await replay("llama-server/sse.nousage.txt")
        #expect(
            asked.answer
                == Answer(
                    "Hello!",
                    usage: Usage(
                        promptTokens: 31, answerTokens: 2, cachedTokens: 24, promptSpeed: 73.17659603382849,
                        answerSpeed: 35.69134128060532),
                    finishReason: .length, servedModel: "smollm2"))
    }

    @Test func `understands a server that answers a stream request with one object`() async throws {
        let asked = try await replay("llama-server/nonstream.txt")
        #expect(
            asked.answer
                == Answer(
                    "L'Étoile, la Mar",
                    usage: Usage(
                        promptTokens: 37, answerTokens: 8, cachedTokens: 24, promptSpeed: 64.98180509457352,
                        answerSpeed: 27.955159923482732),
                    finishReason: .length, servedModel: "smollm2"))
        #expect(asked.phases == [.prompt, .answer])
    }

    private func replay(_ path: String) async throws -> Asked {
        try await replay(try Recording.only(in: path))
    }

    private func replay(
        _ recording: Recording, _ request: Request = Request(model: "m-ok", taskPrompt: "hi")
    ) async throws -> Asked {
        try await ask(request) { exchange in
            let isObject = recording.body.hasPrefix("{")
            let type = recording.headers["content-type"] ?? (isObject ? "application/json" : "text/event-stream")
            let head = recording.headers["retry-after"].map { "Retry-After: \($0)\r\n" } ?? ""
            try await exchange.send(
                "HTTP/1.1 \(recording.status) Said\r\nContent-Type: \(type)\r\n\(head)Connection: close\r\n\r\n")
            for line in recording.body.split(separator: "\n", omittingEmptySubsequences: false) {
                try await exchange.send("\(line)\n")
            }
            return .hangUp
        }
    }
}
