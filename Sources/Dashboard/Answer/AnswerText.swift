import Terminal

/// An answer as it arrives, as lines: Markdown set for reading, fenced code as it is behind a gutter.
///
/// Appending costs time for the new piece and the block it belongs to, whatever came before; within code only the open line
/// is wrapped again. An open fence is code to its end.
struct AnswerText: Sendable {
    private let width: Int
    private var blocks: [Block] = []
    private var isInCode = false
    /// Of the open code block, as its fence has it.
    private var language = ""
    /// Blanks before the fence that opened the code: as many are taken off its lines.
    private var fenceIndent = 0
    /// The beginning of a line that may yet turn out to be a fence.
    private var pending = ""
    private var isAtLineStart = true
    /// Text of the open block not yet taken in, so that a piece of many lines is set once.
    private var gathered = ""

    private struct Block: Sendable {
        var content: Content
        /// Number of lines above it, the blank one before it included.
        var firstLine: Int

        var lineCount: Int {
            switch content {
            case .prose(let prose): prose.lineCount
            case .code(let code): code.lineCount
            }
        }
    }

    private enum Content: Sendable {
        case prose(ProseText)
        case code(CodeText)
    }

    private let cutsLongBlocks: Bool
    /// Whether a block was cut for the sake of speed: the whole text, set at once without cuts, may have other lines.
    private(set) var hasCuts = false

    /// - Parameters:
    ///   - width: columns of a line, gutter included; under 1 counts as 1.
    ///   - cutsLongBlocks: whether a block of several KiB is cut, so that a piece more of it costs no more than the last.
    init(width: Int, cutsLongBlocks: Bool = true) {
        self.width = max(1, width)
        self.cutsLongBlocks = cutsLongBlocks
    }

    /// Number of lines; 0 for an empty text.
    var lineCount: Int {
        guard let last = blocks.last else { return 0 }
        // Blank prose has no lines, and then needs none before it.
        return last.lineCount == 0 ? max(0, last.firstLine - 1) : last.firstLine + last.lineCount
    }

    /// Line `index`, from 0; an empty line where there is none.
    func line(_ index: Int) -> StyledLine {
        guard index >= 0, index < lineCount else { return StyledLine() }
        let block = blocks[position(holding: index)]
        guard index >= block.firstLine, index < block.firstLine + block.lineCount else { return StyledLine() }
        switch block.content {
        case .prose(let prose): return prose.line(index - block.firstLine)
        case .code(let code): return CodeGutter.before(code.line(index - block.firstLine))
        }
    }

    mutating func append(_ piece: some StringProtocol) {
        var rest = Substring(piece)
        while let newline = rest.firstIndex(where: \.isNewline) {
            take(rest[..<newline])
            endLine()
            rest = rest[rest.index(after: newline)...]
        }
        take(rest)
        flush()
    }

    /// The text is complete: what was held back is shown.
    mutating func finish() {
        guard !pending.isEmpty else { return }
        endLine()
        flush()
    }

    private mutating func take(_ part: Substring) {
        guard !part.isEmpty else { return }
        guard isAtLineStart else {
            gathered += part
            return
        }
        pending += part
        if !Fence.mayBegin(pending) { releasePending() }
    }

    private mutating func endLine() {
        if isAtLineStart, let fence = Fence(pending, closing: isInCode) {
            pending = ""
            flush()
            gathered = ""
            isInCode.toggle()
            language = isInCode ? fence.language : ""
            fenceIndent = fence.indent
            open()
        } else {
            if isAtLineStart { releasePending() }
            gathered += "\n"
        }
        isAtLineStart = true
    }

    private mutating func releasePending() {
        var text = pending[...]
        if isInCode {
            let blanks = text.prefix(fenceIndent).prefix { $0 == " " }
            text = text.dropFirst(blanks.count)
        }
        gathered += text
        pending = ""
        isAtLineStart = false
    }

    /// Gives the open block what was gathered for it.
    private mutating func flush() {
        guard !gathered.isEmpty else { return }
        if blocks.isEmpty { open() }
        let last = blocks.count - 1
        switch blocks[last].content {
        case .prose(var prose):
            // Taken out of the array first, so that it is changed in place and not copied.
            blocks[last].content = .code(CodeText(width: 1, language: ""))
            prose.append(gathered)
            hasCuts = hasCuts || prose.hasCuts
            blocks[last].content = .prose(prose)
            gathered = ""
        case .code(var code):
            blocks[last].content = .prose(ProseText(width: 1, cutsLongBlocks: false))
            // The last newline is held back: before a closing fence it ends a line and begins none.
            let isEnded = gathered.last?.isNewline == true
            if isEnded { gathered.removeLast() }
            code.append(gathered)
            blocks[last].content = .code(code)
            gathered = isEnded ? "\n" : ""
        }
    }

    private mutating func open() {
        let content: Content =
            isInCode
            ? .code(CodeText(width: width - CodeGutter.width, language: language))
            : .prose(ProseText(width: width, cutsLongBlocks: cutsLongBlocks))
        let above = lineCount
        blocks.append(Block(content: content, firstLine: above == 0 ? 0 : above + 1))
    }

    /// Index of the last block that begins at that line or above it.
    private func position(holding line: Int) -> Int {
        var low = 0
        var high = blocks.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if blocks[middle].firstLine <= line { low = middle } else { high = middle - 1 }
        }
        return low
    }
}

/// The line that opens or closes a code block: three backticks after at most three blanks.
private struct Fence {
    /// Blanks before it.
    var indent: Int
    /// The first word behind an opening fence; empty for none.
    var language: String

    /// Whether a line that begins with `text` may turn out to be a fence.
    static func mayBegin(_ text: String) -> Bool {
        let body = text.drop { $0 == " " }
        guard text.utf8.count - body.utf8.count <= 3 else { return false }
        return body.hasPrefix("```") || body.allSatisfy { $0 == "`" }
    }

    /// Nil for a line that is no fence.
    ///
    /// A closing fence has nothing behind its backticks, an opening one no further backtick.
    init?(_ text: String, closing: Bool) {
        guard Self.mayBegin(text) else { return nil }
        let body = text.drop { $0 == " " }
        guard body.hasPrefix("```") else { return nil }
        let info = body.drop { $0 == "`" }
        let isFence = closing ? info.allSatisfy(\.isWhitespace) : !info.contains("`")
        guard isFence else { return nil }
        indent = text.count - body.count
        language = info.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }
}
