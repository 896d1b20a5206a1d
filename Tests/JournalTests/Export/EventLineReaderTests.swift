import EscalationCore
import Journal
import RungTestSupport
import Testing

@Suite struct EventLineReaderTests {
    private let hello = Script.hello.events.map(\.json.text)

    /// Reads lines, and returns their events or the first complaint.
    private func read(_ lines: [String]) throws -> [SessionEvent] {
        var reader = EventLineReader()
        return try lines.compactMap { try reader.read($0) }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `gives back every event of any session`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let session = RandomSession(using: &generator)
        let lines = session.events.map(\.json.text)

        #expect(try read(lines) == session.events, "seed \(seed)")
    }

    @Test func `gives back every kind of event`() throws {
        let events = Script.everyKind()
        // After its end a session has no events: the sample has them all the same.
        let sound = events.prefix { if case .sessionFinished = $0.kind { false } else { true } } + [events.last!]
        #expect(try read(sound.map(\.json.text)) == Array(sound))
    }

    @Test func `takes several sessions, one after the other or mixed, and passes blank lines over`() throws {
        let other = Script.long(events: 4).events
        var mixed: [SessionEvent] = []
        for (left, right) in zip(Script.hello.events, other) { mixed += [left, right] }
        var lines: [String] = []
        for event in mixed { lines += [event.json.text, "", "  \r"] }
        var reader = EventLineReader()
        let events = try lines.compactMap { try reader.read($0) }

        #expect(events == mixed)
        #expect(Set(reader.sessions) == [Script.hello.session, other[0].session])
    }

    @Test func `says which line is none, and why`() {
        #expect(complaint([hello[0], "{\"session\":"])?.hasPrefix("line 2: no event (") == true)
        #expect(
            complaint([hello[1]]) == "line 1: session aa00 begins with event 2, not with the first, 'session_started'")
        #expect(complaint([hello[0], hello[1], hello[1]]) == "line 3: event 2 of session aa00 came before")
        #expect(complaint([hello[0], "", hello[2]]) == "line 3: event 2 of session aa00 is missing before event 3")
        #expect(
            complaint([hello[0], hello[1].replacing("\"at_ms\":10", with: "\"at_ms\":-1")])
                == "line 2: event 2 of session aa00 happened before the one above it")
        let late = hello[3].replacing("\"sequence\":4", with: "\"sequence\":5")
        #expect(complaint(hello + [late]) == "line 5: event 5 of session aa00 comes after its end")
    }

    @Test(arguments: ["answer_tokens\":1000000000001", "prompt_tokens\":-1", "cached_tokens\":9223372036854775807"])
    func `refuses a number of tokens that nobody can mean`(member: String) {
        let line = hello[0].dropLast() + ",\"usage\":{\"" + member + "}}"
        let name = member.prefix { $0 != "\"" }
        #expect(complaint([line]) == "line 1: '\(name)' is no number of tokens")
    }

    /// They would be added up and shown, and overflow.
    @Test(arguments: [
        "at_ms\":9223372036854775807", "at_ms\":-9223372036854775808", "duration_ms\":4000000000001",
        "until_ms\":1e300",
    ]) func `refuses a time that nobody can mean`(member: String) {
        let line = hello[0].dropLast() + ",\"x\":[{\"" + member + "}]}"
        let name = member.prefix { $0 != "\"" }
        #expect(complaint([line]) == "line 1: '\(name)' is no time: it is more than 126 years")
    }

    @Test(arguments: ["started_at_ms\":1000000000000001", "made_at_ms\":-9223372036854775808"])
    func `refuses a date that nobody can mean`(member: String) {
        let line = hello[0].dropLast() + ",\"annotations\":[{\"" + member + "}]}"
        let name = member.prefix { $0 != "\"" }
        #expect(complaint([line]) == "line 1: '\(name)' is no date: it lies more than 30,000 years away")
    }

    @Test func `takes times before 1970, and what only looks like a time in what a server is sent`() throws {
        let line =
            hello[0].replacing("\"started_at_ms\":1700000000000", with: "\"started_at_ms\":-1")
            .replacing("\"model\":\"small\"", with: "\"model\":\"small\",\"params\":{\"x_ms\":1e18}")
        let events = try read([line])
        guard case .sessionStarted(let started) = events.first?.kind else {
            Issue.record("\(events)")
            return
        }
        #expect(started.startedAt == -1)
        #expect(started.chain.tiers.first?.parameters.first?.name == "x_ms")
    }

    private func complaint(_ lines: [String]) -> String? {
        do {
            _ = try read(lines)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
