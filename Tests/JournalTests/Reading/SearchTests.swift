import EscalationCore
import Journal
import Testing

@Suite struct SearchTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    /// Stores a session of each task, each started a second after the one before, and returns what the body finds.
    private func find<Found>(
        in tasks: [String], chain: String = "default", _ body: (JournalReader) async throws -> Found
    ) async throws -> Found {
        try await folder.withJournal { journal in
            for (index, task) in tasks.enumerated() {
                var script = Script(Session.ID(beginning: "000\(index + 1)"))
                await journal.store(script.start(task, chain: chain, at: Int64(index) * 1_000))
                await journal.store(script.finish())
            }
            return try await body(journal.reader)
        }
    }

    @Test func `lists what each session was, newest first`() async throws {
        let sessions = try await folder.withJournal { journal in
            for event in Script.everyKind(Session.ID(beginning: "aaaa")) { await journal.store(event) }
            var script = Script(Session.ID(beginning: "bbbb"))
            await journal.store(script.start("say hello", chain: "quick", at: 1_700_000_000_124))
            await journal.store(
                script.add(
                    .attemptStarted(
                        .init(attempt: 1, tier: 1, model: "small", label: .local, start: .warm, addedPrompt: ""))))
            await journal.store(script.output("Hel"))
            return try await journal.reader.sessions()
        }

        #expect(
            sessions == [
                Session(
                    id: Session.ID(beginning: "bbbb"), startedAt: 1_700_000_000_124, state: .running, chain: "quick",
                    task: "say hello", attempts: 1, duration: .milliseconds(20), isSimulated: false),
                Session(
                    id: Session.ID(beginning: "aaaa"), startedAt: 1_700_000_000_123, state: .ended(.overBudget),
                    chain: "deep", task: "Größe \"x\" \\ \n\t\u{1F600}", attempts: 2, duration: .milliseconds(180),
                    isSimulated: true),
            ])
    }

    @Test func `finds tasks that hold every word, whatever their case and order`() async throws {
        let tasks = ["Write a haiku about rain", "write an ode", "rain, rain", "Über Öl"]

        let found = try await find(in: tasks) { reader in
            var found: [String: [String]] = [:]
            for query in ["RAIN", " rain  write ", "rain ode", "ÖL über", "", " \n"] {
                found[query] = try await reader.sessions(matching: query).map(\.task)
            }
            return found
        }

        #expect(
            found == [
                "RAIN": ["rain, rain", "Write a haiku about rain"],
                " rain  write ": ["Write a haiku about rain"],
                "rain ode": [],
                "ÖL über": ["Über Öl"],
                "": tasks.reversed(),
                " \n": tasks.reversed(),
            ])
    }

    @Test func `takes wildcards and quotes for what they are`() async throws {
        let tasks = ["100% sure", "100 sure", "snake_case", "snakeXcase", #"back\slash"#, "it's; DROP TABLE session"]

        let found = try await find(in: tasks) { reader in
            var found: [[String]] = []
            for query in ["100%", "snake_case", #"\"#, "it's; DROP"] {
                found.append(try await reader.sessions(matching: query).map(\.task))
            }
            return found
        }

        #expect(found == [["100% sure"], ["snake_case"], [#"back\slash"#], ["it's; DROP TABLE session"]])
    }

    @Test func `finds sessions by their chain as well`() async throws {
        let found = try await find(in: ["hello"], chain: "cheap-first") {
            try await $0.sessions(matching: "cheap hello")
        }

        #expect(found.map(\.task) == ["hello"])
    }

    @Test func `gives a long list page by page`() async throws {
        let pages = try await find(in: ["a", "b", "c", "d", "e"]) { reader in
            var pages: [[String]] = []
            var last: Session.ID?
            repeat {
                let page = try await reader.sessions(limit: 2, before: last)
                pages.append(page.map(\.task))
                last = page.last?.id
            } while last != nil
            return pages
        }

        #expect(pages == [["e", "d"], ["c", "b"], ["a"], []])
    }

    @Test func `keeps sessions of the same millisecond in the order they came`() async throws {
        let ids = ["cccc", "aaaa", "bbbb"].map { Session.ID(beginning: $0) }
        let listed = try await folder.withJournal { journal in
            for id in ids {
                var script = Script(id)
                await journal.store(script.start(at: 5))
            }
            let first = try await journal.reader.sessions(limit: 1)
            return (first + (try await journal.reader.sessions(before: first[0].id))).map(\.id)
        }

        #expect(listed == ids.reversed())
    }
}
