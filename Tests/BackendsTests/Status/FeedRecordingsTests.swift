import EscalationCore
import Foundation
import RungTestSupport
import Testing

@testable import Backends

/// Streams of states that real servers sent, read again.
struct FeedRecordingsTests {
    // MARK: llama-swap

    static let versions = ["v170", "v217", "v250", "v170-edge", "v217-edge", "v250-edge"]

    /// What each snapshot of a release's recorded stream says of models that aren't cold, in order.
    static let told: [String: [String]] = [
        "v170": [
            "-", "qwen3-4b loading", "qwen3-4b warm", "-", "qwen3-4b-instruct loading",
            "qwen3-4b-instruct loading", "qwen3-4b-instruct warm", "-", "-", "org/coder:7b loading",
            "org/coder:7b warm", "-", "-", "qwen3-4b loading", "qwen3-4b warm", "-", "-",
            "qwen3-4b-instruct loading", "qwen3-4b-instruct warm",
        ],
        "v217": [
            "-", "qwen3-4b loading", "qwen3-4b warm", "-", "qwen3-4b-instruct loading",
            "qwen3-4b-instruct loading", "qwen3-4b-instruct warm", "-", "-", "org/coder:7b loading",
            "org/coder:7b warm", "-", "-", "qwen3-4b loading", "qwen3-4b warm", "-", "-",
            "qwen3-4b-instruct loading", "qwen3-4b-instruct warm",
        ],
        "v250": [
            "-", "qwen3-4b loading", "qwen3-4b warm", "-", "qwen3-4b-instruct loading",
            "qwen3-4b-instruct loading", "qwen3-4b-instruct warm", "-", "-", "org/coder:7b loading",
            "org/coder:7b warm", "-", "-", "org/coder:7b loading", "org/coder:7b warm", "-", "-",
            "qwen3-4b loading", "-", "qwen3-4b-instruct loading", "qwen3-4b-instruct warm", "-",
        ],
        "v170-edge": [
            "-", "m-ok loading", "m-ok warm", "-", "m-nolimit loading", "m-nolimit loading", "m-nolimit warm",
            "-", "m-exits loading", "m-exits loading", "m-exits loading", "m-nobin loading", "-",
            "m-nobin loading", "-", "m-ok loading", "m-ok warm", "-", "m-nolimit loading", "m-nolimit loading",
            "m-nolimit warm", "-", "m-ok loading", "m-ok loading", "m-ok warm", "-", "m-nolimit loading",
            "m-nolimit loading", "m-nolimit warm", "-", "-", "m-hidden loading", "m-hidden warm", "-",
            "m-healthtimeout loading", "m-healthtimeout loading", "m-ok loading",
        ],
        "v217-edge": [
            "-", "m-ok loading", "m-ok warm", "-", "m-nolimit loading", "m-nolimit loading", "m-nolimit warm",
            "-", "-", "m-exits loading", "m-exits loading", "-", "-", "m-nobin loading", "-", "m-ok loading",
            "m-ok warm", "-", "-", "m-nolimit loading", "m-nolimit warm", "-", "-", "m-ok loading", "m-ok warm",
            "-", "m-nolimit loading", "m-nolimit loading", "m-nolimit warm", "-", "-", "m-hidden loading",
            "m-hidden warm", "-", "m-healthtimeout loading", "m-healthtimeout loading", "m-ok loading",
        ],
        "v250-edge": [
            "-", "m-ok loading", "m-ok warm", "-", "m-nolimit loading", "m-nolimit loading", "m-nolimit warm",
            "-", "m-exits loading", "m-exits loading", "-", "m-exits loading", "-", "m-nobin loading", "-", "-",
            "-", "m-ok loading", "m-ok warm", "-", "m-nolimit loading", "m-nolimit loading", "m-nolimit warm",
            "-", "m-ok loading", "m-ok loading", "m-ok warm", "-", "m-nolimit loading", "m-nolimit loading",
            "m-nolimit warm", "-", "-", "m-ok loading", "m-ok warm", "-", "m-hidden loading", "m-hidden loading",
            "m-hidden warm", "-", "m-healthtimeout loading", "m-healthtimeout loading", "-", "m-ok loading",
        ],
    ]

    @Test(arguments: versions)
    func `reads llama-swap's states out of everything else that it tells`(_ version: String) throws {
        #expect(try states(of: [Array(stream(version).utf8)]) == Self.told[version])
    }

