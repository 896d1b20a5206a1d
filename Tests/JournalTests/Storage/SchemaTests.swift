import EscalationCore
import Foundation
import GRDB
import Journal
import Testing

/// Journals of every released version, as the program of that time wrote them: `v1.sqlite`, `v2.sqlite`, and beside each
/// its events as lines of JSON. They are never written anew.
@Suite struct SchemaTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    private static let journals = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Journals")

    private func lines(in reader: JournalReader) async throws -> [String] {
        var lines: [String] = []
        for session in try await reader.sessions().reversed() {
            lines += try await reader.events(of: session.id).map(\.json.text)
        }
        return lines
    }

    private func schema(of path: String) throws -> [String] {
        try DatabaseQueue(path: path).read { db in
            try String.fetchAll(db, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
        }
    }

    @Test(arguments: ["v1", "v2"])
    func `reads and goes on with a journal of an earlier version`(version: String) async throws {
        try copy(version)
        let expected = try String(
            contentsOf: Self.journals.appendingPathComponent(version + ".jsonl"), encoding: .utf8
        ).split(separator: "\n").map(String.init)
        var script = Script(Session.ID(beginning: "9999"))
        let newest = script.start("a new one", at: 1_800_000_000_000)

        let (before, after) = try await folder.withJournal { journal in
            let before = try await lines(in: journal.reader)
            await journal.store(newest)
            return (before, try await lines(in: journal.reader))
        }
        let sessions = try await JournalReader(opening: folder.path).sessions()

        #expect(before == expected)
        #expect(after == expected + [newest.json.text])
        #expect(sessions.map(\.id.short) == ["9999", "0123", "0123"])
        #expect(sessions.map(\.state) == [.interrupted, .interrupted, .ended(.overBudget)])
    }

    private func copy(_ version: String) throws {
        try FileManager.default.copyItem(
            atPath: Self.journals.appendingPathComponent(version + ".sqlite").path, toPath: folder.path)
    }

    @Test(arguments: ["v1", "v2"])
    func `finds what a journal of an earlier version says, once it was taken up`(version: String) async throws {
        try copy(version)

        let found = try await folder.withJournal { journal in
            try await journal.index()
            var found: [[Session.Run]] = []
            for text in ["tier:managed", "hello", "outcome:over_budget \"too short\""] {
                found.append(try await journal.reader.sessions(matching: SessionQuery(text, now: 0)).map(\.state))
            }
            return found
        }

        #expect(found == [[.ended(.overBudget)], [.ended(.overBudget)], [.ended(.overBudget)]])
        #expect(try await JournalReader(opening: folder.path).countOfUnindexed() == 0)
    }

    @Test func `keeps what people wrote beside the events`() async throws {
        try copy("v2")

        let reader = try JournalReader(opening: folder.path)
        let session = try #require(try await reader.sessions().last)

        #expect(session.title == "a title")
        #expect(session.tags == ["one", "two"])
        #expect(
            try await reader.annotations(of: session.id) == [
                Annotation(attempt: 1, verdict: .escalate(feedback: "remark"), madeAt: 1_700_000_100_000)
            ])
    }

    @Test func `brings a journal of an earlier version up to date where it is only read`() async throws {
        try copy("v1")

        let sessions = try await JournalReader(opening: folder.path).sessions()

        #expect(sessions.map(\.state) == [.interrupted, .ended(.overBudget)])
        #expect(try await JournalReader(opening: folder.path).countOfUnindexed() == 2)
    }

    @Test(.enabled(if: WriteProtection.isPossible, "nothing can be protected from root here"))
    func `refuses a journal of an earlier version that may not be written, and leaves it as it is`() throws {
        try copy("v1")
        let protection = try WriteProtection(folder.path)
        defer { protection.lift() }
        let before = try folder.bytes()

        let error = #expect(throws: JournalError.self) { try JournalReader(opening: folder.path) }

        #expect(error?.code == .olderVersion)
        #expect(
            error?.description == """
                Can't read the journal at \(folder.path): it has version 1, this program reads version 2, and \
                it may not be written to bring it up to date. Allow that once, or name a copy of it with --journal.
                """)
        #expect(try folder.bytes() == before)
    }

    @Test func `makes the very tables of the newest released version`() async throws {
        try await folder.withJournal { _ in }

        let released = folder.folder + "/released.sqlite"
        try FileManager.default.copyItem(
            atPath: Self.journals.appendingPathComponent("v2.sqlite").path, toPath: released)

        #expect(try schema(of: folder.path) == schema(of: released))
    }
}
