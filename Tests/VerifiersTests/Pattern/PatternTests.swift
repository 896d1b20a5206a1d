import RungTestSupport
import Testing

@testable import Verifiers

struct PatternTests {
    static let table: [(pattern: String, found: [String], notFound: [String])] = [
        ("abc", ["abc", "xabcx"], ["", "ab", "acb", "ABC"]),
        ("", ["", "a"], []),
        ("a|b|", ["", "a"], []),
        ("^(a|bc)$", ["a", "bc"], ["", "ab", "b", "abc"]),
        ("^a*b+c?$", ["b", "aab", "abbc"], ["", "a", "ac", "abcc"]),
        ("^a{2}$", ["aa"], ["a", "aaa"]),
        ("^a{2,}$", ["aa", "aaaaa"], ["a"]),
        ("^(ab){1,2}$", ["ab", "abab"], ["", "ababab"]),
        ("^a{0}b$", ["b"], ["ab"]),
        ("^a{0,1}?b$", ["b", "ab"], ["aab"]),
        ("{\"a\": \\d}", ["{\"a\": 1}"], ["{\"a\": x}"]),
        ("a{,2}", ["a{,2}"], ["aa"]),
        ("^.$", ["x", "é", "\u{1F600}"], ["", "\n", "xy", "e\u{301}"]),
        ("(?s)^.$", ["x"], ["xy"]),
        ("(?s)a.b", ["a\nb"], ["ab"]),
        ("[a-c_]", ["b", "_"], ["d", "-"]),
        ("[^a-c]", ["d", "\n"], ["abc", ""]),
        ("[-a]", ["-"], ["b"]),
        ("[a-]", ["-"], ["b"]),
        ("[\\]\\[\\^\\-]", ["]", "[", "^", "-"], ["\\"]),
        ("[\\w-]", ["-", "Z"], ["+"]),
        ("[^\\D]", ["7"], ["x"]),
        ("[\\s\\S]", ["\n", "x"], [""]),
        ("\\d\\D", ["1a"], ["11", "aa"]),
        ("\\w\\W", ["_ "], ["__", "é "]),
        ("a\\sb", ["a b", "a\tb", "a\nb"], ["ab", "a\u{A0}b"]),
        ("\\.\\*\\/", [".*/"], ["a*/"]),
        ("\\x41\\u0042\\x{43}\\u{1F600}", ["ABC\u{1F600}"], ["ABC"]),
        ("^\\t\\r\\n\\f\\v\\a\\e\\0$", ["\t\r\n\u{C}\u{B}\u{7}\u{1B}\0"], ["t"]),
        ("^a", ["a", "ab"], ["ba", "\na"]),
        ("a$", ["a", "ba", "a\n"], ["ab", "a\nb", "a\n\n"]),
        ("a\\z", ["a"], ["a\n"]),
        ("a\\Z", ["a", "a\n"], ["a\nb"]),
        ("(?m)^a$", ["a", "b\na\nc", "a\n"], ["b\nca", "ab"]),
        ("(?m)\\Aa", ["a"], ["b\na"]),
        ("\\bcat\\b", ["cat", "a cat.", "cat\n"], ["cats", "scat", "_cat"]),
        ("\\Bcat", ["scat"], ["cat", "a cat"]),
        ("^$", ["", "\n"], ["a"]),
        ("(?i)straße", ["STRAßE", "strasSe".replacing("sS", with: "ß")], ["STRASSE"]),
        ("(?i)éa", ["Éa", "éA"], ["ea"]),
        ("(?i)[a-c]", ["B"], ["d"]),
        ("(?i)[^a-c]", ["d"], ["B", "b"]),
        ("a(?i)b", ["ab", "aB"], ["Ab"]),
        ("(?:(?i)a)b", ["Ab"], ["AB"]),
        ("(?i:a)b", ["Ab"], ["AB"]),
        ("(?i)a(?-i)b", ["Ab"], ["AB"]),
        ("x(?i)a|b", ["xA", "B"], ["XA"]),
        ("(?<year>\\d{4})-(?P<month>\\d\\d)", ["2024-05"], ["2024-5"]),
        ("(a*)*b", ["b", "aab"], ["a", ""]),
        ("(a|a)*$", ["", "aaa"], []),
        ("(^)*a", ["a"], ["b"]),
        ("()*a", ["a"], ["b"]),
        ("żół", ["żółw"], ["zol"]),
    ]

