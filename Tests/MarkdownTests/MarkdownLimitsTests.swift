import Markdown
import Testing

/// No text may make the reader fail, nest without end, or take for ever.
@Suite(.timeLimit(.minutes(10)))
struct MarkdownLimitsTests {
    @Test func `tells no deeper nesting apart than the deepest`() {
        let blocks = MarkdownDocument(parsing: String(repeating: "> ", count: 1_000) + "deep").blocks
        #expect(
            blocks == [
                MarkdownBlock(
                    .paragraph([MarkdownSpan("deep")]), quoteDepth: MarkdownDocument.deepestNesting)
            ])
        let lists = MarkdownDocument(parsing: String(repeating: "- ", count: 1_000) + "deep").blocks
        #expect(lists.last?.listDepth == MarkdownDocument.deepestNesting)
        #expect(lists.allSatisfy { $0.marker == .bullet })
    }

    @Test func `shows a text beyond the limit line by line, as it is`() {
        let line = String(repeating: "*", count: 1_023)
        let text = String(repeating: line + "\n", count: 256) + "# end"
        #expect(
            MarkdownDocument(parsing: text).blocks == [
                MarkdownBlock(.code(language: "", lines: Array(repeating: line, count: 256) + ["# end"]))
            ])
    }

    @Test(arguments: [
        "[", "![", "]", "](", "*a ", "**", "_a", "`", "``` ", "<", "<a", "&#", "> ", "- ", "1. ", "|", "|-", "\\", "~~",
        "http://", "www.", "a@", "[a](", "[a]: b\n", "\n", "\t", "\0", "*a_b`c", "|a\n|-\n",
    ])
    func `takes little time for a text made of`(_ pattern: String) {
        let text = String(repeating: pattern, count: 20_000 / pattern.utf8.count)
        let clock = ContinuousClock()
        // Milliseconds as a rule; a parser that goes wild takes minutes.
        #expect(clock.measure { _ = MarkdownDocument(parsing: text) } < .seconds(10))
    }

    @Test func `leaves an address empty that is too long, however often it is named`() {
        let address = String(repeating: "x", count: MarkdownDocument.longestAddress + 1)
        #expect(
            MarkdownDocument(parsing: "[a]: \(address)\n\n[a][a]! [b](\(address.dropLast()))").blocks == [
                MarkdownBlock(
                    .paragraph([
                        MarkdownSpan("a", link: ""), MarkdownSpan("! "),
                        MarkdownSpan("b", link: String(address.dropLast())),
                    ]))
            ])
    }

    @Test(arguments: UInt64(1)...20)
    func `keeps its promises whatever chance puts together`(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        for _ in 0..<50 {
            let text = chance.markdown(length: 60)
            for block in MarkdownDocument(parsing: text).blocks {
                #expect(keepsPromises(block), "seed \(seed): \(text.debugDescription)")
            }
        }
    }

    /// Whether a block is what its documentation says.
    private func keepsPromises(_ block: MarkdownBlock) -> Bool {
        let depths = 0...MarkdownDocument.deepestNesting
        guard depths.contains(block.quoteDepth), depths.contains(block.listDepth) else { return false }
        guard block.marker == nil || block.listDepth > 0 else { return false }
        return switch block.content {
        case .paragraph(let spans): keepPromises(spans) && (!spans.isEmpty || block.marker != nil)
        case .heading(let level, let spans): keepPromises(spans) && (1...6).contains(level)
        case .code(_, let lines): lines.allSatisfy { !$0.utf8.contains(UInt8(ascii: "\n")) }
        case .table(let table):
            table.alignments.count == table.header.count && table.rows.allSatisfy { $0.count == table.header.count }
        case .rule: true
        }
    }

    private func keepPromises(_ spans: [MarkdownSpan]) -> Bool {
        spans.allSatisfy { !$0.text.isEmpty }
            && zip(spans, spans.dropFirst()).allSatisfy { $0.style != $1.style || $0.link != $1.link }
    }
}
