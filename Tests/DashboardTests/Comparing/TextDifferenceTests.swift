import Testing

@testable import Dashboard

@Suite struct TextDifferenceTests {
    private func stretch(_ text: String, _ isChanged: Bool = true) -> TextDifference.Stretch {
        .init(text: text, isChanged: isChanged)
    }

    @Test func `shows the words that changed within lines that stayed`() {
        let difference = TextDifference(
            from: "Guard first.\nReturn the head.\nDone.", to: "Guard first.\nReturn a copy of the head.\nDone.\n")

        #expect(
            difference.hunks == [
                .same(["Guard first."]),
                .changed(
                    old: [[stretch("Return the head.", false)]],
                    new: [[stretch("Return ", false), stretch("a copy of "), stretch("the head.", false)]]),
                .same(["Done."]),
                .changed(old: [], new: [[]]),
            ])
    }

    @Test func `has nothing to show for equal texts, and everything for ones that share nothing`() {
        #expect(TextDifference(from: "", to: "").hunks.isEmpty)
        #expect(TextDifference(from: "a\nb", to: "a\nb").isEmpty)
        #expect(
            TextDifference(from: "", to: "one\ntwo").hunks == [
                .changed(old: [], new: [[stretch("one")], [stretch("two")]])
            ])
        #expect(TextDifference(from: "one", to: "").hunks == [.changed(old: [[stretch("one")]], new: [])])
    }

    @Test func `takes lines that are many and all different as replaced, in a moment`() {
        let old = (0..<5_000).map { "old line \($0)" }.joined(separator: "\n")
        let new = (0..<5_000).map { "new line \($0)" }.joined(separator: "\n")
        guard case .changed(let left, let right)? = TextDifference(from: old, to: new).hunks.first else {
            Issue.record("nothing changed")
            return
        }
        #expect(left.count == 5_000)
        #expect(right.count == 5_000)
        #expect(left[0] == [stretch("old line 0")])
    }

    @Test(arguments: ["a\r\nb", "größer 👩‍👩‍👧 e\u{301}", "  tabs\tand  blanks ", "\n\n\n", "x"])
    func `gives back both texts, line by line`(text: String) {
        let other = "b\n" + text.uppercased() + "\nc"
        var (old, new): ([String], [String]) = ([], [])
        for hunk in TextDifference(from: text, to: other).hunks {
            switch hunk {
            case .same(let lines):
                old += lines
                new += lines
            case .changed(let left, let right):
                old += left.map { $0.map(\.text).joined() }
                new += right.map { $0.map(\.text).joined() }
            }
        }
        #expect(old == text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init))
        #expect(new == other.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init))
    }
}
