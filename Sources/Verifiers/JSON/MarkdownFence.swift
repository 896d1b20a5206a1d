/// A Markdown fence around a whole text, as models like to put around JSON.
enum MarkdownFence {
    /// What stands between a line ```` ```json ```` or ```` ``` ```` and a line ```` ``` ````, with nothing but white space
    /// around them; nil where the text isn't of that form.
    static func text(in text: String) -> String? {
        // A carriage return with its line feed is one character.
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }[...]
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        guard let first = lines.popFirst(), isFence(first, "```json", "```"), let last = lines.popLast(),
            isFence(last, "```")
        else { return nil }
        return lines.joined(separator: "\n")
    }

    private static func isFence(_ line: Substring, _ fences: String...) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace)
        return words.count == 1 && fences.contains { $0 == words[0] }
    }
}