    @Test(arguments: versions)
    func `reads the same byte by byte`(_ version: String) throws {
        #expect(try states(of: stream(version).utf8.map { [$0] }) == Self.told[version])
    }

    @Test(arguments: versions)
    func `reads the same wherever the stream is cut in two`(_ version: String) throws {
        try expectAlikeWhereverCut(Array(stream(version).utf8))
    }

    @Test(arguments: versions)
    func `reads the same with lines in another order, other line ends and comments between`(_ version: String) throws {
        let events = try stream(version).split(separator: "\n\n")
        let reordered = events.map { event in
            ([": still here"] + event.split(separator: "\n").reversed()).joined(separator: "\r\n")
        }
        #expect(try states(of: [Array(reordered.joined(separator: "\r\n\r\n").utf8)]) == Self.told[version])
    }

    @Test(arguments: versions)
    func `reads the same whatever other events stand between`(_ version: String) throws {
        let events = try stream(version).split(separator: "\n\n")
        let others =
            events.filter { !$0.contains("modelStatus") } + [
                "data:", "data:null", "data:[1]", "data:{\"type\":7}",
                "data:{\"type\":\"modelStatus\",\"data\":\"oops\"}",
                "data:{\"type\":\"modelStatus\"}",
                "data:{\"type\":\"logData\",\"data\":\"{\\\"source\\\":\\\"proxy\\\"}\"}",
            ]
        let mixed = events.filter { $0.contains("modelStatus") }.enumerated().flatMap { index, event in
            [Substring(others[index % others.count]), event]
        }
        #expect(try states(of: [Array(mixed.joined(separator: "\n\n").utf8)]) == Self.told[version])
    }

    @Test func `knows aliases, unlisted models and peers from an event`() throws {
        let first = try #require(try snapshots(of: [Array(stream("v250-edge").utf8)]).first)
        #expect(first.aliases["al-ok"] == "m-ok")
        #expect(first.ids.contains("m-hidden"))
        #expect(first.remote == ["peer1/m-ok", "peer1/remote-a", "remote-a"])
    }

    private func stream(_ version: String) throws -> String {
        try Recording.events(in: "llama-swap/\(version)/20-api-events.txt")
    }

    private func snapshots(of chunks: [[UInt8]]) throws -> [LlamaSwapSnapshot] {
        var decoder = EventStreamDecoder()
        let items = try chunks.flatMap { try decoder.decode($0) } + decoder.finish()
        return items.compactMap { item in
            guard case .event(_, let data) = item else { return nil }
            return LlamaSwapSnapshot(event: data)
        }
    }

    private func states(of chunks: [[UInt8]]) throws -> [String] {
        try snapshots(of: chunks).map { snapshot in
            let states = snapshot.running.starts.map { "\($0.key) \($0.value.rawValue)" }.sorted()
            return states.isEmpty ? "-" : states.joined(separator: " ")
        }
    }

    // MARK: llama-server's router

    /// The recorder asked for the list every few milliseconds; what it was told is what the events must say by then.
    @Test func `follows a router's events to what its list says at the same moments`() throws {
        var models: RouterModels?
        var polls = 0
        for line in try Recording.timeline() {
            switch line {
            case .began: models = nil
            case .event(let event):
                _ = models?.apply(try JSONValue(parsing: event))
            case .poll(let states):
                guard let known = models else {
                    models = try Self.models(states)
                    continue
                }
                polls += 1
                #expect(known.status.starts == Self.starts(states), "poll \(polls)")
            }
        }
        #expect(polls == 21)
    }

    @Test func `reads a router's events the same wherever the stream is cut`() throws {
        let events = try Recording.timeline().compactMap { line -> String? in
            if case .event(let event) = line { event } else { nil }
        }
        func read(_ chunks: [[UInt8]]) throws -> [String] {
            var decoder = EventStreamDecoder()
            return try chunks.flatMap { try decoder.decode($0) }.map { item in
                if case .event(_, let data) = item { String(decoding: data, as: UTF8.self) } else { "stray" }
            }
        }
        let bytes = Array(events.map { "data: \($0)\n\n" }.joined().utf8)
        #expect(try read([bytes]) == events)
        #expect(try read(bytes.map { [$0] }) == events)
        try expectAlikeWhereverCut(bytes)
    }

