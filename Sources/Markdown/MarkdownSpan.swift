/// A stretch of text in one style.
public struct MarkdownSpan: Sendable, Hashable {
    /// Never empty. A line break asked for is `\n`; any other end of a line is a space.
    public var text: String
    public var style: Style
    /// Where a link or an image leads, as it was written, or empty where that is longer than
    /// `MarkdownDocument.longestAddress`; nil for text that is neither. An image's text is its description.
    public var link: String?

    public struct Style: OptionSet, Sendable, Hashable {
        public var rawValue: Int

        public init(rawValue: Int) { self.rawValue = rawValue }

        public static let emphasis = Style(rawValue: 1)
        public static let strong = Style(rawValue: 2)
        public static let code = Style(rawValue: 4)
        public static let struckThrough = Style(rawValue: 8)
    }

    public init(_ text: String, style: Style = [], link: String? = nil) {
        self.text = text
        self.style = style
        self.link = link
    }
}

extension [MarkdownSpan] {
    /// The text without its styles.
    public var text: String { map(\.text).joined() }
}
