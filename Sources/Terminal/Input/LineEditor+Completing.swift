extension LineEditor {
    /// What stands between the start of the line and the caret, at most its last 4,096 characters.
    public var lineBeforeCaret: String {
        let start = max(lineStart(before: caret), caret - Self.segmentLength)
        return String(buffer[start..<caret])
    }

    /// Puts `text` in the place of the `count` characters before the caret, which then stands behind it. One undo takes
    /// it back.
    public mutating func replaceBeforeCaret(_ count: Int, with text: String) {
        replace(max(0, caret - count)..<caret, with: LineEditor.normalised(text))
        settle()
    }
}
