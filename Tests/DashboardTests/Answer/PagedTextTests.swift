import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

@Suite struct PagedTextTests {
    @Test(arguments: 0..<50)
    func `has the lines of the whole text set at once, where its blocks are shorter than its pages`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = RandomMarkdown.orderly(120, using: &generator)
        let width = Int.random(in: 1...60, using: &generator)
        var whole = AnswerText(width: width)
        whole.append(text)
        whole.finish()
        var paged = PagedText(width: width, pageLength: Int.random(in: 300...600, using: &generator))
        paged.show(text, isComplete: true)
        let lines = (0..<whole.lineCount).map { whole.line($0).trimmedText }
        #expect(paged.plainLines(of: text) == lines, "seed \(seed)")
    }

    @Test(arguments: 0..<50)
    func `has the same lines whatever pieces the text comes in, and whether it went further and came back`(seed: UInt64)
    {
        var generator = SeededGenerator(seed: seed)
        let text = RandomMarkdown.text(150, using: &generator)
        let (width, length) = (Int.random(in: 1...60, using: &generator), Int.random(in: 16...200, using: &generator))
        let opening: AnswerText.Opening = seed.isMultiple(of: 4) ? .plain : .prose
        var paged = PagedText(width: width, pageLength: length, opening: opening)
        var beginnings: [String] = [""]
        for piece in RandomMarkdown.split(text, upTo: 40, using: &generator) {
            beginnings.append(beginnings.last! + piece)
            paged.show(beginnings.last!)
            if Bool.random(using: &generator) {
                var allowance = Int.random(in: 0...400, using: &generator)
                paged.count(beginnings.last!, allowance: &allowance)
            }
        }
        for _ in 0..<12 {
            let beginning = beginnings.randomElement(using: &generator)!
            let isComplete = Bool.random(using: &generator)
            paged.show(beginning, isComplete: isComplete)
            var fresh = PagedText(width: width, pageLength: length, opening: opening)
            fresh.show(beginning, isComplete: isComplete)
            #expect(paged.plainLines(of: beginning) == fresh.plainLines(of: beginning), "seed \(seed)")
        }
    }

    @Test(arguments: 0..<50)
    func `shows in any window what all lines have there`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = RandomMarkdown.text(200, using: &generator)
        let (width, length) = (Int.random(in: 1...60, using: &generator), Int.random(in: 16...200, using: &generator))
        var paged = PagedText(width: width, pageLength: length)
        paged.show(text, isComplete: true)
        let all = paged.plainLines(of: text)
        for _ in 0..<20 {
            // Of pages that were only estimated the line in question is known by its page.
            let place = paged.place(
                of: Int.random(in: 0...max(0, paged.lineCount - 1), using: &generator), isForOtherWidth: false)
            var range = 0..<0
            repeat {
                let first = paged.line(at: place)
                range = first..<first + 9
            } while paged.setLines(range, of: text)
            var exact = paged
            var allowance = Int.max
            exact.count(text, allowance: &allowance)
            let shift = exact.line(at: paged.place(of: range.lowerBound, isForOtherWidth: false)) - range.lowerBound
            let shown = range.filter { $0 < paged.lineCount }.map { paged.line($0).trimmedText }
            let expected = range.map { $0 + shift }.filter { all.indices.contains($0) }.map { all[$0] }
            #expect(shown == expected, "seed \(seed)")
        }
    }

    @Test func `counts no more than it is allowed to, and then goes on where it was`() {
        let text = String(repeating: "A paragraph.\n\n", count: 100)
        var paged = PagedText(width: 40, pageLength: 140)
        paged.show(text)
        var updates = 0
        while !paged.isCounted {
            var allowance = 280
            paged.count(text, allowance: &allowance)
            updates += 1
        }
        // Two pages each time; that which was the last one was counted when more came.
        #expect(updates == 4)
        #expect(paged.lineCount == 199)
    }

    @Test func `cuts a block that never ends, and loses nothing of it`() {
        let words = (0..<30_000).map { "word\($0)" }
        let text = words.joined(separator: " ")
        var paged = PagedText(width: 60, pageLength: AttemptTexts.Pace().page)
        paged.show(text)
        #expect(paged.plainLines(of: text).flatMap { $0.split(separator: " ").map(String.init) } == words)
    }

    @Test func `leaves a table of some hundred rows whole`() {
        let text = "| a | b |\n|---|---|" + (0..<600).map { "\n| row \($0) | x |" }.joined()
        var paged = PagedText(width: 60, pageLength: AttemptTexts.Pace().page)
        paged.show(text, isComplete: true)
        #expect(paged.plainLines(of: text).count == 602)
    }
}
