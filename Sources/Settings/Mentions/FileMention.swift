/// A file that a task names by `@path`, to be sent along.
///
/// The `@` stands at the start of the text, or behind white space or an opening bracket or quotation mark. What follows is
/// a path if it
/// - stands in quotation marks, as in `@"my notes.txt"`, or
/// - is made of letters, digits and `_ - + . / ~ #`, and begins with `./`, `../`, `/` or `~/`, has a `/` in it, or ends with an
///   extension (a dot and up to ten letters and digits), as in `@Sources/main.swift`. A full stop or slash at its end is not
///   part of it.
///
/// Everything else stays text: `@Test`, `@app.route("/")` (a bracket follows), `ada@example.org`. `\@` is an `@` that names
/// nothing.
public struct FileMention: Sendable, Hashable {
    /// As it is written, without `@` and quotation marks.
    public var path: String

    /// The files a text names, in the order they are named first, each once.
    ///
    /// - Returns: them, and the text with each `\@` as `@`.
    public static func all(in text: String) -> (mentions: [FileMention], text: String) {
        var mentions: [FileMention] = []
        var plain = ""
        var rest = Substring(text)
        var before: Character?
        while let character = rest.first {
            if character == "\\", rest.dropFirst().first == "@" {
                plain.append("@")
                rest = rest.dropFirst(2)
                before = "@"
                continue
            }
            if character == "@", before.map(opens) ?? true, let path = path(behind: rest.dropFirst()) {
                let mention = FileMention(path: path)
                if !mentions.contains(mention) { mentions.append(mention) }
            }
            plain.append(character)
            rest = rest.dropFirst()
            before = character
        }
        return (mentions, plain)
    }

    private static func opens(_ character: Character) -> Bool {
        character.isWhitespace || "([{<\"'`".contains(character)
    }

    private static func path(behind text: Substring) -> String? {
        if text.first == "\"" {
            let quoted = text.dropFirst().prefix { $0 != "\"" && !$0.isNewline }
            return quoted.isEmpty || text[quoted.endIndex...].first != "\"" ? nil : String(quoted)
        }
        var path = text.prefix { $0.isLetter || $0.isNumber || "_-+./~#".contains($0) }
        // A call, as a decorator is one, or an address.
        if let next = text[path.endIndex...].first, "(@:".contains(next),
            !(next == ":" && endsWord(text[path.endIndex...].dropFirst()))
        {
            return nil
        }
        while let last = path.last, last == "." || last == "/" { path = path.dropLast() }
        return isFileLike(path) ? String(path) : nil
    }

    private static func endsWord(_ rest: Substring) -> Bool { rest.first.map(\.isWhitespace) ?? true }

    private static func isFileLike(_ path: Substring) -> Bool {
        guard !path.isEmpty else { return false }
        if path.contains("/") { return true }
        guard let dot = path.lastIndex(of: "."), dot > path.startIndex else { return false }
        let end = path[path.index(after: dot)...]
        return (1...10).contains(end.count) && end.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            && end.contains(where: \.isLetter)
    }
}
