import EscalationCore
import Journal
import Testing

@Suite struct NamingTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    private func withSession<Value>(
        _ body: (SessionJournal, Session.ID) async throws -> Value
    ) async throws -> Value {
        var script = Script(Session.ID(beginning: "abcd"))
        let start = script.start("say hello")
        return try await folder.withJournal { journal in
            await journal.store(start)
            return try await body(journal, script.session)
        }
    }

    @Test func `files a session under tags, and takes them away`() async throws {
        let tags = try await withSession { journal, id in
            try await journal.tag(id, with: ["good", "swift"])
            try await journal.tag(id, with: ["good"])
            let both = try await journal.reader.session(id)?.tags
            try await journal.untag(id, from: ["good", "never"])
            return [both, try await journal.reader.session(id)?.tags]
        }

        #expect(tags == [["good", "swift"], ["swift"]])
    }

    @Test(arguments: ["", "two words", "a\nb"]) func `refuses what is no tag, and changes nothing`(tag: String)
        async throws
    {
        try await withSession { journal, id in
            let error = await #expect(throws: JournalError.self) { try await journal.tag(id, with: ["good", tag]) }
            let tags = try await journal.reader.session(id)?.tags
            #expect(error?.code == .badTag)
            #expect(
                error?.description == "'\(tag)' is no tag: a tag is one word, without spaces. Nothing was changed.")
            #expect(tags == [])
        }
    }

    @Test func `gives a session a title that is found, and takes it away`() async throws {
        let names = try await withSession { journal, id in
            func found(_ text: String) async throws -> [String] {
                try await journal.index()
                return try await journal.reader.sessions(matching: SessionQuery(text, now: 0)).map(\.name)
            }
            var names = [try await found("greeting"), try await found("hello")]
            try await journal.rename(id, to: " A greeting \nmore")
            names += [try await found("greeting"), try await found("hello")]
            try await journal.rename(id, to: " ")
            names += [try await found("greeting"), try await found("hello")]
            return names
        }

        #expect(names == [[], ["say hello"], ["A greeting"], ["A greeting"], [], ["say hello"]])
    }

    @Test func `says so where there is no such session`() async throws {
        let path = folder.path
        try await withSession { journal, _ in
            let error = await #expect(throws: JournalError.self) {
                try await journal.rename(Session.ID(beginning: "beef"), to: "x")
            }
            #expect(error?.code == .unknownSession)
            #expect(
                error?.description
                    == "The journal at \(path) holds no session beef. Nothing was changed. 'rung sessions' lists them.")
        }
    }
}
