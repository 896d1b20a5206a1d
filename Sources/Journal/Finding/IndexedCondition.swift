import EscalationCore
import GRDB

/// A condition in the two forms in which the database takes it: as what an index gives, and as a question about one
/// session.
struct IndexedCondition {
    /// Together they give the sessions for which it holds, each in the list's order. Empty where no index does.
    var sources: [Source]
    var isInverse = false
    private var isText: Bool
    /// With `%` where the column of the session's number goes.
    private var question: String
    private var arguments: StatementArguments

    /// A table whose index gives numbers of sessions in order.
    struct Source {
        var table: String
        var column: String
        var condition: String
        var arguments: StatementArguments
        /// Whether it may give a session more than once.
        var repeats = false

        static let everySession = Source(table: "session", column: "session.number", condition: "TRUE", arguments: [])
    }

    init(_ condition: SessionQuery.Condition, in db: Database, isAlive: (String) -> Bool) throws {
        switch condition {
        case .word(let text), .phrase(let text): self.init(try TextQuery([text], in: db))
        case .outcome(let outcome): self.init(session: "outcome", [outcome.rawValue])
        case .tier(let label): self.init("attempt", "label", [label.rawValue], repeats: true)
        case .model(let pattern):
            self.init("attempt", "model", try Self.names(like: pattern, "attempt", "model", in: db), repeats: true)
        case .chain(let pattern):
            self.init(session: "chain", try Self.names(like: pattern, "session", "chain", in: db))
        case .skill(let pattern):
            self.init(session: "skill", try Self.names(like: pattern, "session", "skill", in: db))
        case .tag(let pattern):
            self.init("tag", "name", try Self.names(like: pattern, "tag", "name", in: db), repeats: true)
        case .since(let moment): self.init(question: "started_at >= ?", [moment])
        case .before(let moment): self.init(question: "started_at < ?", [moment])
        case .state(.simulated): self.init(session: "simulated", "simulated = 1", [])
        case .state(.running), .state(.interrupted):
            // Those that live now are few.
            let owners = try String.fetchAll(db, sql: "SELECT DISTINCT owner FROM session WHERE outcome IS NULL")
            let living = owners.filter(isAlive)
            // An empty list would have each session looked at, to find none.
            let isNobody = living.isEmpty && condition == .state(.running)
            let word = condition == .state(.running) ? "IN" : "NOT IN"
            self.init(
                session: "outcome", "outcome IS NULL AND owner \(word) (\(isNobody ? "NULL" : Self.places(living)))",
                StatementArguments(living))
        }
    }

    /// The question about the session whose number stands in that column.
    func test(of column: String) -> (sql: String, arguments: StatementArguments) {
        if isText, isInverse {
            // Asked once for all rather than of each.
            return ("\(column) NOT IN (SELECT rowid FROM search WHERE search MATCH ?)", arguments)
        }
        return ((isInverse ? "NOT " : "") + question.replacing("%", with: column), arguments)
    }

    /// How many sessions it holds for, as far as the first thousand tell; a question about the text is dear, so that it
    /// counts less.
    func weight(in db: Database) throws -> Int {
        let counts = try sources.map { source in
            try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM (SELECT 1 FROM \(source.table) WHERE \(source.condition) LIMIT 1000)",
                arguments: source.arguments) ?? 0
        }
        return counts.reduce(0, +) / (isText ? 20 : 1)
    }

    // MARK: -

    private init(sources: [Source], isText: Bool = false, question: String, _ arguments: StatementArguments) {
        self.sources = sources
        self.isText = isText
        self.question = question
        self.arguments = arguments
    }

    init(_ query: TextQuery) {
        self.init(
            sources: [
                Source(table: "search", column: "search.rowid", condition: "search MATCH ?", arguments: [query.text])
            ],
            isText: true, question: "EXISTS (SELECT 1 FROM search AS asked WHERE search MATCH ? AND asked.rowid = %)",
            [query.text])
    }

    /// A column of another table than `session` is one of these.
    private init(_ table: String, _ column: String, _ names: [String], repeats: Bool) {
        let places = Self.places(names)
        self.init(
            sources: names.map {
                Source(
                    table: table, column: table + ".session", condition: "\(column) = ?", arguments: [$0],
                    repeats: repeats)
            },
            question: names.isEmpty
                ? "FALSE"
                : "EXISTS (SELECT 1 FROM \(table) AS asked WHERE asked.session = % AND \(column) IN (\(places)))",
            StatementArguments(names))
    }

    /// A column of `session` is one of these.
    private init(session column: String, _ names: [String]) {
        self.init(question: "\(column) IN (\(Self.places(names)))", StatementArguments(names))
        sources = names.map {
            Source(table: "session", column: "session.number", condition: "\(column) = ?", arguments: [$0])
        }
    }

    private init(session column: String, _ condition: String, _ arguments: StatementArguments) {
        self.init(question: condition, arguments)
        sources = [
            Source(table: "session", column: "session.number", condition: condition, arguments: arguments)
        ]
    }

    /// Something about the session's row that no index gives.
    private init(question: String, _ arguments: StatementArguments) {
        self.init(
            sources: [],
            question: "EXISTS (SELECT 1 FROM session AS asked WHERE asked.number = % AND \(question))", arguments)
    }

    private static func places(_ values: [String]) -> String { values.map { _ in "?" }.joined(separator: ", ") }

    /// The names in a column that match, each found by one step in the column's index: they are few, however long the
    /// table.
    private static func names(
        like pattern: NamePattern, _ table: String, _ column: String, in db: Database
    ) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                WITH RECURSIVE found(name) AS (
                    SELECT min(\(column)) FROM \(table) WHERE \(column) IS NOT NULL
                    UNION ALL
                    SELECT (SELECT min(\(column)) FROM \(table) WHERE \(column) > name) FROM found
                    WHERE name IS NOT NULL
                )
                SELECT name FROM found WHERE name IS NOT NULL
                """
        ).filter(pattern.matches)
    }
}

extension SessionQuery.Condition {
    /// What full text is searched for; nil where the condition is a filter.
    var text: String? {
        switch self {
        case .word(let text), .phrase(let text): text
        case .outcome, .tier, .model, .chain, .skill, .tag, .since, .before, .state: nil
        }
    }
}
