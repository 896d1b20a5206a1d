import EscalationCore
import Journal
import RungTestSupport
import Testing

@Suite struct EventConditionTests {
    private let events = Script.everyKind(Session.ID(beginning: "cc"))

    /// Sequences of the events that match, found one after the other.
    private func matches(_ text: String) async throws -> [Int] {
        let condition = try EventCondition(parsing: text)
        let tape = try await SessionTape(of: events[0].session) { [events] in Array(events.dropFirst($0).prefix($1)) }
        var found: [Int] = []
        while let next = try await tape.first(condition, after: found.last ?? 0) { found.append(next) }
        var back: [Int] = []
        while let next = try await tape.last(condition, before: back.last ?? events.count + 1) { back.append(next) }
        #expect(back.reversed() == found, "the same both ways: \(text)")
        return found
    }

    @Test(arguments: [
        ("kind=verdict_reached", [13]), ("verdict=escalate", [13]), ("verdict=error", [16]), ("verdict=accept", [18]),
        ("verdict!=error", [13, 18]), ("outcome=over_budget", [19]), ("outcome=accepted", []), ("phase=queued", [4]),
        ("phase!=queued", [5]), ("tier=2", [14, 15, 16, 17]), ("tier>=2 kind=attempt_failed", [16]),
        ("attempt<2 verdict=escalate", [13]), ("attempt>1", [15, 16, 17]), ("model~CLAUDE verdict=error", [16]),
        ("model=small phase=answer", [5]), ("model!=small kind=attempt_started", [15]), ("text~größe", [1]),
        ("text~short", [13, 12, 15].sorted()), ("kind=tier_skipped text~LOADED", [2]),
        ("tier<=1 kind=tier_skipped", [2]),
    ])
    func `finds the events that are meant, forward and back`(text: String, sequences: [Int]) async throws {
        #expect(try await matches(text) == sequences)
    }

    @Test func `finds a text that came in two pieces`() async throws {
        var script = Script(Session.ID(beginning: "dd"))
        script.start("greet")
        script.output("Hel")
        script.output("lo")
        let tape = try await SessionTape(of: script.session, from: script.source)

        let condition = try EventCondition(parsing: "text~hello")
        #expect(try await tape.first(condition, after: 0) == 3)
        #expect(try await tape.last(condition, before: 9) == 3)
    }

    @Test(arguments: [
        ("", "There is no condition. Say what to look for, such as verdict=escalate tier>=2."),
        (
            "color=red",
            "'color=red' begins with no known name. There are kind, verdict, outcome, phase, model, attempt, tier, text."
        ),
        ("verdict>accept", "'verdict>accept' compares in no way that 'verdict' knows. It takes =, !=."),
        ("text=x", "'text=x' compares in no way that 'text' knows. It takes ~."),
        ("tier", "'tier' is compared with nothing. After it comes a value behind =, !=, <, <=, >, >=."),
        ("tier>=", "'tier>=' has no value behind it."),
        ("tier>=two", "'tier>=two' needs a number, such as tier=2."),
        ("verdict=maybe", "'maybe' is no verdict. There are accept, escalate, error."),
        ("phase=sleeping", "'sleeping' is no phase. There are queued, loading, prompt, answer."),
    ])
    func `says what is wrong with a bad one, and what is known`(text: String, sentence: String) {
        #expect(throws: EventCondition.ParsingError(sentence)) { try EventCondition(parsing: text) }
    }

    @Test func `knows every kind of event by its name`() throws {
        for event in events { _ = try EventCondition(parsing: "kind=\(event.kind.name)") }
    }
}
