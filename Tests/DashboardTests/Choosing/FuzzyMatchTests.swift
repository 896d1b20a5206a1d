import Testing

@testable import Dashboard

/// What a few typed letters find, and in which order.
@Suite struct FuzzyMatchTests {
    @Test func `finds letters in their order, whatever their case`() {
        #expect(FuzzyMatch("NPN", in: "next pane")?.positions == [0, 5, 7])
        #expect(FuzzyMatch("xn", in: "next pane")?.positions == [2, 7])
        #expect(FuzzyMatch("pn next", in: "next pane")?.positions == [0, 1, 2, 3, 5, 7])
    }

    @Test func `finds nothing where a letter is missing, comes too early, or a word of the query does`() {
        #expect(FuzzyMatch("nz", in: "next pane") == nil)
        #expect(FuzzyMatch("en", in: "ne") == nil)
        #expect(FuzzyMatch("pane zoom", in: "next pane") == nil)
        #expect(FuzzyMatch("longer than it", in: "short") == nil)
    }

    @Test func `finds everything with nothing typed`() {
        #expect(FuzzyMatch("", in: "anything") == FuzzyMatch("  ", in: "anything"))
        #expect(FuzzyMatch("", in: "anything")?.score == 0)
        #expect(FuzzyMatch("", in: "")?.positions == [])
    }

    @Test(arguments: [
        ("np", "next pane", "unplug"),  // at the start of words
        ("pan", "pane", "plain"),  // next to each other
        ("se", "sessions", "choose"),  // at the start of the text
        ("ab", "a b", "a long way to b"),  // near each other
        ("cP", "chainPane", "recap"),  // at a capital
    ])
    func `prefers`(query: String, better: String, worse: String) throws {
        let (first, second) = (
            try #require(FuzzyMatch(query, in: better)), try #require(FuzzyMatch(query, in: worse))
        )
        #expect(first.score > second.score)
    }

    @Test func `marks the best place, not the first`() {
        #expect(FuzzyMatch("pane", in: "plain pane")?.positions == [6, 7, 8, 9])
    }
}
