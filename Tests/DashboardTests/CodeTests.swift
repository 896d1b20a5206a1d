import Terminal
import Testing

@testable import Dashboard

/// Words, texts, numbers and comments of code in an answer.
@Suite struct CodeTests {
    /// The text with each piece between marks that say its role: ‹k word› keyword, ‹s› text, ‹n› number, ‹c› comment.
    private func marked(_ code: String, _ language: String) -> [String] {
        let highlighter = CodeHighlighter(language: language)
        var state = CodeHighlighter.State.code
        let marks: [StyleKey: String] = [
            Role.codeKeyword.key: "k", Role.codeString.key: "s", Role.codeNumber.key: "n", Role.codeComment.key: "c",
        ]
        return code.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            highlighter.runs(of: String(line), &state).map { run in
                marks[run.style].map { "‹\($0) \(run.text)›" } ?? run.text
            }.joined()
        }
    }

    @Test func `tells words, texts, numbers and comments apart`() {
        #expect(
            marked("let first = \"a \\\" b\" + letter(0x1F) // let", "swift")
                == ["‹k let› first = ‹s \"a \\\" b\"› + letter(‹n 0x1F›) ‹c // let›"])
        #expect(marked("SELECT 'x' FROM t -- all", "SQL") == ["‹k SELECT› ‹s 'x'› ‹k FROM› t ‹c -- all›"])
        #expect(marked("if [ \"$a\" ]; then # why", "bash") == ["‹k if› [ ‹s \"$a\"› ]; ‹k then› ‹c # why›"])
    }

    @Test func `goes on with a comment or a text over lines`() {
        #expect(marked("a /* b\nc */ if", "c") == ["a ‹c /* b›", "‹c c */› ‹k if›"])
        #expect(
            marked("\"\"\"one\n\"two\" # no\n\"\"\" + 1", "python")
                == ["‹s \"\"\"one›", "‹s \"two\" # no›", "‹s \"\"\"› + ‹n 1›"])
    }

    @Test func `takes a quote that nothing closes for an apostrophe`() {
        #expect(marked("let a: &'static str = x;", "rust") == ["‹k let› a: &'‹k static› str = x;"])
        #expect(marked("echo don't", "sh") == ["echo don't"])
    }

    @Test(arguments: ["", "text", "brainfuck"]) func `leaves a language that it doesn't know as it is`(language: String)
    {
        #expect(marked("if \"a\" // 1", language) == ["if \"a\" // 1"])
    }

    @Test func `sets words behind the gutter of an answer, also while the fence is open`() {
        var text = AnswerText(width: 40)
        text.append("```swift\nlet a = 1\nvar b")
        #expect(text.line(0).runs.map(\.style).contains(Role.codeKeyword.key))
        #expect(text.line(1).runs.contains(TextRun("var", style: Role.codeKeyword.key)))
    }

    @Test func `leaves a line of many thousand characters plain, and goes on below it`() {
        var code = CodeText(width: 100, language: "swift")
        code.append("let " + String(repeating: "a", count: 5_000) + "\nlet b")
        #expect(code.lineCount == 52)
        #expect(code.line(0).runs.map(\.style) == [Role.markdownCode.key])
        #expect(code.line(51).runs.first == TextRun("let", style: Role.codeKeyword.key))
    }
}
