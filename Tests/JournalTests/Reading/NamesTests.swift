import EscalationCore
import Journal
import Testing

@Suite struct NamesTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    private func withSessions<Result>(
        _ beginnings: [String], _ body: (JournalReader) async throws -> Result
    ) async throws -> Result {
        try await folder.withJournal { journal in
            for (index, digits) in beginnings.enumerated() {
                var script = Script(Session.ID(beginning: digits))
                await journal.store(script.start("task \(index + 1)\nmore", at: Int64(index)))
            }
            return try await body(journal.reader)
        }
    }

    /// The tasks found by each name, or the error's description.
    private func resolve(_ names: [String], among beginnings: [String]) async throws -> [String] {
        try await withSessions(beginnings) { reader in
            var found: [String] = []
            for name in names {
                do {
                    found.append(try await reader.session(named: name).id.rawValue)
                } catch let error as JournalError {
                    found.append("\(error)")
                }
            }
            return found
        }
    }

    @Test func `finds a session by its first digits, its whole id or as the last`() async throws {
        let whole = Session.ID(beginning: "1a2b3c").rawValue
        let last = Session.ID(beginning: "1a2c").rawValue

        let found = try await resolve(["1a2b", "1A2B3", whole, "last"], among: ["1a2b3c", "1a2c"])

        #expect(found == [whole, whole, whole, last])
    }

    @Test func `asks for more digits where several sessions begin so`() async throws {
        let (one, two) = (Session.ID(beginning: "1a2b3c"), Session.ID(beginning: "1a2b3d"))

        let error = try await withSessions(["1a2b3c", "1a2b3d", "1a2c"]) { reader in
            await #expect(throws: JournalError.self) { try await reader.session(named: "1a2b") }
        }

        #expect(error?.code == .ambiguousSession(candidates: [two, one]))
        #expect(
            error?.description == """
                '1a2b' begins the ids of 2 sessions: \(two) (task 2), \(one) (task 1). Give more digits.
                """)
    }

    @Test func `says what a name must be, and where to find one`() async throws {
        let hint = "'rung sessions' lists them."
        let rule = "give 'last', or 4 or more of the first digits (0-9, a-f) of its id."

        let found = try await resolve(["1a2", "hello", "", "1a2d", "1a2b%"], among: ["1a2b3c"])

        #expect(
            found == [
                "'1a2' names no session: \(rule) \(hint)",
                "'hello' names no session: \(rule) \(hint)",
                "'' names no session: \(rule) \(hint)",
                "No session begins with '1a2d' in the journal at \(folder.path). \(hint)",
                "'1a2b%' names no session: \(rule) \(hint)",
            ])
    }

    @Test func `says that there is no last session in an empty journal`() async throws {
        let found = try await resolve(["last"], among: [])

        #expect(found == ["The journal at \(folder.path) holds no session yet. Run a task first."])
    }

    @Test func `tells the fewest digits that name a session`() async throws {
        let beginnings = ["1a2b3c", "1a2b3d", "1a2c", "ffff"]

        let prefixes = try await withSessions(beginnings) { reader in
            var prefixes: [String] = []
            for digits in beginnings { prefixes.append(try await reader.shortestPrefix(of: .init(beginning: digits))) }
            return prefixes
        }

        #expect(prefixes == ["1a2b3c", "1a2b3d", "1a2c", "ffff"])
    }
}
