import EscalationCore
import Foundation
import Journal
import RungTestSupport
import Testing

/// What people say of a session after its end goes with it, in every form it leaves the journal in.
@Suite struct AnnotationExportTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    private static let annotations = [
        Annotation(attempt: 1, verdict: .escalate(feedback: "no \"good\"\n\u{1B}[31m"), madeAt: 1_700_000_100_000),
        Annotation(attempt: 1, verdict: .accept, madeAt: 1_700_000_200_000),
        Annotation(attempt: 2, verdict: .escalate(feedback: ""), madeAt: 1_700_000_200_000),
    ]

    /// A journal that holds a session, sound to its end, with annotations.
    private func record(_ annotations: [Annotation], in journal: SessionJournal) async throws -> Session.ID {
        var script = Script(Session.ID(beginning: "4f2a"))
        script.start()
        for number in 1...2 {
            script.add(
                .attemptStarted(
                    .init(attempt: number, tier: 1, model: "small", label: .local, start: .warm, addedPrompt: "")))
            script.output("answer \(number)", attempt: number)
            script.add(.answerCompleted(.init(attempt: number)))
            script.add(
                .verifierAnswered(
                    .init(
                        attempt: number, verifier: "judge", judgement: Judgement(.escalate(feedback: "x")),
                        duration: .zero)))
            script.add(.verdictReached(attempt: number, verdict: .escalate(feedback: "x"), by: .verifiers))
        }
        script.finish(.exhausted)
        for event in script.events { await journal.store(event) }
        for annotation in annotations {
            try await journal.annotate(
                session: script.session, attempt: annotation.attempt, verdict: annotation.verdict,
                at: annotation.madeAt)
        }
        return script.session
    }

    private func export(_ id: Session.ID, from journal: SessionJournal) async throws -> [String] {
        var lines: [String] = []
        try await journal.reader.writeLines(of: id) { lines.append($0) }
        return lines
    }

    /// The lines of a session that was recorded elsewhere, with annotations.
    private func exported(_ annotations: [Annotation]) async throws -> [String] {
        let elsewhere = try JournalFolder()
        return try await elsewhere.withJournal { journal in
            let id = try await record(annotations, in: journal)
            return try await export(id, from: journal)
        }
    }

    private func takeIn(
        _ lines: [String], into journal: SessionJournal
    ) async throws -> [SessionJournal.Imported] {
        var all: [SessionJournal.Imported] = []
        try await journal.takeIn(SoundLines(lines.map { Data($0.utf8) })) { all += $0 }
        return all
    }

    @Test func `an import gives the same back, found by words as well`() async throws {
        let lines = try await exported(Self.annotations)

        try await folder.withJournal { journal in
            let imported = try await takeIn(lines, into: journal)
            let id = try #require(imported.first?.session)
            #expect(imported == [.init(session: id, isNew: true, annotations: 3)])
            let kept = try await journal.reader.annotations(of: id)
            #expect(kept == Self.annotations)
            let again = try await export(id, from: journal)
            #expect(again == lines)
            try await journal.index()
            let found = try await journal.reader.sessions(matching: SessionQuery("good", now: 0))
            #expect(found.map(\.id) == [id])
        }
    }

    @Test func `stands in the last line alone, whose other members stay as they were`() async throws {
        let bare = try await exported([])
        let lines = try await exported(Self.annotations)

        #expect(lines.dropLast() == bare.dropLast())
        #expect(!bare.joined().contains("annotations"))
        let last = try JSONValue(parsing: try #require(lines.last))
        let members = try #require(last.members)
        #expect(JSONValue.object(members.dropLast()).text == bare.last)
        #expect(members.last?.name == "annotations")
        #expect(members.last?.value.array?.first?["feedback"] == "no \"good\"\n\u{1B}[31m")
        #expect(members.last?.value.array?.map { $0["made_at_ms"]?.int } == Self.annotations.map { Int($0.madeAt) })
    }

    @Test func `is added where the journal has the session, once`() async throws {
        try await folder.withJournal { journal in
            let id = try await record(Array(Self.annotations.prefix(1)), in: journal)
            let lines = try await exported(Self.annotations)

            var imported = try await takeIn(lines, into: journal)
            #expect(imported == [.init(session: id, isNew: false, annotations: 2)])
            imported = try await takeIn(lines, into: journal)
            #expect(imported == [.init(session: id, isNew: false, annotations: 0)])
            let kept = try await journal.reader.annotations(of: id)
            #expect(kept == Self.annotations)
        }
    }

    @Test func `a remark from elsewhere that is older than the journal's own doesn't count instead of it`() async throws
    {
        try await folder.withJournal { journal in
            let id = try await record([Self.annotations[1]], in: journal)
            let lines = try await exported([Self.annotations[0]])
            _ = try await takeIn(lines, into: journal)
            let kept = try await journal.reader.annotations(of: id)
            #expect(kept == Array(Self.annotations.prefix(2)))
            let card = try await journal.reader.reportCard(.init(.real))
            #expect(card.tiers.map(\.judgedByPeople) == [1])
            #expect(card.tiers.map(\.agreedWithPeople) == [0])
        }
    }

    @Test(arguments: [
        "\"annotations\":7", "\"annotations\":[7,{}]", "\"annotations\":{\"attempt\":1}",
        "\"annotations\":[{\"attempt\":9,\"verdict\":\"accept\",\"feedback\":\"\",\"made_at_ms\":1}]",
        "\"annotations\":[{\"attempt\":0,\"verdict\":\"accept\",\"feedback\":\"\",\"made_at_ms\":1}]",
        "\"annotations\":[{\"attempt\":1,\"verdict\":\"maybe\",\"feedback\":\"\",\"made_at_ms\":1}]",
        "\"annotations\":[{\"attempt\":1,\"verdict\":\"accept\"}]",
    ]) func `what is none is passed over, and its session taken`(member: String) async throws {
        var lines = try await exported([])
        lines[lines.count - 1] = String(lines.last!.dropLast()) + "," + member + "}"

        try await folder.withJournal { [lines] journal in
            let imported = try await takeIn(lines, into: journal)
            #expect(imported.map(\.isNew) == [true])
            #expect(imported.map(\.annotations) == [0])
            let kept = try await journal.reader.annotations(of: imported[0].session)
            #expect(kept == [])
        }
    }

    @Test func `is told in the report in Markdown beside its attempt`() async throws {
        let text = try await folder.withJournal { journal -> String in
            let id = try await record(Self.annotations, in: journal)
            var state = SessionState(id: id)
            for event in try await journal.reader.events(of: id) { state.apply(event) }
            return MarkdownReport(state, annotations: try await journal.reader.annotations(of: id)).text
        }

        #expect(
            text.contains(
                """
                Verdict: **escalate**.

                After the end, by a person on 2023-11-14T22:15:00Z: **escalate**.

                ```text
                no "good"
                \u{1B}[31m
                ```

                After the end, by a person on 2023-11-14T22:16:40Z: **accept**.

                ### Attempt 2: small
                """))
        #expect(text.contains("2023-11-14T22:16:40Z: **escalate**.\n\n## Outcome"))
    }

    @Test func `is one more evaluation in the trace`() throws {
        let events = Script.long(events: 3).events
        var report = SpanReport(of: events[0].session)
        for event in events { report.take(event) }
        report.take(Annotation(attempt: 1, verdict: .escalate(feedback: "no"), madeAt: 1_700_000_100_000))

        let spans = report.json["resourceSpans"]?.array?.first?["scopeSpans"]?.array?.first?["spans"]?.array
        let evaluation = try #require(spans?.last?["events"]?.array?.last)
        #expect(evaluation["timeUnixNano"] == "1700000100000000000")
        let attributes = Dictionary(
            uniqueKeysWithValues: (evaluation["attributes"]?.array ?? []).map { ($0["key"]!.string!, $0["value"]!) })
        #expect(attributes["gen_ai.evaluation.name"] == ["stringValue": "person"])
        #expect(attributes["gen_ai.evaluation.score.label"] == ["stringValue": "escalate"])
        #expect(attributes["gen_ai.evaluation.explanation"] == ["stringValue": "no"])
    }
}
