/// A fenced code block of a Markdown text.
struct CodeBlock: Sendable, Hashable {
    /// The first word behind the opening fence, in lower case; empty where there is none.
    var language: String
    /// Its lines, each with a line feed at its end; the indentation of the fence is taken off them.
    var code: String

    /// The blocks of a text, in order. One that is never closed goes to the text's end.
    ///
    /// A fence is three or more backticks or tildes at the start of a line, indented or not; what closes it is as long
    /// at least, of the same kind, and alone on its line. So code that holds fences stands in a longer one.
    static func all(in text: String) -> [CodeBlock] {
        var blocks: [CodeBlock] = []
        var open: (fence: Fence, block: CodeBlock)?
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = Substring(bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes)
            let fence = Fence(line)
            if case (let opening, var block)? = open {
                if let fence, fence.closes(opening) {
                    blocks.append(block)
                    open = nil
                } else {
                    let blanks = line.prefix(opening.indentation).prefix { $0 == " " || $0 == "\t" }.count
                    block.code += line.dropFirst(blanks) + "\n"
                    open = (opening, block)
                }
            } else if let fence, fence.isOpening {
                open = (fence, CodeBlock(language: fence.language, code: ""))
            }
        }
        if let open { blocks.append(open.block) }
        return blocks
    }
}

/// A line that opens or closes a code block.
private struct Fence {
    var mark: Character
    var length: Int
    var indentation: Int
    var info: Substring

    init?(_ line: Substring) {
        let rest = line.drop { $0 == " " || $0 == "\t" }
        guard let mark = rest.first, mark == "`" || mark == "~" else { return nil }
        let marks = rest.prefix { $0 == mark }
        guard marks.count >= 3 else { return nil }
        self.mark = mark
        length = marks.count
        indentation = line.count - rest.count
        info = rest.dropFirst(marks.count)
    }

    /// Backticks behind backticks are code within a line.
    var isOpening: Bool { mark == "~" || !info.contains("`") }

    func closes(_ opening: Fence) -> Bool {
        mark == opening.mark && length >= opening.length && info.allSatisfy(\.isWhitespace)
    }

    /// As in `swift`, `swift title=x`, `swift:main.swift` or `{.swift}`.
    var language: String {
        let word = info.drop { $0.isWhitespace || $0 == "{" || $0 == "." }
        return word.prefix { !$0.isWhitespace && !":,{}".contains($0) }.lowercased()
    }
}
