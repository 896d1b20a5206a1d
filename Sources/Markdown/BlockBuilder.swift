import CMarkdown

/// Builds blocks from the parser's reports, which come like the tags of HTML.
struct BlockBuilder {
    private(set) var blocks: [MarkdownBlock] = []

    private var quoteDepth = 0
    /// The number of the next item for each open list, outermost first; nil for a bulleted list.
    private var lists: [Int?] = []
    /// The marker of an item whose first block is still to come.
    private var marker: MarkdownBlock.Marker?
    /// What the open block is; nil between blocks.
    private var open: OpenBlock?
    private var spans = SpanBuilder()

    private enum OpenBlock {
        case paragraph
        case heading(level: Int)
        case code(language: String)
        case table(MarkdownTable, row: [String])
    }

    static func at(_ userData: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<BlockBuilder> {
        // `MarkdownDocument` passes a builder to each parse.
        userData!.assumingMemoryBound(to: BlockBuilder.self)
    }

    // MARK: Blocks

    mutating func enter(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) {
        switch type {
        case MD_BLOCK_TR:
            if case .table(let table, _)? = open { open = .table(table, row: []) }
        case MD_BLOCK_TH:
            align(detail?.load(as: MD_BLOCK_TD_DETAIL.self).align)
        case MD_BLOCK_DOC, MD_BLOCK_THEAD, MD_BLOCK_TBODY, MD_BLOCK_TD:
            break
        default:
            // The items of a tight list have their text without a paragraph around it.
            close()
            begin(type, detail)
        }
    }

    private mutating func begin(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) {
        switch type {
        case MD_BLOCK_QUOTE:
            // An item may begin with a quote, which then stands for its first block.
            quoteDepth += 1
        case MD_BLOCK_UL:
            beginList(nil)
        case MD_BLOCK_OL:
            beginList(detail.map { Int($0.load(as: MD_BLOCK_OL_DETAIL.self).start) } ?? 1)
        case MD_BLOCK_LI:
            beginItem(detail?.load(as: MD_BLOCK_LI_DETAIL.self))
        case MD_BLOCK_HR:
            add(.rule)
        case MD_BLOCK_H:
            open = .heading(level: detail.map { Int($0.load(as: MD_BLOCK_H_DETAIL.self).level) } ?? 1)
        case MD_BLOCK_CODE:
            open = .code(language: detail.map { Self.text(of: $0.load(as: MD_BLOCK_CODE_DETAIL.self).lang) } ?? "")
        case MD_BLOCK_TABLE:
            open = .table(MarkdownTable(), row: [])
        default:
            open = .paragraph
        }
    }

    mutating func leave(_ type: MD_BLOCKTYPE) {
        switch type {
        case MD_BLOCK_DOC, MD_BLOCK_THEAD, MD_BLOCK_TBODY, MD_BLOCK_HR:
            break
        case MD_BLOCK_TH, MD_BLOCK_TD:
            endCell()
        case MD_BLOCK_TR:
            endRow()
        case MD_BLOCK_QUOTE:
            close()
            quoteDepth -= 1
        case MD_BLOCK_UL, MD_BLOCK_OL:
            close()
            lists.removeLast()
        case MD_BLOCK_LI:
            close()
            // An item without a block of its own.
            if marker != nil { add(.paragraph([])) }
        default:
            close()
        }
    }

    private mutating func beginList(_ number: Int?) {
        // An item that begins with a list: its marker must not be taken by the inner item.
        if marker != nil { add(.paragraph([])) }
        lists.append(number)
    }

    private mutating func beginItem(_ detail: MD_BLOCK_LI_DETAIL?) {
        let number = lists.last ?? nil
        if let number { lists[lists.count - 1] = number + 1 }
        if let detail, detail.is_task != 0 {
            marker = .task(isDone: detail.task_mark != CChar(UInt8(ascii: " ")))
        } else {
            marker = number.map { .number($0) } ?? .bullet
        }
    }

    /// Ends the open block, if there is one.
    private mutating func close() {
        guard let ending = open else { return }
        open = nil
        switch ending {
        case .paragraph: add(.paragraph(spans.take()))
        case .heading(let level): add(.heading(level: level, spans.take()))
        case .code(let language): add(.code(language: language, lines: Self.lines(of: Array(spans.take().text.utf8))))
        case .table(let table, _): add(.table(table))
        }
    }

    private mutating func add(_ content: MarkdownBlock.Content) {
        blocks.append(
            MarkdownBlock(
                content, quoteDepth: min(quoteDepth, MarkdownDocument.deepestNesting),
                listDepth: min(lists.count, MarkdownDocument.deepestNesting), marker: marker))
        marker = nil
    }

    /// Lines without their ends; the last one may have none.
    static func lines(of text: [UInt8]) -> [String] {
        // By bytes: to Swift `\r\n` is one character, and not `\n`.
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines.map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
    }

    // MARK: Tables

    private mutating func align(_ alignment: MD_ALIGN?) {
        guard case .table(var table, let row)? = open else { return }
        let side: MarkdownTable.Alignment =
            switch alignment {
            case MD_ALIGN_CENTER?: .center
            case MD_ALIGN_RIGHT?: .right
            default: .left
            }
        table.alignments.append(side)
        open = .table(table, row: row)
    }

    private mutating func endCell() {
        guard case .table(let table, var row)? = open else { return }
        row.append(spans.take().text)
        open = .table(table, row: row)
    }

    private mutating func endRow() {
        guard case .table(var table, let row)? = open else { return }
        // The first row is the header: a table without one is none.
        if table.header.isEmpty {
            table.header = row
        } else {
            table.rows.append(row)
        }
        open = .table(table, row: [])
    }

    // MARK: Spans

    mutating func enter(_ type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) {
        beginImplicitParagraph()
        switch type {
        case MD_SPAN_A:
            spans.enter(link: detail.map { Self.address($0.load(as: MD_SPAN_A_DETAIL.self).href) } ?? "")
        case MD_SPAN_IMG:
            spans.enter(link: detail.map { Self.address($0.load(as: MD_SPAN_IMG_DETAIL.self).src) } ?? "")
        default:
            spans.enter(Self.style(of: type))
        }
    }

    mutating func leave(_ type: MD_SPANTYPE) {
        switch type {
        case MD_SPAN_A, MD_SPAN_IMG: spans.leaveLink()
        default: spans.leave(Self.style(of: type))
        }
    }

    mutating func add(_ type: MD_TEXTTYPE, _ bytes: UnsafeRawBufferPointer) {
        beginImplicitParagraph()
        switch type {
        case MD_TEXT_NULLCHAR: spans.add("\u{FFFD}")
        // Models write a paragraph as one line: where they break one, as in a poem or an address, the break is meant.
        case MD_TEXT_BR, MD_TEXT_SOFTBR: spans.add("\n")
        case MD_TEXT_ENTITY: spans.add(Entity.text(of: String(decoding: bytes, as: UTF8.self)))
        default: spans.add(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Text in an item of a tight list comes without a paragraph.
    private mutating func beginImplicitParagraph() {
        if open == nil { open = .paragraph }
    }

    private static func style(of type: MD_SPANTYPE) -> MarkdownSpan.Style {
        switch type {
        case MD_SPAN_EM: .emphasis
        case MD_SPAN_STRONG: .strong
        case MD_SPAN_CODE: .code
        case MD_SPAN_DEL: .struckThrough
        default: []
        }
    }

    private static func address(_ attribute: MD_ATTRIBUTE) -> String {
        attribute.size <= MarkdownDocument.longestAddress ? text(of: attribute) : ""
    }

    /// The text of a link's address or a fence's language, its entities resolved.
    private static func text(of attribute: MD_ATTRIBUTE) -> String {
        guard let bytes = UnsafeRawBufferPointer(start: attribute.text, count: Int(attribute.size)).nonEmpty,
            let types = attribute.substr_types, let offsets = attribute.substr_offsets
        else { return "" }
        var text = ""
        var index = 0
        // The offset after the last part is the size of the whole.
        while offsets[index] < attribute.size {
            let part = String(decoding: bytes[Int(offsets[index])..<Int(offsets[index + 1])], as: UTF8.self)
            text += types[index] == MD_TEXT_ENTITY ? Entity.text(of: part) : part
            index += 1
        }
        return text
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}
