import EscalationCore
import Foundation
import Testing

@testable import Backends

/// Every file of the folder Recordings, and every exchange in it, is read as what it is: none lies there unused.
struct EveryRecordingTests {
    /// A reply that is about models or about something else; those about a completion are `RecordedChat`'s.
    struct Exchange: Sendable, CustomTestStringConvertible {
        var path: String
        var number: Int
        var recording: Recording
        var testDescription: String { "\(path), \(number): \(recording.title)" }

        /// Where it was asked; empty where the title is in words.
        var place: String {
            guard let address = recording.title.split(separator: " ").last(where: { $0.contains("127.0.0.1") })
            else { return "" }
            return address.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" }.description
        }
        var bytes: [UInt8] { Array(recording.body.utf8) }
    }

    /// Files whose reader is another test, by what stands in their paths.
    static let readElsewhere = [
        ("20-api-events.txt", "FeedRecordingsTests"), ("timeline.txt", "FeedRecordingsTests"),
        ("claude-cli/", "ClaudeTranscriptTests"), ("llama-server/messages.", "MessagesTranscriptTests"),
        ("truth-table", "this"), ("18-sigterm.", "this"), ("sse.headers", "this"), ("llama-server/health", "this"),
        ("llama-server/slots", "this"),
    ]

    static let files = Recording.paths(endingWith: "").filter { path in
        (path as NSString).pathExtension != "" && !readElsewhere.contains { path.contains($0.0) }
    }

    static let exchanges: [Exchange] = files.flatMap { path in
        ((try? Recording.all(in: path)) ?? []).enumerated().map { Exchange(path: path, number: $0 + 1, recording: $1) }
    }

    @Test func `are all of them`() {
        #expect(Recording.paths(endingWith: ".txt", ".json", ".jsonl", ".headers").count == 149)
        #expect(Self.files.allSatisfy { path in Self.exchanges.contains { $0.path == path } })
        let kinds = Dictionary(grouping: Self.exchanges.compactMap(Kind.init), by: \.self).mapValues(\.count)
        #expect(kinds == [.running: 104, .list: 35, .completion: 83, .refusal: 45, .nothing: 54])
        #expect(Self.exchanges.filter { Kind($0) == nil }.map(\.testDescription) == [])
    }

    /// What a reply is to be taken for.
    enum Kind: Hashable {
        case running, list, refusal, completion, nothing

        /// Nil for a reply of which nobody says what it is.
        init?(_ exchange: Exchange) {
            switch exchange.place {
            case _ where exchange.recording.isChat && Self.completions.contains(exchange.path):
                self = .completion
            case _ where exchange.recording.status >= 400: self = .refusal
            case "/running": self = .running
            case "/v1/models": self = .list
            case "" where exchange.path.hasPrefix("llama-server") && exchange.path.contains("models"): self = .list
            case let place where Self.others.contains { place.hasPrefix($0) }: self = .nothing
            case "" where exchange.recording.title.contains("unload"): self = .nothing
            default: return nil
            }
        }

        private static let completions = Set(RecordedChat.all.map(\.path))

        /// What is served beside, and says nothing of states.
        private static let others = [
            "/health", "/wol-health", "/api/", "/unload", "/upstream/", "/metrics", "/v1/models/", "/logs/",
        ]
    }

    @Test(arguments: exchanges)
    func `is taken for what it is, and for that only when it is whole`(_ exchange: Exchange) throws {
        let bytes = exchange.bytes
        func running(_ bytes: some Sequence<UInt8>) -> RunningModels? {
            RunningModels(try? JSONValue(parsing: Array(bytes)))
        }
        func list(_ bytes: some Sequence<UInt8>) -> ModelList? { ModelList(try? JSONValue(parsing: Array(bytes))) }
        let end = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
        switch try #require(Kind(exchange)) {
        case .running:
            let states = exchange.recording.body.matches(
                of: /"model":"([^"]+)","state":"(\w+)"|"model":"([^"]+)"[^}]*"state":"(\w+)"/
            )
            .map { ($0.output.1 ?? $0.output.3, $0.output.2 ?? $0.output.4) }
            let expected = states.reduce(into: [String: Start]()) { starts, state in
                starts[String(state.0 ?? "")] = ["ready": .warm, "starting": .loading][state.1 ?? ""]
            }
            #expect(running(bytes)?.starts == expected)
            for length in 0...end where running(bytes[..<length]) != nil { Issue.record("cut at \(length)") }
        case .list:
            #expect(try #require(list(bytes)).ids.isEmpty == false)
            for length in stride(from: 0, through: end, by: 1) where list(bytes[..<length]) != nil {
                Issue.record("cut at \(length)")
            }
        case .refusal:
            let complaint = ServerComplaint(body: bytes)
            #expect(exchange.recording.body.allSatisfy(\.isWhitespace) || complaint.message != "")
            #expect(running(bytes) == nil)
            #expect(list(bytes) == nil)
        case .completion, .nothing:
            #expect(running(bytes) == nil)
            #expect(list(bytes)?.ids ?? [] == [])
            #expect(OllamaModels(try? JSONValue(parsing: bytes)) == nil)
        }
    }

    // MARK: Files that are no exchange

    /// Why a name is never looked for in the text of the list of models: it is there whatever the model's state.
    @Test func `shows that a name in the list of models says nothing of its state`() throws {
        let table = try Recording.text(of: "llama-swap/v250/30-substring-truth-table.txt")
        let rows = table.matches(of: /substring\('([^']+)'\)=(\w+)/)
        #expect(rows.count == 24)
        #expect(rows.allSatisfy { $0.output.2 == "True" })
        let cold = try #require(Recording.all(in: "llama-swap/v250/03-running-cold.txt").first)
        let list = try #require(Recording.all(in: "llama-swap/v250/02-models.txt").first)
        let status = try #require(RunningModels(JSONValue(parsing: cold.body)))
            .status(knowing: ModelNames(#require(ModelList(JSONValue(parsing: list.body)))))
        for row in rows {
            #expect(list.body.contains(row.output.1))
            let isModel = !["Q4_K_M", "model", "small"].contains(row.output.1)
            #expect(status.start(of: String(row.output.1)) == (isModel ? .cold : .unknown))
        }
    }

    @Test func `has llama-server's streams for what they are by their head, and its slots for no list`() throws {
        let head = try Recording.text(of: "llama-server/sse.headers").lowercased()
        #expect(head.contains("content-type: text/event-stream"))
        // A connection that is kept longer than this is closed under the next request.
        #expect(head.contains("keep-alive: timeout=5"))
        let slots = try JSONValue(parsing: Recording.text(of: "llama-server/slots.8101.json"))
        #expect(ModelList(slots) == nil)
        #expect(RunningModels(slots) == nil)
        #expect(try JSONValue(parsing: Recording.text(of: "llama-server/health.8101.json"))["status"] == "ok")
    }

    /// The request that is answered although the server was told to end is `17-sigterm-during-load`.
    @Test(arguments: ["v170", "v217", "v250"])
    func `has llama-swap end in order when it is told to`(_ version: String) throws {
        let steps = try Recording.text(of: "llama-swap/\(version)-edge/18-sigterm.txt")
        #expect(steps.contains("SIGTERM"))
        #expect(steps.contains("server exit 0"))
    }
}
