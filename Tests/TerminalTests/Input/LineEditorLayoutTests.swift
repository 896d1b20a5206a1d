import Testing

@testable import Terminal

struct LineEditorLayoutTests {
    private func layout(_ text: String, caret: Int? = nil, width: Int, height: Int) -> LineEditor.Layout {
        var editor = LineEditor(text)
        if let caret { editor.moveCaret(to: caret) }
        return editor.layout(width: width, height: height)
    }

    @Test func `shows all of a short text`() {
        #expect(
            layout("one\ntwo", width: 10, height: 5)
                == .init(
                    rows: ["one", "two"], caret: .init(x: 3, y: 1), continuesAbove: false, continuesBelow: false))
        #expect(
            layout("", width: 10, height: 5)
                == .init(rows: [""], caret: .init(x: 0, y: 0), continuesAbove: false, continuesBelow: false))
    }

    @Test func `continues a long line in the next row, wide glyphs whole`() {
        #expect(
            layout("abc日本語", caret: 4, width: 4, height: 5)
                == .init(
                    rows: ["abc", "日本", "語"], caret: .init(x: 2, y: 1), continuesAbove: false, continuesBelow: false))
    }

    @Test func `a caret after a full row has a row of its own`() {
        #expect(layout("abcd", width: 4, height: 5).rows == ["abcd", ""])
        #expect(layout("abcd", width: 4, height: 5).caret == .init(x: 0, y: 1))
        #expect(layout("abcd", caret: 2, width: 4, height: 5).rows == ["abcd"])
    }

    @Test func `keeps the caret in the window, with text on both sides`() {
        let text = (1...9).map(String.init).joined(separator: "\n")
        let middle = layout(text, caret: 8, width: 4, height: 3)
        #expect(
            middle
                == .init(
                    rows: ["4", "5", "6"], caret: .init(x: 0, y: 1), continuesAbove: true, continuesBelow: true))
        #expect(layout(text, caret: 0, width: 4, height: 3).rows == ["1", "2", "3"])
        #expect(layout(text, width: 4, height: 3).rows == ["7", "8", "9"])
        #expect(layout(text, caret: 8, width: 4, height: 1).rows == ["5"])
    }

    @Test func `makes tabs into blanks up to the next stop`() {
        #expect(layout("a\tb", width: 10, height: 1).rows == ["a   b"])
        #expect(layout("a\tb", caret: 1, width: 10, height: 1).caret == .init(x: 1, y: 0))
    }

    @Test(arguments: [(0, 0), (-4, 3), (1, 1)])
    func `draws in no room at all`(width: Int, height: Int) {
        let layout = layout("日本\ntext", width: width, height: height)
        #expect(layout.rows.count == max(1, height))
        #expect(layout.caret.y < layout.rows.count)
    }

    @Test func `every caret position has a place, also where a very long line is cut for layout`() {
        let text = String(repeating: "x", count: 8192) + "\n" + String(repeating: "y", count: 4096) + "\nz"
        var editor = LineEditor(text)
        for position in [0, 4095, 4096, 4097, 8191, 8192, 8193, 8194, 12288, 12289, 12290, 12291] {
            editor.moveCaret(to: position)
            let layout = editor.layout(width: 10, height: 6)
            #expect(layout.rows.count == 6)
            #expect((0..<6).contains(layout.caret.y))
            #expect((0..<10).contains(layout.caret.x))
        }
    }
}
