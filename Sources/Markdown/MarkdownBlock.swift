/// One block of a Markdown text: what a reader sees as a unit, with the depth it is nested at.
///
/// Blocks are flat. A list is the run of blocks with a `listDepth`, an item begins where there is a `marker`, and
/// further blocks of that item have the same depth but no marker.
public struct MarkdownBlock: Sendable, Hashable {
    public var content: Content
    /// How many quotes it stands in: 0 for none, at most `MarkdownDocument.deepestNesting`.
    public var quoteDepth: Int
    /// How many lists it stands in: 0 for none, at most `MarkdownDocument.deepestNesting`.
    public var listDepth: Int
    /// Set on the first block of a list item.
    public var marker: Marker?

    public enum Content: Sendable, Hashable {
        /// No spans where a list item is empty.
        case paragraph([MarkdownSpan])
        /// Level 1 to 6.
        case heading(level: Int, [MarkdownSpan])
        /// The language is the first word after the fence, and empty where there is none. Lines have no ends.
        case code(language: String, lines: [String])
        case table(MarkdownTable)
        /// A horizontal line.
        case rule
    }

    /// What stands before a list item.
    public enum Marker: Sendable, Hashable {
        case bullet
        /// As counted, not as written: a list's numbers follow each other from its first.
        case number(Int)
        case task(isDone: Bool)
    }

    public init(_ content: Content, quoteDepth: Int = 0, listDepth: Int = 0, marker: Marker? = nil) {
        self.content = content
        self.quoteDepth = quoteDepth
        self.listDepth = listDepth
        self.marker = marker
    }
}

/// A table; every cell is plain text.
public struct MarkdownTable: Sendable, Hashable {
    public var header: [String]
    /// Each as long as the header.
    public var rows: [[String]]
    /// One for each column.
    public var alignments: [Alignment]

    public enum Alignment: Sendable, Hashable {
        /// Also where none is given.
        case left
        case center, right
    }

    public init(header: [String] = [], rows: [[String]] = [], alignments: [Alignment] = []) {
        self.header = header
        self.rows = rows
        self.alignments = alignments
    }
}
