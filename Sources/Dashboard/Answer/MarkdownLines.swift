import Markdown
import Terminal

/// Blocks of Markdown as lines of a given width, with the dashboard's roles.
struct MarkdownLines {
    private let width: Int
    private(set) var lines: [StyledLine] = []
    /// The block before the next one; nil at the start of the text.
    private var previous: MarkdownBlock?

    /// Widest rule, in columns: longer ones look like a pane's border.
    private static let longestRule = 40

    /// - Parameter previous: the block before the first, which decides whether a blank line stands between them.
    init(width: Int, after previous: MarkdownBlock? = nil) {
        self.width = max(1, width)
        self.previous = previous
    }

    mutating func append(_ block: MarkdownBlock) {
        if let previous, !isTight(previous, block) { lines.append(StyledLine()) }
        previous = block
        let prefix = Prefix(block)
        let room = max(1, width - prefix.width)
        for (index, line) in content(of: block.content, width: room).enumerated() {
            var whole = index == 0 ? prefix.first : prefix.rest
            whole.append(line)
            lines.append(whole)
        }
    }

    /// Items of a list stand close together.
    private func isTight(_ upper: MarkdownBlock, _ lower: MarkdownBlock) -> Bool {
        upper.listDepth > 0 && lower.listDepth > 0 && lower.marker != nil
    }

    private func content(of content: MarkdownBlock.Content, width: Int) -> [StyledLine] {
        switch content {
        case .paragraph(let spans): TextWrap.wrap(spans.runs(.text), width: width)
        case .heading(_, let spans): TextWrap.wrap(spans.runs(.markdownHeading), width: width)
        case .code(let language, let lines): Self.code(lines, language, width: width)
        case .table(let table): Self.table(table, width: width)
        case .rule: [StyledLine(String(repeating: "─", count: min(width, Self.longestRule)), .border)]
        }
    }

    private static func code(_ lines: [String], _ language: String, width: Int) -> [StyledLine] {
        var code = CodeText(width: width - CodeGutter.width, language: language)
        code.append(lines.joined(separator: "\n"))
        return (0..<code.lineCount).map { CodeGutter.before(code.line($0)) }
    }

    private static func table(_ table: MarkdownTable, width: Int) -> [StyledLine] {
        let rows = [table.header] + table.rows
        var columns = table.header.indices.map { index in
            rows.map { TextWidth.of(OneLine.folded($0[index])) }.max() ?? 0
        }
        // Too wide a table loses columns of text from its widest column first.
        let room = max(0, width - 3 * max(0, columns.count - 1))
        while columns.reduce(0, +) > room, let widest = columns.max(), widest > 1 {
            columns[columns.firstIndex(of: widest) ?? 0] -= 1
        }
        var lines = rows.enumerated().map { number, row in
            var line = StyledLine()
            for (index, cell) in row.enumerated() {
                if index > 0 { line.append(" │ ", .border) }
                let text = TextWrap.truncate(OneLine.folded(cell), to: columns[index])
                line.append(
                    aligned(text, table.alignments[index], columns[index]), number == 0 ? .markdownHeading : .text)
            }
            return line.truncated(to: width)
        }
        let total = columns.reduce(0, +) + 3 * max(0, columns.count - 1)
        lines.insert(StyledLine(String(repeating: "─", count: min(total, width)), .border), at: 1)
        return lines
    }

    private static func aligned(_ text: String, _ alignment: MarkdownTable.Alignment, _ width: Int) -> String {
        switch alignment {
        case .left: text.padded(to: width)
        case .right: text.leftPadded(to: width)
        case .center: text.leftPadded(to: width - (width - TextWidth.of(text)) / 2).padded(to: width)
        }
    }

    /// What stands before a block's lines: quote bars, and the item's marker or room for it.
    private struct Prefix {
        var first = StyledLine()
        var rest = StyledLine()

        init(_ block: MarkdownBlock) {
            let quotes = String(repeating: "┃ ", count: block.quoteDepth)
            let indent = String(repeating: "  ", count: max(0, block.listDepth - 1))
            let marker =
                switch block.marker {
                case nil: block.listDepth > 0 ? "  " : ""
                case .bullet: "• "
                case .number(let number): "\(number). "
                case .task(let isDone): isDone ? "[x] " : "[ ] "
                }
            for line in [\Self.first, \Self.rest] {
                self[keyPath: line].append(quotes, .markdownQuote)
                self[keyPath: line].append(indent, .text)
            }
            first.append(marker, .markdownHeading)
            rest.append(String(repeating: " ", count: TextWidth.of(marker)), .text)
        }

        var width: Int { max(first.width, rest.width) }
    }
}

/// The line that stands left of code.
enum CodeGutter {
    static let width = 2

    static func before(_ line: StyledLine) -> StyledLine {
        var gutter = StyledLine("│ ", .border)
        gutter.append(line)
        return gutter
    }
}

extension [MarkdownSpan] {
    /// The spans in roles; text without a style of its own has `role`. A link's address follows it.
    fileprivate func runs(_ role: Role) -> [TextRun] {
        flatMap { span -> [TextRun] in
            let own: Role =
                if span.style.contains(.code) {
                    .markdownCode
                } else if span.link != nil {
                    .markdownLink
                } else if span.style.contains(.strong) {
                    .markdownHeading
                } else if span.style.contains(.struckThrough) {
                    .muted
                } else {
                    role
                }
            let text = TextRun(span.text, style: own.key)
            guard let link = span.link, !link.isEmpty, !link.hasSuffix(span.text) else { return [text] }
            return [text, TextRun(" (\(link))", style: Role.muted.key)]
        }
    }
}
