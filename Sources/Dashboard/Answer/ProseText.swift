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

    init(width: Int) { self.width = max(1, width) }

    /// Number of lines; 0 for a text of blanks.
    var lineCount: Int { frozen.count + tail.count }

    func line(_ index: Int) -> StyledLine {
        index < frozen.count ? frozen[index] : tail[index - frozen.count]
    }

    mutating func append(_ piece: String) {
        stream.append(piece)
        let finished = stream.frozen[frozenBlocks...]
        frozen += lines(of: finished)
        frozenBlocks += finished.count
        previous = finished.last ?? previous
        tail = lines(of: stream.tail[...])
    }

    private func lines(of blocks: ArraySlice<MarkdownBlock>) -> [StyledLine] {
        var lines = MarkdownLines(width: width, after: previous)
        for block in blocks { lines.append(block) }
        return lines.lines
    }
}
