import GRDB

/// What full text is asked for: words and phrases that must all be found, each at least begun.
///
/// FTS5 finds what begins with up to three letters by lists of its own (`Schema.search`). For longer beginnings it would
/// read everything that it knows of every word that begins so, before the first session is given: 20 to 60 ms for a
/// frequent word among 200,000 sessions. So such a beginning is first looked up among the words that there are, one step
/// in the index each, and those are asked for: they give sessions in order, as many as are wanted.
struct TextQuery {
    /// As FTS5 reads it.
    let text: String

    /// - Parameter texts: as a person typed them.
    init(_ texts: [String], in db: Database) throws {
        text = try texts.map { try Self.part($0, in: db) }.joined(separator: " AND ")
    }

    /// Longest beginning that has a list of its own.
    private static let longestListed = 3
    /// Most words that are asked for instead of a beginning: more of them take longer to look up than they save.
    private static let mostWords = 64

    private static func part(_ text: String, in db: Database) throws -> String {
        let beginning = quoted(text) + "*"
        // What else there is may be several words to the index, or none, or one in another form.
        guard text.utf8.count > longestListed, text.utf8.allSatisfy(isLetterOrDigit) else { return beginning }
        guard let words = try words(beginningWith: text.lowercased(), in: db), !words.isEmpty else { return beginning }
        return "(" + words.map(quoted).joined(separator: " OR ") + ")"
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// The words of the index that begin so, in its order; nil where they are many.
    private static func words(beginningWith beginning: String, in db: Database) throws -> [String]? {
        try makeWordsReadable(in: db)
        // Its rows are where a word stands; the first says that there is such a word, and the next word is beyond it.
        let next = try db.cachedStatement(
            sql: "SELECT term FROM temp.search_words WHERE term >= ? AND term < ? LIMIT 1")
        var words: [String] = []
        var start = beginning
        // No character comes after this one.
        let end = beginning + "\u{10FFFF}"
        while let word = try String.fetchOne(next, arguments: [start, end]) {
            guard words.count < mostWords else { return nil }
            words.append(word)
            // No word holds it, so that every longer one comes after this.
            start = word + "\u{1}"
        }
        return words
    }

    /// Has the connection see the index's words as a table of its own: nothing is written to the journal, and one that may
    /// only be read has it as well.
    static func makeWordsReadable(in db: Database) throws {
        let isThere = try db.cachedStatement(sql: "SELECT 1 FROM sqlite_temp_schema WHERE name = 'search_words'")
        guard try Int.fetchOne(isThere) == nil else { return }
        try db.execute(sql: "CREATE VIRTUAL TABLE temp.search_words USING fts5vocab(main, 'search', 'instance')")
    }

    private static func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
}