    /// A cut at every byte, in the time of one line a cut instead of the whole stream.
    ///
    /// What a decoder gives depends on its state and on what comes next, and nothing else. So a cut in a line changes
    /// nothing if both its parts together give what the uncut line gives, and leave the decoder in the same state: all that
    /// follows is then the same too. Cuts between lines are those by which the lines are fed.
    private func expectAlikeWhereverCut(_ bytes: [UInt8]) throws {
        var uncut = EventStreamDecoder()
        var all: [EventStreamDecoder.Item] = []
        for line in bytes.lines {
            // Has read the line up to the cut.
            var before = uncut
            var told: [EventStreamDecoder.Item] = []
            let whole = try uncut.decode(line)
            for cut in 1..<max(1, line.count) {
                told += try before.decode([line[cut - 1]])
                var after = before
                let items = told + (try after.decode(Array(line[cut...])))
                if items != whole || after != uncut {
                    Issue.record("differs when cut at \(cut) of \(String(decoding: line.prefix(80), as: UTF8.self))")
                }
            }
            all += whole
        }
        var atOnce = EventStreamDecoder()
        #expect(try all + uncut.finish() == atOnce.decode(bytes) + atOnce.finish())
    }

    @Test func `tells how far a router's load has come, stage by stage`() throws {
        var models = try Self.models(["m": "unloaded"])
        func progress(after event: String) throws -> Double? {
            _ = models.apply(try JSONValue(parsing: event))
            return models.status.loadProgress["m"]
        }
        func loading(_ current: String, _ value: Double) -> String {
            #"{"model":"m","event":"status_change","data":{"status":"loading","progress":{"stages":["text_model","mmproj"],"current":"\#(current)","value":\#(value)}}}"#
        }
        #expect(try progress(after: #"{"model":"m","event":"model_status","data":{"status":"loading"}}"#) == nil)
        #expect(try progress(after: loading("text_model", 0.5)) == 0.25)
        #expect(try progress(after: loading("mmproj", 0.5)) == 0.75)
        #expect(try progress(after: loading("mmproj", 7)) == 1)
        #expect(try progress(after: #"{"model":"m","event":"status_change","data":{"status":"loaded"}}"#) == nil)
        #expect(models.status.starts == ["m": .warm])
    }

    @Test func `tells a model that failed from one that was unloaded`() throws {
        var models = try Self.models(["m": "loaded"])
        func hasFailed(after event: JSONValue) -> Bool {
            _ = models.apply(event)
            return models.status.hasFailed("m")
        }
        #expect(!hasFailed(after: ["model": "m", "data": ["status": "unloaded", "exit_code": 0]]))
        #expect(hasFailed(after: ["model": "m", "data": ["status": "unloaded", "exit_code": 1]]))
        #expect(hasFailed(after: ["model": "m", "event": "model_remove"]))
        #expect(!hasFailed(after: ["model": "m", "data": ["status": "loading"]]))
    }

    private static func models(_ states: [String: String]) throws -> RouterModels {
        let entries = states.map { id, state -> JSONValue in
            ["id": .string(id), "owned_by": "llamacpp", "status": ["value": .string(state)]]
        }
        let list = try #require(ModelList(["data": .array(entries)]))
        return try #require(RouterModels(list))
    }

    private static func starts(_ states: [String: String]) -> [String: Start] {
        states.compactMapValues { ["loaded": Start.warm, "loading": .loading][$0] }
    }
}

extension Recording {
    /// What the timeline of llama-server's router holds.
    enum TimelineLine {
        /// A new server with other options.
        case began
        case event(String)
        /// Each model's state by the list.
        case poll([String: String])
    }

    static func timeline() throws -> [TimelineLine] {
        try events(in: "llama-server-router/timeline.txt").split(separator: "\n").compactMap { line in
            guard let end = line.firstIndex(of: "]") else { return nil }
            let text = line[line.index(after: end)...].drop { $0 == " " }
            if text.hasPrefix("=====") { return .began }
            if text.hasPrefix("SSE data: ") { return .event(String(text.dropFirst("SSE data: ".count))) }
            guard text.hasPrefix("poll ") else { return nil }
            let pairs = text.matches(of: /'([^']+)': '([^']+)'/)
            return .poll(Dictionary(uniqueKeysWithValues: pairs.map { (String($0.1), String($0.2)) }))
        }
    }
}
