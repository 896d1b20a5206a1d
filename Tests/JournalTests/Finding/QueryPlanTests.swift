import EscalationCore
import GRDB
import Testing

@testable import Journal

/// A list of hundreds of thousands of sessions is found by indexes, not by looking at each.
@Suite struct QueryPlanTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    private func plan(of text: String, older: Int64? = nil) async throws -> [String] {
        try await folder.withJournal { journal in
            for event in Script.everyKind() { await journal.store(event) }
            var script = Script()
            await journal.store(script.start())
            try await journal.tag(script.session, with: ["a"])
            let query = try SessionQuery(text, now: 1_800_000_000_000)
            return try await journal.reader.read { db in
                let search = try SessionSearch(query, in: db, isAlive: { _ in true })
                let page = search.numbers(below: older, limit: 50)
                return try Row.fetchAll(
                    db,
                    sql:
                        "EXPLAIN QUERY PLAN \(JournalReader.selection) WHERE number IN (\(page.sql)) ORDER BY number DESC",
                    arguments: page.arguments
                ).map { $0["detail"] as String }
            }
        }
    }

    @Test(arguments: [
        ("", "SEARCH session USING INTEGER PRIMARY KEY (rowid<?)"),
        ("outcome:over_budget", "SEARCH session USING INDEX session_by_outcome (outcome=? AND rowid<?)"),
        ("chain:deep", "SEARCH session USING INDEX session_by_chain (chain=? AND rowid<?)"),
        ("skill:terse", "SEARCH session USING INDEX session_by_skill (skill=? AND rowid<?)"),
        ("tier:local", "SEARCH attempt USING INDEX attempt_by_label (label=? AND session<?)"),
        ("model:s*", "SEARCH attempt USING INDEX attempt_by_model (model=? AND session<?)"),
        ("tag:a", "SEARCH tag USING PRIMARY KEY (name=? AND session<?)"),
        ("is:simulated", "SEARCH session USING INDEX session_by_simulated (simulated=? AND rowid<?)"),
        ("is:running", "SEARCH session USING INDEX session_by_outcome (outcome=? AND rowid<?)"),
        ("hello", "SCAN search VIRTUAL TABLE INDEX"),
        ("since:2d", "SEARCH session USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        ("hello tier:local !tag:b since:2d", ""),
        ("hello \"too short\" !rain", "SCAN search VIRTUAL TABLE INDEX"),
    ]) func `no filter looks at every session or event, or sorts`(_ text: String, _ lead: String) async throws {
        let plan = try await plan(of: text, older: 1_000)

        #expect(plan.contains { $0.replacing("COVERING ", with: "").hasPrefix(lead) }, "\(plan)")
        for step in plan {
            // A full-text search is called a scan of its virtual table.
            #expect(!step.hasPrefix("SCAN") || step.hasPrefix("SCAN search VIRTUAL TABLE INDEX"), "\(text): \(plan)")
            #expect(!step.contains("TEMP B-TREE FOR ORDER BY"), "\(text): \(plan)")
        }
    }
}
