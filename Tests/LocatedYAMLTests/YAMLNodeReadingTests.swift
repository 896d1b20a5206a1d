import LocatedYAML
import Testing

@Suite struct `Reading values` {
    /// What reading the value of `k` gives, or the error's reason.
    private func read<Value: Sendable>(
        _ text: String, _ body: (YAMLNode) throws(YAMLError) -> Value
    ) -> Result<Value, YAMLError> {
        do throws(YAMLError) {
            let entry = try YAMLNode(parsing: "k: \(text)", file: "f").mapping().entries[0]
            return .success(try body(entry.value))
        } catch {
            return .failure(error)
        }
    }

    private func reason<Value>(_ result: Result<Value, YAMLError>) -> String? {
        if case .failure(let error) = result { error.reason } else { nil }
    }

    @Test func `unquoted numbers and words are text where text is asked for`() throws {
        for text in ["off", "5", "true", "'~'", "\"\""] {
            let expected = text.trimmingQuotes
            #expect(try read(text) { node throws(YAMLError) in try node.string() }.get() == expected)
        }
    }

    @Test(arguments: ["", "~", "null"])
    func `nothing written is not text`(_ text: String) {
        #expect(reason(read(text) { node throws(YAMLError) in try node.string() }) == "expected text, found nothing")
    }

    @Test func `whole numbers keep to their range`() throws {
        #expect(try read("-7") { node throws(YAMLError) in try node.int() }.get() == -7)
        for text in ["0", "9", "1.0", "'5'", "five", "0x5", "[5]"] {
            let found = text == "[5]" ? "a list" : "'\(text.trimmingQuotes)'"
            #expect(
                reason(read(text) { node throws(YAMLError) in try node.int(in: 1...8) })
                    == "expected a whole number from 1 to 8, found \(found)")
        }
    }

    @Test func `numbers are finite and decimal`() throws {
        #expect(try read("2.5e1") { node throws(YAMLError) in try node.double() }.get() == 25)
        for text in ["nan", "inf", "0x1p3", "1e999", "+.e"] {
            #expect(
                reason(read(text) { node throws(YAMLError) in try node.double() })
                    == "expected a number, found '\(text)'")
        }
    }

    @Test func `only true and false are truth values`() throws {
        #expect(try read("true") { node throws(YAMLError) in try node.bool() }.get())
        for text in ["yes", "on", "1", "'true'"] {
            #expect(
                reason(read(text) { node throws(YAMLError) in try node.bool() })
                    == "expected true or false, found '\(text.trimmingQuotes)'")
        }
    }

    @Test(arguments: [
        ("200ms", Duration.milliseconds(200)), ("30s", .seconds(30)), ("1.5s", .milliseconds(1_500)),
        ("30m", .seconds(1_800)), ("1h30m", .seconds(5_400)), ("1h2m3s4ms", .milliseconds(3_723_004)), ("0s", .zero),
    ])
    func `durations are numbers with units`(_ text: String, _ expected: Duration) {
        #expect(Duration(written: text) == expected)
    }

    @Test(arguments: ["", "30", "s", "30 s", "-5s", "5m1h", "1s1s", "1.5h30m", ".5s", "5.s", "1d", "1000001h", "٣s"])
    func `what is no duration is refused`(_ text: String) {
        #expect(Duration(written: text) == nil)
    }

    @Test func `a duration of nothing needs to be allowed`() throws {
        #expect(
            reason(read("0s") { node throws(YAMLError) in try node.duration() })?.hasPrefix(
                "expected a duration above zero") == true)
        #expect(try read("0s") { node throws(YAMLError) in try node.duration(allowsZero: true) }.get() == .zero)
    }

    private enum Fruit: String, CaseIterable { case apple, pear }

    @Test func `a misspelt word is told the nearest one`() {
        let error = read("appel") { node throws(YAMLError) in try node.word(Fruit.self) }
        #expect(
            error
                == .failure(
                    YAMLError(
                        at: YAMLLocation(file: "f", line: 1, column: 4), key: "k",
                        reason: "expected apple, pear, found 'appel'", remedy: "Did you mean 'apple'?")))
    }

    @Test func `an unknown key is told the nearest known one, or all of them`() {
        #expect(
            read("{ urll: x }") { node throws(YAMLError) in try node.mapping().allowOnly(["url", "kind"]) }.failure
                == "f:1: key 'k.urll': unknown key. Did you mean 'url'?")
        #expect(
            read("{ zzzzz: x }") { node throws(YAMLError) in try node.mapping().allowOnly(["url", "kind"]) }.failure
                == "f:1: key 'k.zzzzz': unknown key. Known here: url, kind.")
    }

    @Test func `a missing key and an empty one are told apart`() {
        let read = { (text: String) in
            self.read(text) { node throws(YAMLError) in try node.mapping().required("url", "an address") }.failure
        }
        #expect(read("{ }") == "f:1: key 'k.url': expected an address, found no such key")
        #expect(read("{ url: }") == "f:1: key 'k.url': expected an address, found nothing")
    }

    @Test func `found text is cut, and its control characters are not repeated`() {
        let long = String(repeating: "é", count: 50)
        #expect(
            reason(read("\"\\e[31m\(long)\"") { node throws(YAMLError) in try node.int() })
                == "expected a whole number, found '?[31m\(String(repeating: "é", count: 35))…'")
    }
}

extension String {
    fileprivate var trimmingQuotes: String { filter { $0 != "'" && $0 != "\"" } }
}

extension Result where Failure == YAMLError {
    fileprivate var failure: String? {
        if case .failure(let error) = self { error.description } else { nil }
    }
}
