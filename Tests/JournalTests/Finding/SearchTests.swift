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
                var script = Script(Session.ID(beginning: String(String(10_001 + index).dropFirst())))
                await journal.store(script.start(task, chain: chain, at: Int64(index) * 1_000))
                await journal.store(script.finish())
            }
            try await journal.index()
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
                    isSimulated: true, skill: "terse", answerTokens: 68, cost: 0.625),
            ])
    }

    /// The tasks that each query finds.
    private func tasks(
        matching queries: [String], in reader: JournalReader
    ) async throws -> [String: [String]] {
        var found: [String: [String]] = [:]
        for text in queries {
            let query = try SessionQuery(text, now: 0)
            found[text] = try await reader.sessions(matching: query).map(\.task)
            #expect(try await reader.count(matching: query) == found[text]?.count, "\(text)")
        }
        return found
    }

    @Test func `finds tasks in which every word is begun, whatever their case, accents and order`() async throws {
        let all = ["Write a haiku about rain", "write an ode", "rain, rain", "Über Öl", "snake_case(x)", "it's"]

        let found = try await find(in: all) {
            try await tasks(
                matching: [
                    "RAIN", " rai  write ", "rain ode", "ol UBER", "", " \n", "!rain", "write !ode", "!a !x !it",
                    "snake_case", "case", "it's", "\"write an\"", "\"an write\"", "!\"write a\"",
                ], in: $0)
        }

        #expect(
            found == [
                "RAIN": ["rain, rain", "Write a haiku about rain"],
                " rai  write ": ["Write a haiku about rain"],
                "rain ode": [],
                "ol UBER": ["Über Öl"],
                "": all.reversed(),
                " \n": all.reversed(),
                "!rain": ["it's", "snake_case(x)", "Über Öl", "write an ode"],
                "write !ode": ["Write a haiku about rain"],
                "!a !x !it": ["Über Öl", "rain, rain"],
                "snake_case": ["snake_case(x)"],
                "case": ["snake_case(x)"],
                "it's": ["it's"],
                "\"write an\"": ["write an ode"],
                "\"an write\"": [],
                "!\"write a\"": ["it's", "snake_case(x)", "Über Öl", "rain, rain"],
            ])
    }

    @Test func `finds what begins with many letters, be it one word or more than are looked up`() async throws {
        let words = (1...90).map { "inter\($0)al" } + ["internal", "Intern\u{e4}l", "intern-al", "interval", "inte"]
        let beginnings = [
            "inte", "inter", "INTER1", "inter12", "interna", "internal", "internalx", "interv", "int\u{e9}r",
        ]

        let found = try await find(in: words) { reader in
            let found = try await tasks(
                matching: beginnings + ["!inter", "inter9 inter90", "inter !interv"], in: reader)
            return found.mapValues { $0.sorted() }
        }

        for beginning in beginnings {
            let folded = beginning.lowercased().replacing("\u{e9}", with: "e")
            let expected = words.filter { word in
                word.lowercased().replacing("\u{e4}", with: "a").split(separator: "-").contains { $0.hasPrefix(folded) }
            }
            #expect(found[beginning] == expected.sorted(), "\(beginning)")
        }
        #expect(found["!inter"] == ["inte"])
        #expect(found["inter9 inter90"] == ["inter90al"])
        #expect(found["inter !interv"]?.count == words.count - 2)
    }

    @Test func `takes the search language of the database for text`() async throws {
        let all = ["DROP TABLE session", "a AND b", "task", "near"]

        let found = try await find(in: all) {
            try await tasks(
                matching: [#"drop* ta"ble"#, "a OR b", "task^", "(near)", "{task}", "a+b", "NOT"], in: $0)
        }

        #expect(
            found == [
                #"drop* ta"ble"#: [], "a OR b": [], "task^": ["task"], "(near)": ["near"], "{task}": ["task"],
                "a+b": [], "NOT": [],
            ])
    }

    @Test func `finds sessions by their chain, answers, feedback and remarks as well`() async throws {
        let found = try await folder.withJournal { journal in
            let script = Script.everyKind(Session.ID(beginning: "aaaa"))
            for event in script { await journal.store(event) }
            try await journal.annotate(
                session: script[0].session, attempt: 1, verdict: .escalate(feedback: "plainly wrong"), at: 1)
            try await journal.index()
            return try await tasks(
                matching: ["deep", "hello", "\"too short\"", "memory", "plainly", "hm", "terse"], in: journal.reader
            ).mapValues(\.count)
        }

        // Neither what the model thought nor the skill's text is searched.
        #expect(
            found == [
                "deep": 1, "hello": 1, "\"too short\"": 1, "memory": 1, "plainly": 1, "hm": 0, "terse": 0,
            ])
    }

    @Test func `filters by how sessions went, and turns filters round`() async throws {
        let found = try await folder.withJournal { journal in
            for event in Script.everyKind(Session.ID(beginning: "aaaa")) { await journal.store(event) }
            var script = Script(Session.ID(beginning: "bbbb"))
            await journal.store(script.start("plain", chain: "quick", at: 1_800_000_000_000))
            await journal.store(
                script.add(
                    .attemptStarted(
                        .init(attempt: 1, tier: 1, model: "tiny", label: .local, start: .warm, addedPrompt: ""))))
            try await journal.index()
            var found: [String: [String]] = [:]
            for text in [
                "outcome:over_budget", "!outcome:over_budget", "tier:managed", "tier:local", "model:claude*",
                "model:TINY", "model:s* tier:managed", "model:none", "!model:none", "!tier:managed", "chain:DEEP",
                "chain:* !chain:deep", "skill:ter*", "!skill:terse", "is:simulated", "!is:simulated", "is:running",
                "is:interrupted", "since:2026-01-01", "before:2026-01-01", "!since:2026-01-01", "model:* plain",
                "tag:*", "hello tier:local !model:tiny since:2000-01-01", "since:2100-01-01", "before:1990-01-01",
            ] {
                let query = try SessionQuery(text, now: 0)
                found[text] = try await journal.reader.sessions(matching: query).map(\.id.short)
                #expect(try await journal.reader.count(matching: query) == found[text]?.count, "\(text)")
            }
            return found
        }

        #expect(
            found == [
                "outcome:over_budget": ["aaaa"], "!outcome:over_budget": ["bbbb"], "tier:managed": ["aaaa"],
                "tier:local": ["bbbb", "aaaa"], "model:claude*": ["aaaa"], "model:TINY": ["bbbb"],
                "model:s* tier:managed": ["aaaa"], "model:none": [], "!model:none": ["bbbb", "aaaa"],
                "!tier:managed": ["bbbb"], "chain:DEEP": ["aaaa"], "chain:* !chain:deep": ["bbbb"],
                "skill:ter*": ["aaaa"], "!skill:terse": ["bbbb"], "is:simulated": ["aaaa"], "!is:simulated": ["bbbb"],
                "is:running": ["bbbb"], "is:interrupted": [], "since:2026-01-01": ["bbbb"],
                "before:2026-01-01": ["aaaa"], "!since:2026-01-01": ["aaaa"], "model:* plain": ["bbbb"], "tag:*": [],
                "hello tier:local !model:tiny since:2000-01-01": ["aaaa"], "since:2100-01-01": [],
                "before:1990-01-01": [],
            ])
    }

    @Test func `tells sessions whose process died from those that run`() async throws {
        var script = Script(Session.ID(beginning: "aaaa"))
        let first = script.start()
        try await folder.withJournal { await $0.store(first) }
        var other = Script(Session.ID(beginning: "bbbb"))
        let second = other.start()

        let found = try await folder.withJournal { journal in
            await journal.store(second)
            let queries = try ["is:running", "is:interrupted", "!is:running", "!is:interrupted"].map {
                try SessionQuery($0, now: 0)
            }
            var found: [[String]] = []
            for query in queries { found.append(try await journal.reader.sessions(matching: query).map(\.id.short)) }
            return found
        }

        #expect(found == [["bbbb"], ["aaaa"], ["aaaa"], ["bbbb"]])
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