    @Test(arguments: table.indices)
    func `matches what its dialect says`(_ index: Int) async throws {
        let (source, found, notFound) = Self.table[index]
        let pattern = try Pattern(source)
        for text in found { #expect(try await pattern.occurs(in: text), "\(source) in \(text.debugDescription)") }
        for text in notFound { #expect(try await !pattern.occurs(in: text), "\(source) in \(text.debugDescription)") }
    }

    @Test(arguments: [
        ("(", "this '(' is never closed; write \\( for the character (at character 1)"),
        ("a(b(c)", "this '(' is never closed; write \\( for the character (at character 2)"),
        ("(?i", "this '(' is never closed; write \\( for the character (at character 1)"),
        ("a)", "this ')' closes nothing; write \\) for the character (at character 2)"),
        ("[a", "this '[' is never closed; write \\[ for the character (at character 1)"),
        ("[]", "the class is empty; write \\] for the character (at character 1)"),
        ("[[:alpha:]]", "a '[' in a class is written \\[ (at character 2)"),
        ("[z-a]", "a range goes from one character to a later one; write \\- for the character (at character 2)"),
        ("[a-\\d]", "a range goes from one character to a later one; write \\- for the character (at character 2)"),
        ("[\\b]", "a class holds no positions (at character 2)"),
        ("*a", "there is nothing to repeat; write \\* for the character (at character 1)"),
        ("a|+", "there is nothing to repeat; write \\+ for the character (at character 3)"),
        ("(?i)*", "there is nothing to repeat (at character 5)"),
        ("^*", "a position can't be repeated (at character 2)"),
        ("a**", "a repetition can't be repeated; use a group (at character 3)"),
        ("a*+", "possessive repetition isn't supported (at character 3)"),
        ("a{5,2}", "the counts are the wrong way round (at character 2)"),
        ("a{1001}", "a count goes up to 1000 (at character 2)"),
        ("a{99999999999999999999}", "a count goes up to 1000 (at character 2)"),
        ("((a{100}){100}){100}", "the pattern is too large: use smaller counts"),
        ("a\\", "a backslash at the end escapes nothing (at character 2)"),
        ("\\q", "'\\q' has no meaning (at character 1)"),
        ("(a)\\1", "backreferences aren't supported (at character 4)"),
        ("\\p{L}", "Unicode properties aren't supported; write a class such as [a-z] (at character 1)"),
        ("(?=a)", "lookahead isn't supported (at character 1)"),
        ("(?!a)", "lookahead isn't supported (at character 1)"),
        ("(?<!a)", "lookbehind isn't supported (at character 1)"),
        ("(?>a)", "a group of the kind '(?>' isn't supported (at character 1)"),
        ("(?<a b>c)", "the group's name has no '>' (at character 1)"),
        ("\\x4", "expected a character's number in hexadecimal digits (at character 1)"),
        ("\\x{110000}", "expected a character's number in hexadecimal digits (at character 1)"),
        ("\\u{41", "expected a character's number in hexadecimal digits (at character 1)"),
    ])
    func `says what it can't read, where, and what to write`(_ source: String, _ problem: String) {
        #expect(Pattern.problem(with: source) == problem)
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["(", "(?:", "((((x{0}){1000}){1000}){1000}){1000}"])
    func `is read in no time however it is nested`(_ part: String) {
        let source = String(repeating: part, count: part.count > 3 ? 1 : 100_000)
        #expect(
            Pattern.problem(with: source)
                == (part.count > 3 ? nil : "groups are nested too deeply (at character \(100 * part.count + 1))"))
    }

    /// Each takes a backtracking engine longer than the universe has lasted.
    @Test(
        .timeLimit(.minutes(10)),
        arguments: ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*(.*)*(.*)*x", "^(a?){50}a{50}$"])
    func `is looked for in time proportional to the text`(_ source: String) async throws {
        let text = String(repeating: "a", count: 3_000) + "!"
        #expect(try await !Pattern(source).occurs(in: text))
    }

    @Test(.timeLimit(.minutes(10)))
    func `stops looking when it is cancelled`() async throws {
        let pattern = try Pattern("(?:[^x]{0,30}y){0,30}x")
        let text = String(repeating: "a", count: 50_000_000)
        let search = Task { try await pattern.occurs(in: text) }
        search.cancel()
        await #expect(throws: CancellationError.self) { try await search.value }
    }

    /// Swift's own engine, which backtracks, is asked the same.
    @Test func `agrees with Swift's engine on random patterns and texts`() async throws {
        var generator = SeededGenerator(seed: 20_251)
        for _ in 0..<400 {
            let source = Self.randomPattern(depth: 3, using: &generator)
            let pattern = try Pattern(source)
            let reference = try Regex(source).matchingSemantics(.unicodeScalar).wordBoundaryKind(.simple)
            for _ in 0..<5 {
                let text = String(
                    (0..<Int.random(in: 0...8, using: &generator)).map { _ in "ab c".randomElement(using: &generator)! }
                )
                let expected = text.firstMatch(of: reference) != nil
                #expect(try await pattern.occurs(in: text) == expected, "\(source) in '\(text)'")
            }
        }
    }

    private static func randomPattern(depth: Int, using generator: inout SeededGenerator) -> String {
        let leaves = ["a", "b", "c", " ", ".", "[ab]", "[^a]", "\\w", "\\s", "\\b", "^", "$"]
        guard depth > 0 else { return leaves.randomElement(using: &generator)! }
        let part = { (generator: inout SeededGenerator) in randomPattern(depth: depth - 1, using: &generator) }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: return part(&generator) + part(&generator)
        case 1: return "(?:\(part(&generator))|\(part(&generator)))"
        case 2:
            return "(?:\(part(&generator)))" + ["*", "+", "?", "{2}", "{0,2}", "{1,}"].randomElement(using: &generator)!
        case 3: return part(&generator) + part(&generator) + part(&generator)
        default: return leaves.randomElement(using: &generator)!
        }
    }
}
