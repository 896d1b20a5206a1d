/// Gathers the spans of one block; neighbours that look alike become one.
struct SpanBuilder {
    private var spans: [MarkdownSpan] = []
    /// How many spans of each style are open, for they may be nested in their own kind.
    private var depths: [MarkdownSpan.Style: Int] = [:]
    private var style: MarkdownSpan.Style = []
    private var links: [String] = []

    mutating func enter(_ style: MarkdownSpan.Style) {
        depths[style, default: 0] += 1
        self.style.insert(style)
    }

    mutating func leave(_ style: MarkdownSpan.Style) {
        depths[style, default: 1] -= 1
        if depths[style] == 0 { self.style.remove(style) }
    }

    mutating func enter(link: String) { links.append(link) }

    mutating func leaveLink() {
        // The parser (0.4.8) now and then leaves a bare link that it never entered.
        _ = links.popLast()
    }

    mutating func add(_ text: String) {
        guard !text.isEmpty else { return }
        // An image in a link leads where the link does.
        let link = links.first
        if let last = spans.indices.last, spans[last].style == style, spans[last].link == link {
            spans[last].text += text
        } else {
            spans.append(MarkdownSpan(text, style: style, link: link))
        }
    }

    mutating func take() -> [MarkdownSpan] {
        defer { spans = [] }
        return spans
    }
}
