import EscalationCore
import GRDB

/// A query as the database answers it: one of its conditions leads, that is, an index gives the numbers of its sessions in
/// the list's order, and the others are asked of each. So a first page is found without sorting or counting.
struct SessionSearch {
    /// Of these, the first page is read from one and the rest are asked.
    private var conditions: [IndexedCondition] = []
    /// Numbers below and above which no session matches.
    private var lowest: Int64?
    private var highest: Int64?

    /// - Parameter isAlive: whether the process of that token lives.
    init(_ query: SessionQuery, in db: Database, isAlive: (String) -> Bool) throws {
        // All that is searched for is one search: two would be asked of each other's sessions one by one.
        let texts = query.terms.compactMap { $0.isInverse ? nil : $0.condition.text }
        if !texts.isEmpty { conditions.append(IndexedCondition(try TextQuery(texts, in: db))) }
        for term in query.terms where term.isInverse || term.condition.text == nil {
            var condition = try IndexedCondition(term.condition, in: db, isAlive: isAlive)
            condition.isInverse = term.isInverse
            conditions.append(condition)
            switch (term.condition, term.isInverse) {
            case (.since(let moment), false), (.before(let moment), true):
                // Clocks may have been set back, and imported sessions are older than their numbers: it is a bound only.
                // The plus has the index by start read from that moment on, rather than the table until one is found.
                let bound = try Int64.fetchOne(
                    db, sql: "SELECT min(+number) FROM session WHERE started_at >= ?", arguments: [moment])
                lowest = max(lowest ?? .min, bound ?? .max)
            case (.before(let moment), false), (.since(let moment), true):
                let bound = try Int64.fetchOne(
                    db, sql: "SELECT max(+number) FROM session WHERE started_at < ?", arguments: [moment])
                highest = min(highest ?? .max, bound ?? .min)
            default: break
            }
        }
        try sort(in: db)
    }

    /// The statement that gives the numbers of the sessions, in the list's order.
    ///
    /// - Parameter older: only those below this number.
    func numbers(below older: Int64?, limit: Int?) -> (sql: String, arguments: StatementArguments) {
        var (sql, arguments) = union(below: older)
        sql += " ORDER BY 1 DESC LIMIT ?"
        arguments += [limit ?? -1]
        return (sql, arguments)
    }

    /// The statement that counts them.
    var count: (sql: String, arguments: StatementArguments) {
        if conditions.isEmpty { return ("SELECT count(*) FROM session", []) }
        let (sql, arguments) = union(below: nil)
        return ("SELECT count(*) FROM (\(sql))", arguments)
    }

    private func union(below older: Int64?) -> (sql: String, arguments: StatementArguments) {
        let leads = conditions.first.map { !$0.isInverse && !$0.sources.isEmpty } ?? false
        let sources = leads ? conditions[0].sources : [.everySession]
        var arguments = StatementArguments()
        let selects = sources.map { source in
            // Always bounded, so that it is a search in the index, never a scan of the table.
            var tests = ["\(source.column) < ?"]
            var values: StatementArguments = [min(older ?? .max, highest.map { $0 == .max ? .max : $0 + 1 } ?? .max)]
            if let lowest {
                tests.append("\(source.column) >= ?")
                values += [lowest]
            }
            for condition in conditions.dropFirst(leads ? 1 : 0) {
                let test = condition.test(of: source.column)
                tests.append(test.sql)
                values += test.arguments
            }
            arguments += source.arguments + values
            return """
                SELECT \(source.repeats ? "DISTINCT " : "")\(source.column) FROM \(source.table)
                WHERE \(source.condition) AND \(tests.joined(separator: " AND "))
                """
        }
        return (selects.joined(separator: " UNION "), arguments)
    }

    /// Puts first the condition that leads: the one that holds for the fewest sessions, as far as a short look tells.
    private mutating func sort(in db: Database) throws {
        let able = conditions.indices.filter { !conditions[$0].isInverse && !conditions[$0].sources.isEmpty }
        // The only one leads, whatever it weighs: to weigh a text takes as long as to find it.
        var best = able.first.map { (index: $0, weight: Int.max) }
        for index in able where able.count > 1 {
            let weight = try conditions[index].weight(in: db)
            if let known = best, weight < known.weight { best = (index, weight) }
        }
        if let best { conditions.swapAt(0, best.index) }
    }
}
