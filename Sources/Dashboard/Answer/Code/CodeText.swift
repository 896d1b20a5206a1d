import Terminal

/// Code as it arrives, wrapped and with its words in roles: finished lines are frozen, only the open one is set again.
struct CodeText: Sendable {
    private let width: Int
    private let highlighter: CodeHighlighter
    private var frozen: [StyledLine] = []
    /// The open line, and what it begins in.
    private var open = ""
    private var state = CodeHighlighter.State.code
    private var openLines = [StyledLine()]
    /// The open line where it is too long to be set again and again; nil for others.
    private var long: StreamingWrap?

    /// Bytes of a line whose words are looked at; a longer one is plain.
    static let longestHighlighted = 1_024

    /// - Parameter width: columns of a line; under 1 counts as 1.
    init(width: Int, language: String) {
        self.width = max(1, width)
        highlighter = CodeHighlighter(language: language)
    }

    /// Number of lines, at least 1: an empty text is one empty line.
    var lineCount: Int { frozen.count + openCount }

    /// Line `index`, from 0; an empty line where there is none.
    func line(_ index: Int) -> StyledLine {
        if index < frozen.count { return frozen[index] }
        if let long { return long.line(index - frozen.count) }
        let late = index - frozen.count
        return openLines.indices.contains(late) ? openLines[late] : StyledLine()
    }

    private var openCount: Int { long?.lineCount ?? openLines.count }

    mutating func append(_ piece: String) {
        var rest = piece[...]
        while let end = rest.firstIndex(where: \.isNewline) {
            extend(rest[..<end])
            freeze()
            rest = rest[rest.index(after: end)...]
        }
        extend(rest)
        guard long == nil else { return }
        var state = state
        openLines = lines(of: open, &state)
    }

    private mutating func extend(_ part: Substring) {
        if long != nil {
            long?.append(String(part), style: Role.markdownCode.key)
            return
        }
        open += part
        guard open.utf8.count > Self.longestHighlighted else { return }
        long = StreamingWrap(width: width)
        long?.append(open, style: Role.markdownCode.key)
        open = ""
    }

    private mutating func freeze() {
        if let long {
            frozen += long.lines(0..<long.lineCount)
            self.long = nil
        } else {
            frozen += lines(of: open, &state)
        }
        open = ""
        openLines = [StyledLine()]
    }

    private func lines(of line: String, _ state: inout CodeHighlighter.State) -> [StyledLine] {
        TextWrap.wrap(highlighter.runs(of: line, &state), width: width)
    }
}
