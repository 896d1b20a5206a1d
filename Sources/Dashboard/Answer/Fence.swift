/// The line that opens or closes a code block: three backticks after at most three blanks.
struct Fence {
    /// Blanks before it.
    var indent: Int
    /// The first word behind an opening fence; empty for none.
    var language: String

    /// Whether a line that begins with `text` may turn out to be a fence.
    static func mayBegin(_ text: String) -> Bool {
        let body = text.drop { $0 == " " }
        guard text.utf8.count - body.utf8.count <= 3 else { return false }
        return body.hasPrefix("```") || body.allSatisfy { $0 == "`" }
    }

    /// Nil for a line that is no fence.
    ///
    /// A closing fence has nothing behind its backticks, an opening one no further backtick.
    init?(_ text: String, closing: Bool) {
        guard Self.mayBegin(text) else { return nil }
        let body = text.drop { $0 == " " }
        guard body.hasPrefix("```") else { return nil }
        let info = body.drop { $0 == "`" }
        let isFence = closing ? info.allSatisfy(\.isWhitespace) : !info.contains("`")
        guard isFence else { return nil }
        indent = text.count - body.count
        language = info.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }
}
