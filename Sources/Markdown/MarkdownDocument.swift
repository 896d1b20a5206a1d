import CMarkdown

/// A Markdown text as blocks and spans: CommonMark with GitHub's tables, task lists, strikethrough and bare links.
///
/// Every text is a document; one that breaks off is read as far as it goes (an open code fence is a code block up to
/// the end). Raw HTML is text. Nothing is executed, fetched or resolved.
public struct MarkdownDocument: Sendable, Hashable {
    /// In the order of the text.
    public var blocks: [MarkdownBlock]

    /// Deepest nesting of quotes or lists that is told apart; deeper ones count as this deep. More would leave no room
    /// for text on a screen.
    public static let deepestNesting = 12

    /// Longest text, in bytes, that is read as Markdown; a longer one is shown as it is, line by line.
    ///
    /// The parser takes milliseconds for a text of that length, but half a second for one made to keep it busy, and four
    /// times as long for each doubling. `MarkdownStream` reads longer texts, part by part.
    public static let longestText = 256 * 1024

    /// Longest address of a link, in bytes; a longer one is left empty.
    ///
    /// A text can name one address thousands of times: without a limit, its blocks might outgrow the memory. Browsers
    /// stop at some 2,000 characters at the earliest.
    public static let longestAddress = 4 * 1024

    public init(parsing text: String) {
        self.init(parsing: Array(text.utf8))
    }

    public init(blocks: [MarkdownBlock]) {
        self.blocks = blocks
    }

    init(parsing bytes: [UInt8]) {
        let lineEnd = UInt8(ascii: "\n")
        // Two flaws of the parser (0.4.8), avoided by line ends that mean nothing. It misreads a list whose distance from
        // the start of the text is less than its indentation (at most 9 digits, a mark and 4 blanks), and where a text
        // ends with a mark such as `&` or `\` it reads one byte too many.
        let safe = Array(repeating: lineEnd, count: 16) + bytes + (bytes.last == lineEnd ? [] : [lineEnd])
        let parsed = bytes.count <= Self.longestText ? safe.withUnsafeBufferPointer(Self.parse) : nil
        blocks = parsed ?? [MarkdownBlock(.code(language: "", lines: BlockBuilder.lines(of: bytes)))]
    }

    /// Nil where the parser gives up, which it does only where memory runs out.
    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> [MarkdownBlock]? {
        var builder = BlockBuilder()
        var parser = MD_PARSER()
        parser.flags = CMARKDOWN_DIALECT
        parser.enter_block = { type, detail, builder in
            BlockBuilder.at(builder).pointee.enter(type, detail)
            return 0
        }
        parser.leave_block = { type, _, builder in
            BlockBuilder.at(builder).pointee.leave(type)
            return 0
        }
        parser.enter_span = { type, detail, builder in
            BlockBuilder.at(builder).pointee.enter(type, detail)
            return 0
        }
        parser.leave_span = { type, _, builder in
            BlockBuilder.at(builder).pointee.leave(type)
            return 0
        }
        parser.text = { type, text, size, builder in
            BlockBuilder.at(builder).pointee.add(type, UnsafeRawBufferPointer(start: text, count: Int(size)))
            return 0
        }
        let status = bytes.withMemoryRebound(to: CChar.self) { text in
            withUnsafeMutablePointer(to: &builder) { md_parse(text.baseAddress, UInt32(text.count), &parser, $0) }
        }
        return status == 0 ? builder.blocks : nil
    }
}
