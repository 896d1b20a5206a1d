import Terminal

/// A page of an answer as it arrives, as lines: Markdown set for reading, fenced code as it is behind a gutter.
///
/// Appending costs time for the new piece and the block it belongs to, whatever came before; within code only the open line
/// is wrapped again. An open fence is code to its end. A line ends with `\n`.
struct AnswerText: Sendable {
    /// What a text begins in.
    enum Opening: Sendable, Hashable {
        case prose
        /// Behind a fence whose first word is `language`, and which had `indent` blanks before it.
        case code(language: String, indent: Int)
        /// Nothing in the text means anything: it is wrapped as it is.
        case plain
    }

    private let width: Int
    private var blocks: [Block] = []
    /// What the open block is, or the one that text to come will open.
    private var inside: Opening
    /// The beginning of a line that may yet turn out to be a fence.
    private var pending = ""
    private var isAtLineStart = true
    /// Text of the open block not yet taken in, so that a piece of many lines is set once.
    private var gathered = ""
    /// Whether a `\r` is held back that may be half of an end of a line.
    private var holdsReturn = false

    private struct Block: Sendable {
        var content: Content
        /// Number of lines above it, the blank one before it included.
        var firstLine: Int

        var lineCount: Int {
            switch content {
            case .prose(let prose): prose.lineCount
            case .code(let code): code.lineCount
            case .plain(let plain): plain.lineCount
            case .taken: 0
            }
        }
    }

    private enum Content: Sendable {
        case prose(ProseText)
        case code(CodeText)
        case plain(StreamingWrap)
        /// It is being changed.
        case taken
    }

    /// - Parameters:
    ///   - width: columns of a line, gutter included; under 1 counts as 1.
    ///   - opening: what the text begins in.
    init(width: Int, opening: Opening = .prose) {
        self.width = max(1, width)
        inside = opening
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
        case .plain(let plain): return plain.line(index - block.firstLine)
        case .taken: return StyledLine()
        }
    }

    mutating func append(_ piece: some StringProtocol) {
        var text = holdsReturn ? "\r" + String(piece) : String(piece)
        // By scalars: to Swift `\r\n` is one character.
        holdsReturn = text.utf8.last == UInt8(ascii: "\r")
        if holdsReturn { text.unicodeScalars.removeLast() }
        guard inside != .plain else {
            gathered += text
            return flush()
        }
        var rest = text[...]
        while let newline = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) {
            take(rest[..<newline])
            endLine()
            rest = rest[rest.utf8.index(after: newline)...]
        }
        take(rest)
        flush()
    }

    /// The text is complete: what was held back is shown.
    mutating func finish() {
        if holdsReturn {
            holdsReturn = false
            if inside == .plain { gathered += "\r" } else { take("\r") }
        }
        if !pending.isEmpty { endLine() }
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
        if isAtLineStart, let fence = Fence(pending, closing: inside != .prose) {
            pending = ""
            flush()
            gathered = ""
            inside = inside == .prose ? .code(language: fence.language, indent: fence.indent) : .prose
            open()
        } else {
            if isAtLineStart { releasePending() }
            gathered += "\n"
        }
        isAtLineStart = true
    }

    private mutating func releasePending() {
        var text = pending[...]
        if case .code(_, let indent) = inside {
            let blanks = text.prefix(indent).prefix { $0 == " " }
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
        // Taken out of the array first, so that it is changed in place and not copied.
        switch blocks[last].content {
        case .prose(var prose):
            blocks[last].content = .taken
            prose.append(gathered)
            blocks[last].content = .prose(prose)
            gathered = ""
        case .code(var code):
            blocks[last].content = .taken
            // The last newline is held back: before a closing fence it ends a line and begins none.
            let isEnded = gathered.utf8.last == UInt8(ascii: "\n")
            if isEnded { gathered.removeLast() }
            code.append(gathered)
            blocks[last].content = .code(code)
            gathered = isEnded ? "\n" : ""
        case .plain(var plain):
            blocks[last].content = .taken
            plain.append(gathered, style: Role.muted.key)
            blocks[last].content = .plain(plain)
            gathered = ""
        case .taken: break
        }
    }

    private mutating func open() {
        let content: Content =
            switch inside {
            case .prose: .prose(ProseText(width: width))
            case .code(let language, _): .code(CodeText(width: width - CodeGutter.width, language: language))
            case .plain: .plain(StreamingWrap(width: width))
            }
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
