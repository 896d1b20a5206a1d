import Terminal

/// What a cell of the dashboard means; a theme gives it its look.
///
/// The raw value is the `StyleKey`; `text` is 0, so plain cells are text.
public enum Role: UInt8, Sendable, Hashable, CaseIterable {
    case text
    case muted
    case background
    case border
    case focusedBorder
    case title
    case selection
    /// The selection of a list that has not the focus.
    case blurredSelection
    case match
    case key
    case hint
    case badge
    case scrollbar
    case error
    case warning
    case info

    case tierWarm
    case tierLoading
    case tierCold
    case tierUnknown
    case tierRemote
    /// Its backend can't be reached.
    case tierDown
    /// The tier being asked.
    case tierActive

    case verdictAccept
    case verdictEscalate
    case verdictError
    case verdictPending
    case attemptLive
    case attemptDone
    case feedbackAdd
    case feedbackRemove

    case timelineLoad
    case timelinePrompt
    case timelineAnswer
    case timelineVerify
    case timelinePlayhead
    case timelineMark

    case markdownHeading
    case markdownCode
    case markdownLink
    case markdownQuote
    case codeKeyword
    case codeString
    case codeNumber
    case codeComment

    case chart1
    case chart2
    case chart3
    case chart4
    case chart5
    case chart6

    public var key: StyleKey { StyleKey(rawValue: rawValue) }

    /// The role of that name in a theme file; nil if there is none.
    public init?(named name: String) {
        guard let role = Self.byName[name] else { return nil }
        self = role
    }

    /// The role a cell was drawn in; nil for a key no role has.
    public init?(_ key: StyleKey) { self.init(rawValue: key.rawValue) }

    /// Its name in theme files: what it belongs to, a dot, and what it is.
    public var name: String { Self.descriptions[Int(rawValue)].name }

    /// The role whose look it takes where a theme gives it none; nil for `text`.
    public var parent: Role? { self == .text ? nil : Self.descriptions[Int(rawValue)].parent }

    /// Whether it is laid over other roles rather than drawn in.
    var isOverlay: Bool { self == .selection || self == .blurredSelection }

    /// One letter that stands for it where a screen is written down as text. A blank for `text`.
    public var letter: Character { Self.descriptions[Int(rawValue)].letter }

    /// The letter of every role's key.
    public static let letters = Dictionary(uniqueKeysWithValues: allCases.map { ($0.key, $0.letter) })

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    /// By raw value.
    private static let descriptions: [(name: String, letter: Character, parent: Role)] = [
        ("text", " ", .text),
        ("text.muted", "m", .text),
        ("background", "B", .text),
        ("border", "-", .muted),
        ("border.focus", "=", .border),
        ("title", "T", .text),
        ("selection", "S", .text),
        ("selection.blurred", "s", .selection),
        ("match", "M", .selection),
        ("key", "k", .title),
        ("hint", "h", .muted),
        ("badge", "b", .title),
        ("scrollbar", "|", .muted),
        ("error", "E", .text),
        ("warning", "W", .text),
        ("info", "i", .text),
        ("tier.warm", "w", .text),
        ("tier.loading", "l", .text),
        ("tier.cold", "c", .muted),
        ("tier.unknown", "u", .muted),
        ("tier.remote", "r", .text),
        ("tier.down", "d", .error),
        ("tier.active", "A", .title),
        ("verdict.accept", "+", .text),
        ("verdict.escalate", "x", .text),
        ("verdict.error", "!", .error),
        ("verdict.pending", ".", .muted),
        ("attempt.live", "L", .title),
        ("attempt.done", "D", .text),
        ("feedback.add", "a", .text),
        ("feedback.remove", "R", .text),
        ("timeline.load", "1", .muted),
        ("timeline.prompt", "2", .muted),
        ("timeline.answer", "3", .text),
        ("timeline.verify", "4", .text),
        ("timeline.playhead", "P", .title),
        ("timeline.mark", "K", .muted),
        ("markdown.heading", "H", .title),
        ("markdown.code", "C", .text),
        ("markdown.link", "U", .text),
        ("markdown.quote", "Q", .muted),
        ("code.keyword", "y", .title),
        ("code.string", "g", .markdownCode),
        ("code.number", "n", .markdownCode),
        ("code.comment", "o", .muted),
        ("chart.1", "5", .text),
        ("chart.2", "6", .text),
        ("chart.3", "7", .text),
        ("chart.4", "8", .text),
        ("chart.5", "9", .text),
        ("chart.6", "0", .text),
    ]
}
