import Markdown
import Testing

struct MarkdownDocumentTests {
    private func blocks(_ text: String) -> [MarkdownBlock] { MarkdownDocument(parsing: text).blocks }

    private func paragraph(
        _ text: String, quoteDepth: Int = 0, listDepth: Int = 0, marker: MarkdownBlock.Marker? = nil
    ) -> MarkdownBlock {
        MarkdownBlock(
            .paragraph(text.isEmpty ? [] : [MarkdownSpan(text)]), quoteDepth: quoteDepth, listDepth: listDepth,
            marker: marker)
    }

    @Test func `reads headings, paragraphs and rules`() {
        #expect(
            blocks("# One\n\nTwo\nlines and  \na break\n\n***\n\n###### Six ######\n\nSet\n---\n") == [
                MarkdownBlock(.heading(level: 1, [MarkdownSpan("One")])),
                paragraph("Two\nlines and\na break"),
                MarkdownBlock(.rule),
                MarkdownBlock(.heading(level: 6, [MarkdownSpan("Six")])),
                MarkdownBlock(.heading(level: 2, [MarkdownSpan("Set")])),
            ])
    }

    @Test func `reads styles, nested and side by side`() {
        #expect(
            blocks("a *b **c*** `d*e` ~~f~~ \\*g\\* **h __i__**") == [
                MarkdownBlock(
                    .paragraph([
                        MarkdownSpan("a "), MarkdownSpan("b ", style: .emphasis),
                        MarkdownSpan("c", style: [.emphasis, .strong]), MarkdownSpan(" "),
                        MarkdownSpan("d*e", style: .code), MarkdownSpan(" "),
                        MarkdownSpan("f", style: .struckThrough), MarkdownSpan(" *g* "),
                        MarkdownSpan("h i", style: .strong),
                    ]))
            ])
    }

    @Test func `reads links, images and bare addresses`() {
        #expect(
            blocks("[a *b*](http://x/?q&amp;r 'title') ![pic](p.png) <http://y> www.z.org [c]\n\n[c]: /d") == [
                MarkdownBlock(
                    .paragraph([
                        MarkdownSpan("a ", link: "http://x/?q&r"),
                        MarkdownSpan("b", style: .emphasis, link: "http://x/?q&r"), MarkdownSpan(" "),
                        MarkdownSpan("pic", link: "p.png"), MarkdownSpan(" "),
                        MarkdownSpan("http://y", link: "http://y"), MarkdownSpan(" "),
                        MarkdownSpan("www.z.org", link: "http://www.z.org"), MarkdownSpan(" "),
                        MarkdownSpan("c", link: "/d"),
                    ]))
            ])
    }

    @Test func `reads fenced and indented code with its lines as they are`() {
        #expect(
            blocks("```swift title\nlet a = 1\n\n  // *no* &amp;\n```\n\n    indented\n      more\n") == [
                MarkdownBlock(.code(language: "swift", lines: ["let a = 1", "", "  // *no* &amp;"])),
                MarkdownBlock(.code(language: "", lines: ["indented", "  more"])),
            ])
    }

    @Test func `takes a code fence that is still open as a code block`() {
        #expect(blocks("Here:\n```py") == [paragraph("Here:"), MarkdownBlock(.code(language: "py", lines: []))])
        #expect(
            blocks("~~~\na\n\nb") == [MarkdownBlock(.code(language: "", lines: ["a", "", "b"]))])
    }

    @Test func `takes marks that are still open as text`() {
        #expect(blocks("a **b and `c") == [paragraph("a **b and `c")])
        #expect(blocks("[a](http://x") == [paragraph("[a](http://x")])
    }

    @Test func `reads lists with the depth and marker of each item`() {
        #expect(
            blocks("- a\n- b\n  1. c\n  2. d\n\n     more of d\n- [ ] e\n- [x] f\n-\n") == [
                paragraph("a", listDepth: 1, marker: .bullet),
                paragraph("b", listDepth: 1, marker: .bullet),
                paragraph("c", listDepth: 2, marker: .number(1)),
                paragraph("d", listDepth: 2, marker: .number(2)),
                paragraph("more of d", listDepth: 2),
                paragraph("e", listDepth: 1, marker: .task(isDone: false)),
                paragraph("f", listDepth: 1, marker: .task(isDone: true)),
                paragraph("", listDepth: 1, marker: .bullet),
            ])
    }

    @Test func `counts the items of a list from its first number`() {
        #expect(
            blocks("7. a\n7. b\n7. c\n") == [
                paragraph("a", listDepth: 1, marker: .number(7)),
                paragraph("b", listDepth: 1, marker: .number(8)),
                paragraph("c", listDepth: 1, marker: .number(9)),
            ])
    }

    @Test func `reads code, quotes and lists inside list items`() {
        #expect(
            blocks("1. - a\n2. ```\n   b\n   ```\n3. > c\n") == [
                paragraph("", listDepth: 1, marker: .number(1)),
                paragraph("a", listDepth: 2, marker: .bullet),
                MarkdownBlock(.code(language: "", lines: ["b"]), listDepth: 1, marker: .number(2)),
                paragraph("c", quoteDepth: 1, listDepth: 1, marker: .number(3)),
            ])
    }

    @Test func `reads quotes with their depth`() {
        #expect(
            blocks("> a\n>> b\n\n> - c\n") == [
                paragraph("a", quoteDepth: 1), paragraph("b", quoteDepth: 2),
                paragraph("c", quoteDepth: 1, listDepth: 1, marker: .bullet),
            ])
    }

    @Test func `reads tables as rows of plain text`() {
        #expect(
            blocks("| a | **b** | c |\n|---|:-:|--:|\n| 1 | `2` | [3](x) |\n| 4 |\n") == [
                MarkdownBlock(
                    .table(
                        MarkdownTable(
                            header: ["a", "b", "c"], rows: [["1", "2", "3"], ["4", "", ""]],
                            alignments: [.left, .center, .right])))
            ])
    }

    @Test func `takes HTML as text, and character references for what they stand for`() {
        #expect(
            blocks("<b>bold</b> &lt;i&gt; &#65;&#x42; &nosuch; &#0;\n\n<div>\nx\n</div>\n") == [
                paragraph("<b>bold</b> <i> AB &nosuch; \u{FFFD}"), paragraph("<div>\nx\n</div>"),
            ])
    }

    @Test func `has no blocks where the text is empty or blank`() {
        #expect(blocks("") == [])
        #expect(blocks(" \n\t\r\n\n") == [])
    }

    @Test func `reads lines that end as on Windows`() {
        #expect(
            blocks("a\r\nb\r\n\r\n```\r\nc\r\n\r\nd\r\n```\r\n") == [
                paragraph("a\nb"), MarkdownBlock(.code(language: "", lines: ["c", "", "d"])),
            ])
    }
}
