import EscalationCore
import Foundation
import Journal
import Testing

@Suite struct SessionQueryTests {
    /// 2026-03-01 12:00 UTC.
    private static let now: Int64 = 1_772_366_400_000
    private static let day: Int64 = 86_400_000

    private func read(_ text: String) throws(SessionQueryError) -> SessionQuery {
        try SessionQuery(text, now: Self.now, timeZone: TimeZone(secondsFromGMT: 3_600)!)
    }

    private static func all(_ conditions: SessionQuery.Condition...) -> SessionQuery {
        SessionQuery(conditions.map { .init($0) })
    }

    private static func none(_ conditions: SessionQuery.Condition...) -> SessionQuery {
        SessionQuery(conditions.map { .init($0, isInverse: true) })
    }

    @Test(
        arguments: [
            ("", .everything),
            (" \n ", .everything),
            ("rain  Haiku", all(.word("rain"), .word("Haiku"))),
            ("\"in the rain\" snow", all(.phrase("in the rain"), .word("snow"))),
            ("\"not closed", all(.phrase("not closed"))),
            ("\"\" \"", .everything),
            ("!rain !\"the rain\"", none(.word("rain"), .phrase("the rain"))),
            ("wow! a!b", all(.word("wow!"), .word("a!b"))),
            ("http://x.org a::b 12:30", all(.word("http://x.org"), .word("a::b"), .word("12:30"))),
            ("outcome:accepted", all(.outcome(.accepted))),
            ("Outcome:\"Timed out\"", all(.outcome(.timedOut))),
            ("!outcome:over_budget", none(.outcome(.overBudget))),
            ("tier:local model:qwen*", all(.tier(.local), .model(NamePattern("qwen*")))),
            (
                "chain:\"my chain\" skill:terse tag:a",
                all(
                    .chain(NamePattern("my chain")), .skill(NamePattern("terse")), .tag(NamePattern("a")))
            ),
            (
                "is:running !is:simulated",
                SessionQuery([
                    .init(.state(.running)), .init(.state(.simulated), isInverse: true),
                ])
            ),
            ("since:2d before:90m", all(.since(now - 2 * day), .before(now - 90 * 60_000))),
            ("since:2026-02-28", all(.since(1_772_236_800_000 - 3_600_000))),
            ("since:0h", all(.since(now))),
        ] as [(String, SessionQuery)])
    func `reads what is written`(_ text: String, _ expected: SessionQuery) throws {
        #expect(try read(text) == expected)
    }

    @Test(arguments: [
        (
            "outcom:accepted",
            "There is no filter 'outcom:'. Known are outcome:, tier:, model:, chain:, skill:, tag:, since:, before: and is:. Put what is no filter in quotes."
        ),
        (
            "outcome:acepted",
            "'outcome:acepted' is unknown: it is accepted, exhausted, cancelled, timed_out, over_budget or stopped."
        ),
        ("tier:big", "'tier:big' is unknown: it is local, subagent or managed."),
        ("is:done", "'is:done' is unknown: it is running, interrupted or simulated."),
        ("model:", "'model:' wants a value, as in model:name or model:begin*."),
        ("tier:\"\"", "'tier:' wants a value, as in tier:local."),
        (
            "since:yesterday",
            "'since:yesterday' names no moment: write a day as 2026-01-31, or how long ago as 90m, 12h, 2d or 3w."
        ),
        (
            "before:2026-02-30",
            "'before:2026-02-30' names no moment: write a day as 2026-01-31, or how long ago as 90m, 12h, 2d or 3w."
        ),
        ("-- %", "'--' has neither letter nor digit: only words can be searched for."),
    ])
    func `says what is known where something isn't`(_ text: String, _ expected: String) {
        #expect(throws: SessionQueryError(description: expected)) { try read(text) }
    }

    @Test(arguments: [
        ("qwen*", "Qwen3-4B", true), ("qwen", "qwen3", false), ("*4b", "Qwen3-4B", true), ("q*-*b", "qwen3-4b", true),
        ("q*x*b", "qwen3-4b", false), ("*", "", true), ("a*a", "a", false), ("ab*ba", "aba", false),
        ("QWEN", "qwen", true),
    ])
    func `takes a star for any characters`(_ pattern: String, _ name: String, _ matches: Bool) {
        #expect(NamePattern(pattern).matches(name) == matches)
    }
}

extension SessionQueryError: CustomTestStringConvertible {
    public var testDescription: String { description }
}
