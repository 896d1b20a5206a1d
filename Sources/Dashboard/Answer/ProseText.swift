import Markdown
import Terminal

/// Markdown between two code blocks, as it arrives: finished blocks keep their lines, the open one is read again.
struct ProseText: Sendable {
    private let width: Int
    private var stream = MarkdownStream()
    private var frozen: [StyledLine] = []
    private var frozenBlocks = 0
    private var tail: [StyledLine] = []
    /// The block before the stream's first.
    private var previous: MarkdownBlock?
    /// Bytes taken in since a block was last finished.
    private var openBytes = 0

    private let cutsLongBlocks: Bool
    /// Whether a block was cut, so that reading the whole text at once could give other lines.
    private(set) var hasCuts = false

    /// Most bytes read again for a new piece; that many take about a millisecond.
    private static let mostOpenBytes = 4_096

    /// - Parameter cutsLongBlocks: whether a block is cut in two where reading it again takes too long, so that a text that
    ///   never ends a block stays quick.
    init(width: Int, cutsLongBlocks: Bool) {
        self.width = max(1, width)
        self.cutsLongBlocks = cutsLongBlocks
    }

    /// Number of lines; 0 for a text of blanks.
    var lineCount: Int { frozen.count + tail.count }

    func line(_ index: Int) -> StyledLine {
        index < frozen.count ? frozen[index] : tail[index - frozen.count]
    }

    mutating func append(_ piece: String) {
        stream.append(piece)
        openBytes += piece.utf8.count
        let finished = stream.frozen.count
        if finished > frozenBlocks { openBytes = piece.utf8.count }
        freeze(stream.frozen[frozenBlocks..<finished])
        frozenBlocks = finished
        let open = stream.tail
        if cutsLongBlocks, openBytes > Self.mostOpenBytes {
            hasCuts = true
            freeze(open[...])
            stream = MarkdownStream()
            (frozenBlocks, openBytes, tail) = (0, 0, [])
        } else {
            tail = lines(of: open[...])
        }
    }

    private mutating func freeze(_ blocks: ArraySlice<MarkdownBlock>) {
        frozen += lines(of: blocks)
        previous = blocks.last ?? previous
    }

    private func lines(of blocks: ArraySlice<MarkdownBlock>) -> [StyledLine] {
        var lines = MarkdownLines(width: width, after: previous)
        for block in blocks { lines.append(block) }
        return lines.lines
    }
}
