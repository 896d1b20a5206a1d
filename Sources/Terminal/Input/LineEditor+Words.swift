extension LineEditor {
    /// Index of the first character of the line that holds the caret position `index`.
    func lineStart(before index: Int) -> Int {
        var index = index
        while index > 0, buffer[index - 1] != "\n" { index -= 1 }
        return index
    }

    /// Index of the newline that ends the line from `index` on, or the end of the text.
    func lineEnd(from index: Int) -> Int {
        var index = index
        while index < count, buffer[index] != "\n" { index += 1 }
        return index
    }

    /// Start of the word before `index`: back over what is no letter or digit, then over letters and digits.
    func wordStart(before index: Int) -> Int {
        var index = index
        while index > 0, !isWord(buffer[index - 1]) { index -= 1 }
        while index > 0, isWord(buffer[index - 1]) { index -= 1 }
        return index
    }

    /// End of the word after `index`.
    func wordEnd(after index: Int) -> Int {
        var index = index
        while index < count, !isWord(buffer[index]) { index += 1 }
        while index < count, isWord(buffer[index]) { index += 1 }
        return index
    }

    /// Like `wordStart(before:)`, for words that end at blanks only.
    func blankWordStart(before index: Int) -> Int {
        var index = index
        while index > 0, buffer[index - 1].isWhitespace { index -= 1 }
        while index > 0, !buffer[index - 1].isWhitespace { index -= 1 }
        return index
    }

    private func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber
    }
}
