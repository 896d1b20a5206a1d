import Markdown
import Testing

struct MarkdownStreamTests {
    private static let answer = """
        # Title

        First *paragraph*.

        1. Do this:

            ```swift
            let a = 1

            let b = 2
            ```

        1. Then that.
           - nested

             more

        1. Done.

        > quoted

        > again

        | a | b |
        |---|---|
        | 1 | 2 |

        ~~~
        open

        fence
        ```
        not yet

        ~~~
        - a

        - b

        The end

        """

    @Test(arguments: [1, 2, 3, 7, 40, 1_000])
    func `has the blocks of the whole text at every moment`(size: Int) {
        var stream = MarkdownStream()
        var text = ""
        for piece in pieces(of: Self.answer, size: size) {
            text += piece
            stream.append(piece)
            #expect(stream.blocks == MarkdownDocument(parsing: text).blocks, "after \(text.debugDescription)")
        }
    }

    @Test(arguments: UInt64(1)...40)
    func `has the blocks of the whole text whatever chance puts together`(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        for _ in 0..<25 {
            let text = chance.markdown(length: 80)
            var stream = MarkdownStream()
            for piece in pieces(of: text, size: Int.random(in: 1...20, using: &chance)) { stream.append(piece) }
            #expect(
                stream.blocks == MarkdownDocument(parsing: text).blocks, "seed \(seed): \(text.debugDescription)")
        }
    }

    @Test func `freezes what a blank line ends, and never takes it back`() {
        var stream = MarkdownStream()
        var frozen: [MarkdownBlock] = []
        for piece in pieces(of: Self.answer, size: 5) {
            stream.append(piece)
            #expect(Array(stream.frozen.prefix(frozen.count)) == frozen)
            frozen = stream.frozen
        }
        #expect(stream.tail == [MarkdownBlock(.paragraph([MarkdownSpan("The end")]))])
    }

    @Test func `keeps only the open block to be parsed again, however long the text`() {
        var stream = MarkdownStream()
        for number in 1...500 {
            stream.append("Paragraph \(number).\n\n```\ncode\n\ncode\n```\n\n")
            #expect(stream.tail.count <= 2)
        }
        #expect(stream.blocks.count == 1_000)
    }

    @Test func `goes on freezing after an open fence has been closed`() {
        var stream = MarkdownStream()
        stream.append("```\na\n\nb\n\nc\n")
        #expect(stream.frozen == [])
        stream.append("```\n\nText\n")
        #expect(stream.frozen == [MarkdownBlock(.code(language: "", lines: ["a", "", "b", "", "c"]))])
        #expect(stream.tail == [MarkdownBlock(.paragraph([MarkdownSpan("Text")]))])
    }

    @Test(arguments: [
        "1. a\n\n2. b\n\n   - c\n\n3. d\n\nText\n\n4. e\n\n", "1. a\n\n2. b\n\n12 monkeys\n\n3. c\n\n4. d\n\n",
        "1. a\n\n2. b\n# Heading\n\n3. c\n\n2.no item\n\n7) d\n\n8) e\n\n",
    ])
    func `counts the items of a numbered list on, and no others`(text: String) {
        var stream = MarkdownStream()
        stream.append(text)
        #expect(stream.blocks == MarkdownDocument(parsing: text).blocks)
    }

    private func pieces(of text: String, size: Int) -> [String] {
        let characters = Array(text)
        return stride(from: 0, to: characters.count, by: size).map { start in
            String(characters[start..<min(start + size, characters.count)])
        }
    }
}
