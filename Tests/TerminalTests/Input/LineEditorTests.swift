import Terminal
import Testing

struct LineEditorTests {
    /// The text with `|` at the caret, after `keys` in a text given in the same way.
    private func after(_ keys: [Key], in text: String = "|") -> String {
        let caret = text.firstIndex(of: "|").map { text.distance(from: text.startIndex, to: $0) } ?? 0
        var editor = LineEditor(text.filter { $0 != "|" })
        editor.moveCaret(to: caret)
        for key in keys { editor.handle(key) }
        return shown(editor)
    }

    private func shown(_ editor: LineEditor) -> String {
        var text = editor.text
        text.insert("|", at: text.index(text.startIndex, offsetBy: editor.caret))
        return text
    }

    @Test(
        arguments: [
            (["a", "b", "left", "c"], "|", "ac|b"),
            (["ctrl-a"], "one\ntwo|", "one\n|two"), (["ctrl-e"], "on|e\ntwo", "one|\ntwo"),
            (["home"], "two|", "|two"), (["ctrl-home"], "one\ntwo|", "|one\ntwo"),
            (["ctrl-end"], "|one\ntwo", "one\ntwo|"),
            (["ctrl-b"], "a|b", "|ab"), (["ctrl-f"], "a|b", "ab|"), (["ctrl-b"], "|", "|"),
            (["alt-b"], "one two.three|", "one two.|three"), (["alt-b", "alt-b"], "one two.three|", "one |two.three"),
            (["alt-f"], "|one two", "one| two"), (["ctrl-right"], "one| two", "one two|"),
            (["ctrl-d"], "a|bc", "a|c"), (["delete"], "abc|", "abc|"), (["backspace"], "ab|c", "a|c"),
            (["backspace"], "|abc", "|abc"), (["backspace"], "a\n|b", "a|b"),
            (["ctrl-k"], "a|bc\nd", "a|\nd"), (["ctrl-k", "ctrl-k"], "a|bc\nd", "a|d"),
            (["ctrl-u"], "one\ntw|o", "one\n|o"), (["ctrl-w"], "one two.three|", "one |"),
            (["alt-backspace"], "one two.three|", "one two.|"), (["alt-d"], "|one two", "| two"),
            (["ctrl-w", "ctrl-y", "ctrl-y"], "one two|", "one twotwo|"),
            (["ctrl-w", "ctrl-w", "ctrl-y"], "one two|", "one two|"),
            (["ctrl-w", "left", "ctrl-k", "ctrl-y", "alt-y"], "one two|", "onetwo|"),
            (["up"], "one\ntw|o", "on|e\ntwo"), (["down"], "on|e\nt", "one\nt|"),
            (["down", "down"], "lon|g\nx\nlong", "long\nx\nlon|g"),
            (["ctrl-j"], "a|b", "a\n|b"), (["alt-enter"], "a|b", "a\n|b"),
        ] as [([Key], String, String)])
    func `does what readline does`(keys: [Key], before: String, result: String) {
        #expect(after(keys, in: before) == result)
    }

    @Test func `leaves to the caller what means something else there`() {
        var editor = LineEditor()
        for key: Key in ["enter", "tab", "esc", "ctrl-d", "ctrl-c", "up", "down", "f1", "shift-tab", "pgup"] {
            let isHandled = editor.handle(key)
            #expect(!isHandled, "\(key)")
        }
        #expect(editor.isEmpty)
    }

    @Test func `an accent, or the rest of an emoji, joins the character left of the caret`() {
        #expect(after(["e", "\u{301}", "x"]) == "e\u{301}x|")
        var editor = LineEditor()
        for scalar in "👨‍👩‍👧".unicodeScalars { editor.insert(String(scalar)) }
        #expect(editor.count == 1)
        editor.handle("backspace")
        #expect(editor.isEmpty)
    }

    @Test func `a paste goes in as it is, its line ends unified`() {
        #expect(after([.paste("one\r\ntwo\rthree\u{1B}")], in: "<|>") == "<one\ntwo\nthree\u{1B}|>")
    }

    @Test func `undo takes back a typed word at once, and other edits one by one`() {
        var editor = LineEditor("start ")
        for key: Key in ["o", "n", "e", "space", "t", "w", "o", "ctrl-w"] { editor.handle(key) }
        var steps = [shown(editor)]
        for _ in 0..<6 {
            editor.undo()
            steps.append(shown(editor))
        }
        #expect(
            steps == [
                "start one |", "start one two|", "start one |", "start one|", "start |", "start |", "start |",
            ])
    }

    @Test func `replacing the whole text can be undone`() {
        var editor = LineEditor("draft")
        editor.setText("from history")
        #expect(shown(editor) == "from history|")
        editor.undo()
        #expect(shown(editor) == "draft|")
    }

    @Test func `a pasted megabyte stays editable`() {
        var editor = LineEditor()
        let clock = ContinuousClock()
        let paste = String(repeating: "0123456789abcde\n", count: 1 << 16)
        let elapsed = clock.measure {
            editor.handle(.paste(paste))
            for _ in 0..<2000 { editor.handle("x") }
            for _ in 0..<1000 { editor.handle("backspace") }
            for _ in 0..<1000 { editor.handle("up") }
            for _ in 0..<100 { _ = editor.layout(width: 80, height: 10) }
        }
        #expect(editor.count == 1 << 20 | 1000)
        // Copying the text for each key would take minutes.
        #expect(elapsed < .seconds(20))
    }
}
