import EscalationCore
import RungTestSupport
import Testing

@Suite struct `A JSON value` {
    private static let texts: [(String, JSONValue)] = [
        ("null", JSONValue.null), (" true ", true), ("-0", 0), ("12", 12), ("1.5", 1.5), ("1e3", 1_000.0),
        ("9223372036854775807", .int(.max)), ("9223372036854775808", .double(9_223_372_036_854_775_808)),
        (#""a\u0041\n\"\\\/""#, "aA\n\"\\/"), (#""\ud83d\ude00 \ud83d x""#, "😀 \u{FFFD} x"), (#""漢字""#, "漢字"),
        ("[]", []), ("[1, [2]]", [1, [2]]), ("{}", [:]), (#"{"b": 1, "a": {"c": null}}"#, ["b": 1, "a": ["c": .null]]),
    ]

    @Test(arguments: texts) func `is read`(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "tru", "01", "1.", "-", "1e", "\"", "\"\\x\"", "\"\\u12\"", "\"\n\"", "[", "[1", "[1,]", "{",
        "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "1 2", "[]]", String(repeating: "[", count: 1_000),
    ]) func `refuses what is none, and says where`(_ text: String) {
        #expect(throws: JSONValue.ParsingError.self) { try JSONValue(parsing: text) }
    }

    @Test func `is written on one line in the order of its members`() {
        let value: JSONValue = ["z": [1, 2.5, true, .null], "a": "\u{1}\u{7F}\t\"\\ 漢 😀"]
        #expect(value.text == #"{"z":[1,2.5,true,null],"a":"\u0001\u007f\t\"\\ 漢 😀"}"#)
    }

    @Test func `is written without what commands a terminal or reorders a line, and with all else as it is`() throws {
        let unsafe = (0x80...0x9F).map { $0 } + [0x061C, 0x200E, 0x200F] + (0x2028...0x202E) + (0x2066...0x2069)
        for scalar in (0x20...0x3000).compactMap(Unicode.Scalar.init) where scalar != "\"" && scalar != "\\" {
            let value = JSONValue.string("a\(Character(scalar))b")
            let digits = String(scalar.value, radix: 16)
            let escape = "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            let isEscaped = unsafe.contains(Int(scalar.value)) || scalar.value == 0x7F
            #expect(value.text == (isEscaped ? "\"a\(escape)b\"" : "\"a\(Character(scalar))b\""))
            #expect(try JSONValue(parsing: value.text) == value)
        }
    }

    @Test func `comes back as it was written`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let value = JSONValue.random(using: &generator, depth: 3)
            #expect(try JSONValue(parsing: value.text) == value)
        }
    }

    @Test func `replaces bytes that are no text`() throws {
        #expect(try JSONValue(parsing: [0x22, 0xFF, 0x61, 0x22]) == "\u{FFFD}a")
    }
}

extension JSONValue {
    fileprivate static func random(using generator: inout some RandomNumberGenerator, depth: Int) -> JSONValue {
        let texts = ["", "a", "line\nbreak", "\"q\"", "漢字 👩‍💻", "\u{0}\u{1B}[0m", "\\u0041"]
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .int(.random(in: .min ... .max, using: &generator))
        case 3: return .double(.random(in: -1e9...1e9, using: &generator) + 0.5)
        case 4: return .string(texts.randomElement(using: &generator)!)
        case 5: return .array((0..<3).map { _ in random(using: &generator, depth: depth - 1) })
        default:
            return .object((0..<3).map { .init("m\($0)", random(using: &generator, depth: depth - 1)) })
        }
    }
}
