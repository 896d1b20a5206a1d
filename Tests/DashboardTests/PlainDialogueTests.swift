import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// The conversation that takes the dashboard's place for screen readers.
@Suite struct PlainDialogueTests {
    private var dialogue = PlainDialogue(.plain) { event, _ in event.sequence == 1 ? "began" : nil }

    private mutating func output() -> [String] {
        dialogue.takeOutput().text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    @Test mutating func `begins with what can be done, numbered`() {
        dialogue.begin()
        #expect(
            output() == [
                "rung  · chain default: qwen3-1.7b, qwen3-8b, qwen3-32b, claude-sonnet-4-6", "",
                "1. Write a task", "2. Choose the chain, now default", "3. Past sessions", "4. Quit",
                "Type a number, then Enter.",
            ])
    }

    @Test mutating func `takes a task of several lines, saves it as it grows, and sends it at the dot`() {
        dialogue.begin()
        #expect(dialogue.read("1").isEmpty)
        #expect(dialogue.read("one") == [.saveDraft("one")])
        #expect(dialogue.read("") == [.saveDraft("one\n")])
        #expect(dialogue.read("two") == [.saveDraft("one\n\ntwo")])
        #expect(
            dialogue.read(".") == [
                .saveDraft(""), .remember("one\n\ntwo"), .submit(TaskSpec("one\n\ntwo"), chain: "default"),
            ])
    }

    @Test mutating func `keeps a task that is left, to go on with it`() {
        dialogue.begin()
        for line in ["1", "half a thought", "x"] { _ = dialogue.read(line) }
        _ = output()
        _ = dialogue.read("")
        #expect(output()[2] == "2. Go on with the draft: half a thought")
        _ = dialogue.read("2")
        #expect(dialogue.read("and more") == [.saveDraft("half a thought\nand more")])
    }

    @Test mutating func `says what is no choice`() {
        dialogue.begin()
        _ = output()
        for line in ["9", "0", "-1", "quit"] {
            #expect(dialogue.read(line).isEmpty)
            #expect(output() == ["There is no choice '\(line)'. Type a number from 1 to 4."])
        }
    }

    @Test mutating func `sends tasks on the chain that is chosen`() {
        dialogue.begin()
        for line in ["2", "2", "1", "a task"] { _ = dialogue.read(line) }
        #expect(dialogue.read(".").last == .submit(TaskSpec("a task"), chain: "fast"))
    }

    @Test mutating func `offers to cancel what runs, then says the answer with a bell`() {
        let script = Scenes.accepted()
        dialogue.begin()
        _ = output()
        _ = dialogue.update(.event(script.events[0]))
        #expect(output() == ["began", "", "1. Cancel it", "Type a number, then Enter."])
        #expect(dialogue.read("1") == [.cancel(script.id)])
        #expect(output() == ["cancelling …"])
        for event in script.events.dropFirst() { _ = dialogue.update(.event(event)) }
        let (text, rings) = dialogue.takeOutput()
        #expect(text.hasPrefix("answer:\n\(Scenes.answer)\n\n1. Write a task\n"))
        #expect(rings)
        #expect(!dialogue.takeOutput().rings)
    }

    @Test mutating func `shows control characters of a model instead of sending them`() {
        _ = dialogue.update(.notice("red \u{1B}[31m"))
        #expect(output() == ["red ␛[31m"])
    }

    @Test mutating func `says once that a server is away, and that it is back`() {
        for _ in 0..<3 { _ = dialogue.update(.live(Self.away)) }
        #expect(output() == ["llama-swap is away: connection refused"])
        for _ in 0..<2 { _ = dialogue.update(.live(.allWarm)) }
        #expect(output() == ["llama-swap is back"])
    }

    private static let away = LiveUpdate.away

    @Test mutating func `lists past sessions and tells one`() {
        dialogue.begin()
        #expect(dialogue.read("3") == [.listSessions(query: "")])
        _ = output()
        _ = dialogue.update(.listed(Scenes.past, query: ""))
        #expect(
            output()[1] == "1. accepted: explain the difference between a list and an array, 1 attempt")
        #expect(dialogue.read("1") == [.open(Scenes.past[0].id)])
        _ = dialogue.update(.loaded(Scenes.accepted().events))
        #expect(output().prefix(3) == ["task: \(Scenes.task)", "began", "answer:"])
    }

    @Test mutating func `a list is offered once, however often the journal changes meanwhile`() {
        dialogue.begin()
        _ = dialogue.read("3")
        _ = output()
        #expect(dialogue.update(.listed(Scenes.past, query: "")) == [.closeList])
        #expect(!output().isEmpty)
        #expect(dialogue.update(.listed(Scenes.past, query: "")).isEmpty)
        #expect(output().isEmpty)
    }

    /// The numbered choices last offered.
    private mutating func meetAPerson() -> SessionScript {
        let script = Scenes.awaitingPerson()
        for event in script.events { _ = dialogue.update(.event(event)) }
        return script
    }

    @Test mutating func `an answer that waits for a person is read out with what can be decided`() {
        let script = meetAPerson()
        let lines = output()
        #expect(lines.contains("answer #1:"))
        #expect(lines.suffix(8).contains("the verifiers' feedback:"))
        #expect(
            lines.suffix(5) == [
                "1. Accept the answer", "2. Reject it, and write feedback for the next tier",
                "3. Reject it with the verifiers' feedback", "4. Cancel it", "Type a number, then Enter.",
            ])
        #expect(dialogue.read("1") == [.decide(.accept, attempt: 1, of: script.id)])
    }

    @Test mutating func `a rejection takes feedback of several lines, or the verifiers'`() {
        let script = meetAPerson()
        #expect(
            dialogue.read("3") == [
                .decide(.escalate(feedback: "Misses the empty list."), attempt: 1, of: script.id)
            ])
        _ = meetAPerson()
        for line in ["2", "Say why.", "And how."] { #expect(dialogue.read(line).isEmpty) }
        #expect(
            dialogue.read(".") == [
                .decide(.escalate(feedback: "Say why.\nAnd how."), attempt: 1, of: script.id)
            ])
    }

    @Test mutating func `a rejection without feedback decides nothing`() {
        _ = meetAPerson()
        for line in ["2", "  "] { _ = dialogue.read(line) }
        _ = output()
        #expect(dialogue.read(".").isEmpty)
        #expect(output().first == "There is nothing in it, so nothing was decided.")
    }

    @Test mutating func `a skill goes with the tasks to come, on its own chain`() {
        var setup = DashboardSetup.plain
        setup.skills = [
            SkillChoice("review", description: "Reviews code.", prompt: "Be strict.", chain: "fast"),
            SkillChoice("odd", problem: "line 2: key 'chian': unknown key"),
        ]
        dialogue = PlainDialogue(setup) { _, _ in nil }
        dialogue.begin()
        _ = output()
        _ = dialogue.read("3")
        #expect(
            output() == [
                "", "1. none: the task alone", "2. review: Reviews code.",
                "3. odd: broken: line 2: key 'chian': unknown key", "4. Back", "Type a number, then Enter.",
            ])
        _ = dialogue.read("3")
        #expect(output().first == "line 2: key 'chian': unknown key")
        for line in ["3", "2", "1", "a task"] { _ = dialogue.read(line) }
        #expect(
            dialogue.read(".").last
                == .submit(TaskSpec("a task", skillPrompt: "Be strict.", skillName: "review"), chain: "fast"))
    }

    @Test mutating func `ends with its input, but not before what runs has ended`() {
        let script = Scenes.accepted()
        dialogue.begin()
        for line in ["1", "a task", "."] { _ = dialogue.read(line) }
        _ = dialogue.hangUp()
        #expect(!dialogue.isFinished)
        for event in script.events.dropLast() { _ = dialogue.update(.event(event)) }
        #expect(!dialogue.isFinished)
        _ = dialogue.update(.event(script.events.last!))
        #expect(dialogue.isFinished)
        var idle = PlainDialogue(.plain) { _, _ in nil }
        _ = idle.hangUp()
        #expect(idle.isFinished)
    }
}
