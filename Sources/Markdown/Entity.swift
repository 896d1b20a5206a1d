/// Character references of HTML, which Markdown allows in text.
enum Entity {
    /// The few names that occur in answers; HTML knows two thousand.
    private static let named = [
        "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&apos;": "'", "&nbsp;": "\u{A0}", "&ndash;": "–",
        "&mdash;": "—", "&hellip;": "…", "&times;": "×", "&rarr;": "→", "&copy;": "©",
    ]

    /// What a reference such as `&lt;`, `&#65;` or `&#x41;` stands for; an unknown one stands for itself.
    static func text(of reference: String) -> String {
        if let text = named[reference] { return text }
        guard reference.hasPrefix("&#"), reference.hasSuffix(";") else { return reference }
        let digits = reference.dropFirst(2).dropLast()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        guard let number = UInt32(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10) else {
            return reference
        }
        // CommonMark: what is no character, and 0, becomes U+FFFD.
        return number == 0 ? "\u{FFFD}" : String(Unicode.Scalar(number) ?? "\u{FFFD}")
    }
}
