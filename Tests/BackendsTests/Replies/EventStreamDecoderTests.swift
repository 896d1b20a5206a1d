import Testing

@testable import Backends

struct EventStreamDecoderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var stream: String
        var items: [EventStreamDecoder.Item]

        init(_ name: String, _ stream: String, _ items: [EventStreamDecoder.Item]) {
            (testDescription, self.stream, self.items) = (name, stream, items)
        }
    }

    static let cases: [Case] = [
        Case("nothing", "", []),
        Case("an event", "data: one\n\n", [.data("one")]),
        Case("two events", "data: one\n\ndata: two\n\n", [.data("one"), .data("two")]),
        Case("no blank after the colon", "data:one\n\n", [.data("one")]),
        Case("only one blank is dropped", "data:  one\n\n", [.data(" one")]),
        Case("carriage returns", "data: one\r\rdata: two\r\r", [.data("one"), .data("two")]),
        Case("both line ends", "data: one\r\n\r\ndata: two\r\n\r\n", [.data("one"), .data("two")]),
        Case("several data lines between both line ends", "data: one\r\ndata: two\r\n\r\n", [.data("one\ntwo")]),
        Case("several data lines", "data: one\ndata:\ndata: three\n\n", [.data("one\n\nthree")]),
        Case("a name", "event: error\ndata: x\n\ndata: y\n\n", [.data("x", name: "error"), .data("y")]),
        Case("a name without data", "event: error\n\ndata: y\n\n", [.data("y")]),
        Case("empty data", "data:\n\ndata\n\n", [.data(""), .data("")]),
        Case("comments", ": keep-alive\n\n: x\ndata: y\n\n", [.data("y")]),
        Case("ids and times", "id: 1\nretry: 10\ndata: y\n\n", [.data("y")]),
        Case("a byte order mark", "\u{FEFF}data: y\n\n", [.data("y")]),
        Case("no blank line at the end", "data: one\n\ndata: two\n", [.data("one"), .data("two")]),
        Case("no line end at the end", "data: one\n\ndata: two", [.data("one"), .data("two")]),
        Case("a bare line", "data: y\n\n{\"error\":1}\n", [.data("y"), .line("{\"error\":1}")]),
        Case("a bare line without an end", "oops", [.line("oops")]),
        Case("beyond ASCII", "data: ━é👩‍💻\n\n", [.data("━é👩‍💻")]),
    ]

    @Test(arguments: cases)
    func `reads a stream whole`(_ example: Case) throws {
        #expect(try items(of: [Array(example.stream.utf8)]) == example.items)
    }

    @Test(arguments: cases)
    func `reads the same wherever the stream is cut in two`(_ example: Case) throws {
        let bytes = Array(example.stream.utf8)
        for cut in bytes.indices {
            #expect(try items(of: [Array(bytes[..<cut]), Array(bytes[cut...])]) == example.items, "cut at \(cut)")
        }
    }

    @Test(arguments: cases)
    func `reads the same byte by byte`(_ example: Case) throws {
        #expect(try items(of: example.stream.utf8.map { [$0] }) == example.items)
    }

    @Test(arguments: Recording.paths(endingWith: "stream.txt", "stream-chat.txt", "sse.smollm2.txt", "sse.nousage.txt"))
    func `reads a recorded stream the same wherever it is cut`(_ path: String) throws {
        let bytes = Array(try Recording.only(in: path).body.utf8)
        let whole = try items(of: [bytes])
        #expect(!whole.isEmpty)
        #expect(try items(of: bytes.map { [$0] }) == whole)
        for cut in bytes.indices {
            let parts = try items(of: [Array(bytes[..<cut]), Array(bytes[cut...])])
            if parts != whole { Issue.record("differs when cut at \(cut)") }
        }
    }

    @Test func `takes a line up to the limit and none beyond it`() throws {
        let longest = Array("data: 3456789012".utf8)
        #expect(try items(of: [longest + [0x0A]], limit: 16) == [.data("3456789012")])
        #expect(throws: EventStreamDecoder.TooLong.self) { try items(of: [longest + [0x33]], limit: 16) }
        #expect(throws: EventStreamDecoder.TooLong.self) { try items(of: longest.map { [$0] } + [[0x33]], limit: 16) }
    }

    @Test func `takes the data of an event up to the limit and no more`() throws {
        let line = "data: 34567\n"
        #expect(try items(of: [Array("\(line)\(line)".utf8)], limit: 16) == [.data("34567\n34567")])
        #expect(throws: EventStreamDecoder.TooLong.self) {
            try items(of: [Array("\(line)\(line)\(line)\(line)".utf8)], limit: 16)
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func `takes an event of many lines in time`() throws {
        let lines = Array(String(repeating: "data: 3\n", count: 400_000).utf8)
        #expect(try items(of: [lines]).count == 1)
    }

    private func items(of parts: [[UInt8]], limit: Int = 1 << 20) throws -> [EventStreamDecoder.Item] {
        var decoder = EventStreamDecoder(limit: limit)
        var items: [EventStreamDecoder.Item] = []
        for part in parts { items += try decoder.decode(part) }
        return try items + decoder.finish()
    }
}

extension EventStreamDecoder.Item {
    fileprivate static func data(_ text: String, name: String? = nil) -> Self {
        .event(name: name, data: Array(text.utf8))
    }
    fileprivate static func line(_ text: String) -> Self { .stray(Array(text.utf8)) }
}
