import Terminal

/// Text of several lines folded to one, for lists and titles.
enum OneLine {
    /// The first characters of `text` on one line: runs of blanks and new lines become one blank, none stands at an end.
    ///
    /// - Parameter limit: most characters looked at, so that a list stays quick whatever a model wrote.
    static func folded(_ text: String, limit: Int = 1_000) -> String {
        var result = ""
        var pendingBlank = false
        for character in text.prefix(limit) {
            if character.isWhitespace {
                pendingBlank = !result.isEmpty
            } else {
                if pendingBlank { result.append(" ") }
                pendingBlank = false
                result.append(character)
            }
        }
        return result
    }

    /// As many columns of `text` as `width` holds, its middle left out where it is longer: names differ at both ends.
    static func shortened(_ text: String, to width: Int) -> String {
        guard TextWidth.of(text) > width else { return text }
        guard width >= 5 else { return TextWrap.truncate(text, to: width) }
        let tail = String(text.suffix((width - 1) / 2))
        return TextWrap.truncate(text, to: width - TextWidth.of(tail)) + tail
    }
}

extension String {
    /// The text with blanks after it up to `width` columns.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - TextWidth.of(self)))
    }

    /// The text with blanks before it up to `width` columns.
    func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - TextWidth.of(self))) + self
    }
}
