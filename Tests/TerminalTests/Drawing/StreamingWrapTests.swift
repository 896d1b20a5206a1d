import Terminal
import Testing

struct StreamingWrapTests {
    private static let text = """
        Guard before indexing: an empty token list has no first element.\r
        \tlet head = tokens.first  // 日本語のテスト e\u{301} 👨‍👩‍👧 🇩🇪🇫🇷 ❤️
        averyveryverylongwordwithoutanyblank

        end
        """

    /// Pieces of `text`, each of so many bytes' worth of scalars: they cut clusters apart.
    private func pieces(of text: String, length: Int) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return stride(from: 0, to: scalars.count, by: length).map { start in
            String(String.UnicodeScalarView(scalars[start..<min(start + length, scalars.count)]))
        }
    }

    @Test(arguments: [1, 2, 3, 7, 1000], [1, 2, 5, 12, 40, 200])
    func `gives the same lines as wrapping at once, wherever the pieces are cut`(length: Int, width: Int) {
        var wrap = StreamingWrap(width: width)
        for piece in pieces(of: Self.text, length: length) { wrap.append(piece) }
        let lines = wrap.lines(0..<wrap.lineCount).map(\.plainText)
        #expect(lines == TextWrap.wrap(Self.text, width: width))
    }

    @Test func `frozen lines never change`() {
        var wrap = StreamingWrap(width: 9)
        var frozen: [StyledLine] = []
        for piece in pieces(of: Self.text, length: 2) {
            wrap.append(piece)
            #expect(wrap.lines(0..<frozen.count) == frozen)
            frozen = wrap.lines(0..<wrap.frozenCount)
        }
        #expect(wrap.frozenCount > 10)
    }

    @Test func `wraps again to another width`() {
        var wrap = StreamingWrap(width: 9)
        for piece in pieces(of: Self.text, length: 3) { wrap.append(piece) }
        wrap.rewrap(to: 33)
        #expect(wrap.lines(0..<wrap.lineCount).map(\.plainText) == TextWrap.wrap(Self.text, width: 33))
        #expect(wrap.width == 33)
    }

    @Test func `keeps the style of each piece`() {
        let dim = StyleKey(rawValue: 4)
        var wrap = StreamingWrap(width: 20)
        wrap.append("thinking ", style: dim)
        wrap.append("answer")
        #expect(wrap.line(0) == StyledLine([TextRun("thinking ", style: dim), TextRun("answer")]))
    }

    @Test func `an empty text is one empty line, and so is a line that isn't there`() {
        let wrap = StreamingWrap(width: 20)
        #expect(wrap.lineCount == 1)
        #expect(wrap.line(0) == StyledLine())
        #expect(wrap.line(7) == StyledLine())
        #expect(wrap.line(-1) == StyledLine())
    }

    @Test
    func `however long the text, only its last line is still open, so a late token costs no more than an early one`() {
        var wrap = StreamingWrap(width: 80)
        for _ in 0..<20_000 {
            wrap.append("token ")
            #expect(wrap.lineCount - wrap.frozenCount <= 2)
        }
        #expect(wrap.lineCount > 1_500)
    }

    @Test func `a cluster that never ends is cut`() {
        var wrap = StreamingWrap(width: 80)
        for _ in 0..<5000 { wrap.append("\u{301}") }
        #expect(wrap.lineCount >= 1)
    }
}
