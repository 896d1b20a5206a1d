/// The `@path` being written before the caret, to be completed.
///
/// A path with blanks or signs in it stands in quotation marks, as in `@"my notes.txt"`: a mention ends at the first of them
/// otherwise.
struct MentionedPath: Sendable, Hashable {
    /// As far as it is written, without `@` and quotation mark.
    var partial: String
    /// Characters it takes in the line, `@` and quotation mark included.
    var length: Int

    /// - Parameter line: what stands before the caret.
    /// - Returns: nil where the caret doesn't stand in a mention.
    init?(in line: String) {
        guard let at = line.lastIndex(of: "@") else { return nil }
        if at > line.startIndex {
            let before = line[line.index(before: at)]
            guard before.isWhitespace || "([{<\"'`".contains(before) else { return nil }
        }
        var path = line[line.index(after: at)...]
        length = path.count + 1
        if path.first == "\"" {
            path = path.dropFirst()
            guard !path.contains("\"") else { return nil }
        } else {
            guard path.allSatisfy(Self.isPlain) else { return nil }
        }
        partial = String(path)
    }

    /// How a path is written, without its end where it is only the beginning of one.
    static func written(_ path: String, isWhole: Bool) -> String {
        guard path.allSatisfy(isPlain) else { return "@\"\(path)" + (isWhole ? "\"" : "") }
        // A bare word is no path unless it has an extension.
        let needsFolder = isWhole && !path.contains("/") && !path.dropFirst().contains(".")
        return "@" + (needsFolder ? "./" : "") + path
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_-+./~#".contains(character)
    }
}
