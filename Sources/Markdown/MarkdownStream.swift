/// A Markdown text that comes piece by piece: finished blocks are frozen, so that only the open end is parsed again.
///
/// A blank line before a line that isn't indented ends what came before it, unless it stands in a code block or in a
/// numbered list that may go on. So the cost of a piece depends on the block it belongs to, not on the whole text.
///
/// The blocks are those of `MarkdownDocument(parsing:)` for the same text, but for one thing: a link by reference
/// (`[text][name]`) finds its address only within a part that is parsed together.
public struct MarkdownStream: Sendable, Hashable {
    /// Blocks that no further text changes.
    public private(set) var frozen: [MarkdownBlock] = []
    /// The text after the frozen blocks, in UTF-8.
    private var open: [UInt8] = []
    /// Where in it the blocks end that were frozen since a piece came.
    private var openStart = 0
    /// Where the first line begins that has not been looked at.
    private var lineStart = 0
    private var followsBlankLine = false
    /// Whether the last end that was tried stood in a fenced code block, and no fence has come since.
    private var isInFence = false
    /// Whether the last end that was tried stood in a numbered list, and only items and what belongs to them came since: no
    /// need to try again, for thousands of items would be parsed thousands of times.
    private var isInNumberedList = false

    public init() {}

    /// The blocks of the open end as far as it has come. Each call parses it.
    public var tail: [MarkdownBlock] { MarkdownDocument(parsing: open).blocks }

    /// All blocks, in order. Who draws often draws `frozen` once and only `tail` anew.
    public var blocks: [MarkdownBlock] { frozen + tail }

    public mutating func append(_ piece: String) {
        open += piece.utf8
        // Only whole lines are looked at: of a line that has just begun nobody can say what it will be.
        while let end = open[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = open[lineStart..<end]
            lineStart = end + 1
            look(at: line)
        }
        open.removeFirst(openStart)
        (lineStart, openStart) = (lineStart - openStart, 0)
    }

    private mutating func look(at line: ArraySlice<UInt8>) {
        let content = line.drop { $0.isBlank }
        guard let first = content.first else {
            followsBlankLine = true
            return
        }
        let isIndented = content.startIndex > line.startIndex
        if !isIndented, !content.beginsNumberedItem { isInNumberedList = false }
        if followsBlankLine, !isInFence, !isInNumberedList, !isIndented {
            freeze(to: line.startIndex, before: first)
        }
        followsBlankLine = false
        if first.isFenceMark { isInFence = false }
    }

    /// Freezes the blocks before that byte, if it is the end of a block.
    private mutating func freeze(to end: Int, before first: UInt8) {
        // The parser is asked what a word at that place would be. Inside a fence it would be code.
        var blocks = MarkdownDocument(parsing: open[openStart..<end] + [UInt8(ascii: "x")]).blocks
        guard blocks.popLast() == MarkdownBlock(.paragraph([MarkdownSpan("x")])) else {
            isInFence = true
            return
        }
        // What may reach back into a list: the numbers of its items count on from the first, and to the parser a fence at
        // the margin ends one that was opened in an item.
        let isInList = (blocks.last?.listDepth ?? 0) > 0
        isInNumberedList = isInList && first.isDigit
        guard !(isInList && (first.isDigit || first.isFenceMark)) else { return }
        frozen += blocks
        openStart = end
    }
}

extension ArraySlice<UInt8> {
    /// Whether it is a number with a point or a parenthesis and a blank behind it.
    fileprivate var beginsNumberedItem: Bool {
        let rest = drop(while: \.isDigit)
        guard rest.startIndex > startIndex, let mark = rest.first else { return false }
        return (mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")) && (rest.dropFirst().first?.isBlank ?? true)
    }
}

extension UInt8 {
    /// Blanks within a line; the `\r` of an end of line is one too.
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }

    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    fileprivate var isFenceMark: Bool { self == UInt8(ascii: "`") || self == UInt8(ascii: "~") }
}
