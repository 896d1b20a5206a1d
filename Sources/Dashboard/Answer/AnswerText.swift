import Terminal

/// An answer as it arrives, wrapped to lines: prose as it is, fenced code behind a gutter.
///
/// Appending costs time for the new piece and the open line, whatever came before. The fences themselves are not shown; an
/// open fence is code to its end.
struct AnswerText: Sendable {
    private let width: Int
    private var blocks: [Block] = []
    private var isInCode = false
    /// The beginning of a line that may yet turn out to be a fence.
    private var pending = ""
    private var isAtLineStart = true
    /// Newlines not yet drawn: those at the very end, and one before a fence, make no line.
    private var owedNewlines = 0

    private struct Block: Sendable {
        var wrap: StreamingWrap
        var isCode: Bool
        /// Number of lines in the blocks before it.
        var firstLine: Int
    }

    private static let gutter = "│ "

    /// - Parameter width: columns of a line, gutter included; under 1 counts as 1.
    init(width: Int) { self.width = max(1, width) }

    /// Number of lines; 0 for an empty text.
    var lineCount: Int { blocks.last.map { $0.firstLine + $0.wrap.lineCount } ?? 0 }

    /// Line `index`, from 0; an empty line where there is none.
    func line(_ index: Int) -> StyledLine {
        guard let block = block(holding: index) else { return StyledLine() }
        let line = block.wrap.line(index - block.firstLine)
        guard block.isCode else { return line }
        var fenced = StyledLine(Self.gutter, style: Role.border.key)
        fenced.append(line)
        return fenced
    }

    mutating func append(_ piece: some StringProtocol) {
        var rest = piece[...]
        while !rest.isEmpty {
            let newline = rest.firstIndex(where: \.isNewline)
            let part = rest[..<(newline ?? rest.endIndex)]
            take(String(part))
            guard let newline else { return }
            endLine()
            rest = rest[rest.index(after: newline)...]
        }
    }

    /// The text is complete: what was held back is shown.
    mutating func finish() {
        guard !pending.isEmpty else { return }
        endLine()
    }

    private mutating func take(_ part: String) {
        guard isAtLineStart else { return draw(part) }
        pending += part
        if !Fence.mayBegin(pending) { flushPending() }
    }

    private mutating func endLine() {
        if isAtLineStart, Fence.isFence(pending, closing: isInCode) {
            pending = ""
            closeBlock()
            isInCode.toggle()
            if isInCode { open(code: true) }
        } else {
            if isAtLineStart { flushPending() }
            owedNewlines += 1
        }
        isAtLineStart = true
    }

    private mutating func flushPending() {
        let text = pending
        pending = ""
        isAtLineStart = false
        draw(text)
    }

    private mutating func draw(_ text: String) {
        guard !text.isEmpty else { return }
        if blocks.isEmpty || blocks[blocks.count - 1].isCode != isInCode { open(code: isInCode) }
        let newlines = String(repeating: "\n", count: owedNewlines)
        owedNewlines = 0
        blocks[blocks.count - 1].wrap.append(
            newlines + text, style: isInCode ? Role.markdownCode.key : StyleKey.plain)
    }

    /// Gives the block before a fence its blank lines: the last newline only ends its last line.
    private mutating func closeBlock() {
        if owedNewlines > 1, let last = blocks.indices.last {
            blocks[last].wrap.append(String(repeating: "\n", count: owedNewlines - 1))
        }
        owedNewlines = 0
    }

    private mutating func open(code: Bool) {
        let columns = code ? width - TextWidth.of(Self.gutter) : width
        blocks.append(Block(wrap: StreamingWrap(width: columns), isCode: code, firstLine: lineCount))
    }

    private func block(holding line: Int) -> Block? {
        guard line >= 0, line < lineCount else { return nil }
        var low = 0
        var high = blocks.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if blocks[middle].firstLine <= line { low = middle } else { high = middle - 1 }
        }
        return blocks[low]
    }
}

/// The line that opens or closes a code block: three backticks after at most three blanks.
private enum Fence {
    /// Whether a line that begins with `text` may turn out to be a fence.
    static func mayBegin(_ text: String) -> Bool {
        let body = text.drop { $0 == " " }
        guard text.utf8.count - body.utf8.count <= 3 else { return false }
        return body.hasPrefix("```") || body.allSatisfy { $0 == "`" }
    }

    /// A closing fence has nothing behind its backticks, an opening one no further backtick.
    static func isFence(_ text: String, closing: Bool) -> Bool {
        guard mayBegin(text) else { return false }
        let body = text.drop { $0 == " " }
        guard body.hasPrefix("```") else { return false }
        let info = body.drop { $0 == "`" }
        return closing ? info.allSatisfy(\.isWhitespace) : !info.contains("`")
    }
}
