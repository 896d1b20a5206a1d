import EscalationCore
import Foundation
import GRDB
import Journal
import Testing

/// Journals of every released version, as the program of that time wrote them: `v1.sqlite`, and beside each its events
/// as lines of JSON. They are never written anew.
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

    @Test(arguments: ["v1"])
    func `reads and goes on with a journal of an earlier version`(version: String) async throws {
        try FileManager.default.copyItem(
            atPath: Self.journals.appendingPathComponent(version + ".sqlite").path, toPath: folder.path)
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

    @Test func `makes the very tables of the newest released version`() async throws {
        try await folder.withJournal { _ in }

        let released = folder.folder + "/released.sqlite"
        try FileManager.default.copyItem(
            atPath: Self.journals.appendingPathComponent("v1.sqlite").path, toPath: released)

        #expect(try schema(of: folder.path) == schema(of: released))
    }
}
