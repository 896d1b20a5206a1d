import EscalationCore
import Foundation
import GRDB
import RungTestSupport
import Testing

@testable import Journal

/// Whatever statement really reaches the database when sessions are listed, counted, searched or opened is answered by an
/// index: each is traced, and its plan asked for.
@Suite struct StatementPlanTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    /// Plans of the statements that the body has the database carry out, each by its text.
    private func plans(
        _ body: @Sendable (JournalReader, Session.ID) async throws -> Void
    ) async throws -> [(statement: String, plan: [String])] {
        let id = Session.ID(beginning: "abcd")
        try await folder.withJournal { journal in
            for event in Script.everyKind(id) { await journal.store(event) }
            try await journal.tag(id, with: ["good"])
            try await journal.index()
        }
        let statements = Collector<String>()
        // As the program opens a journal that it doesn't write.
        var configuration = Configuration()
        configuration.readonly = true
        let plain = try DatabaseQueue(path: folder.path, configuration: configuration)
        configuration.prepareDatabase { db in
            db.trace { event in
                if case .statement(let statement) = event { statements.add(statement.expandedSQL) }
            }
        }
        let queue = try DatabaseQueue(path: folder.path, configuration: configuration)
        try await body(JournalReader(queue, path: folder.path), id)
        return try await plain.read { db in
            try TextQuery.makeWordsReadable(in: db)
            return try Set(statements.all).filter(Self.isOurs).sorted().map { statement in
                (statement, try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + statement).map { $0["detail"] })
            }
        }
    }

    /// Not what the library, or full text beneath its table, asks by itself.
    private static func isOurs(_ statement: String) -> Bool {
        statement.contains("SELECT") && !statement.hasPrefix("--") && !statement.contains("sqlite_master")
            && !statement.contains("search_config") && !statement.contains("sqlite_temp_schema")
    }

    /// - Parameter sortsFew: whether what was found may be sorted: sessions that begin alike are few, and so are remarks.
    private func expectIndexes(
        _ plans: [(statement: String, plan: [String])], sortsFew: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(!plans.isEmpty, sourceLocation: sourceLocation)
        for (statement, plan) in plans {
            for step in plan {
                let sorts = !sortsFew && step.contains("USE TEMP B-TREE FOR ORDER BY")
                #expect(
                    !sorts && !Self.looksAtEachRow(step), "\(statement): \(plan)", sourceLocation: sourceLocation)
            }
        }
    }

    /// A search of full text is called a scan of its virtual table, and so is one of its words from a first to a last (6);
    /// the few names of a column are found one by one; and what is counted is counted in an index.
    private static func looksAtEachRow(_ step: String) -> Bool {
        // The least or greatest of a column is looked for so, row by row until a condition holds.
        if step == "SEARCH session" { return true }
        guard step.hasPrefix("SCAN") else { return false }
        return ![
            "SCAN search VIRTUAL TABLE INDEX", "SCAN temp.search_words VIRTUAL TABLE INDEX 6:",
            "SCAN asked VIRTUAL TABLE INDEX", "SCAN found", "SCAN CONSTANT ROW",
            "SCAN (subquery", "SCAN session USING COVERING INDEX", "SCAN session USING INDEX session_to_index",
        ].contains { step.hasPrefix($0) }
    }

    @Test func `listing, page by page`() async throws {
        expectIndexes(
            try await plans { reader, id in
                _ = try await reader.sessions(limit: 100)
                _ = try await reader.sessions(limit: 100, before: id)
                _ = try await reader.count()
                _ = try await reader.countOfUnindexed()
            })
    }

    @Test(arguments: [
        "h", "hello", "hello too", "\"too short\"", "hello !short", "outcome:over_budget", "tier:managed", "model:s*",
        "chain:d*", "skill:terse", "tag:good", "!tag:good", "since:2d", "before:2d", "!since:2d", "is:simulated",
        "is:running",
        "!is:interrupted", "hello model:* tier:local !chain:deep since:90d",
    ]) func `filtering and searching, the count included`(_ text: String) async throws {
        expectIndexes(
            try await plans { reader, id in
                let query = try SessionQuery(text, now: 1_800_000_000_000)
                _ = try await reader.sessions(matching: query, limit: 100)
                _ = try await reader.sessions(matching: query, limit: 100, before: id)
                _ = try await reader.count(matching: query)
            })
    }

    @Test func `opening, following and replaying`() async throws {
        expectIndexes(
            try await plans { reader, id in
                _ = try await reader.session(id)
                _ = try await reader.session(named: "last")
                _ = try await reader.shortestPrefix(of: id)
                _ = try await reader.events(of: id)
                _ = try await reader.follow(id, after: 3, on: ContinuousClock()) { _ in }
                _ = try await SessionTape(of: id, in: reader).state(afterSequence: 7)
            })
    }

    @Test func `naming by the first digits, and reading the remarks`() async throws {
        expectIndexes(
            try await plans { reader, id in
                _ = try await reader.session(named: "abcd")
                _ = try await reader.annotations(of: id)
            }, sortsFew: true)
    }
}
