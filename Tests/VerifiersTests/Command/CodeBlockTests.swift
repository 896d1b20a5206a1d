import Testing

@testable import Verifiers

struct CodeBlockTests {
    @Test(
        arguments: [
            ("", []),
            ("no code, but ``` in a line", []),
            ("``` this ``` is code in a line", []),
            ("```swift\nlet a = 1\n```\n", [CodeBlock(language: "swift", code: "let a = 1\n")]),
            ("text\n\n```\nx\n```\ntext", [CodeBlock(language: "", code: "x\n")]),
            ("~~~py\nx\n```\n~~~", [CodeBlock(language: "py", code: "x\n```\n")]),
            ("````md\n```swift\nx\n```\n````", [CodeBlock(language: "md", code: "```swift\nx\n```\n")]),
            ("```Swift title=x\nx\n```", [CodeBlock(language: "swift", code: "x\n")]),
            ("```swift:main.swift\nx\n```", [CodeBlock(language: "swift", code: "x\n")]),
            ("```{.swift .numbered}\nx\n```", [CodeBlock(language: "swift", code: "x\n")]),
            ("1. Do:\n   ```sh\n   a\n     b\n c\n   ```", [CodeBlock(language: "sh", code: "a\n  b\nc\n")]),
            ("```a\r\nx\r\n```\r\n", [CodeBlock(language: "a", code: "x\n")]),
            ("```a\nx", [CodeBlock(language: "a", code: "x\n")]),
            (
                "```a\n```b\n```\n```c\n```",
                [CodeBlock(language: "a", code: "```b\n"), CodeBlock(language: "c", code: "")]
            ),
        ] as [(String, [CodeBlock])])
    func `finds the fenced blocks of a text`(_ text: String, _ blocks: [CodeBlock]) {
        #expect(CodeBlock.all(in: text) == blocks)
    }

    @Test func `takes the first block in one of the languages`() {
        let answer = "```sh\na\n```\n```py\nb\n```\n```python\nc\n```"
        #expect(CodeExtraction(languages: ["Python", "py"], file: "f").code(in: answer) == "b\n")
        #expect(CodeExtraction(file: "f").code(in: answer) == "a\n")
        #expect(CodeExtraction(languages: ["swift"], file: "f").code(in: answer) == nil)
    }
}
