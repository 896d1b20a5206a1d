import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// A past session told again in the conversation that takes the dashboard's place.
@Suite struct `A replay in plain lines` {
    private var dialogue = PlainDialogue(.plain) { event, _ in
        if case .verdictReached(let attempt, _, _) = event.kind { "verdict #\(attempt)" } else { nil }
    }
    private let script = Scenes.accepted()

    private var start: ReplayState { ReplayState(session: script.id, events: script.events) }

    private mutating func output() -> [String] {
        dialogue.takeOutput().text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// Chooses the past session of the list and has it told.
    private mutating func tell() {
        dialogue.begin()
        _ = dialogue.read("3")
        _ = dialogue.update(.listed([Self.session(of: script)], query: ""))
        _ = dialogue.read("1")
        _ = dialogue.update(.loaded(script.events))
    }

    private static func session(of script: SessionScript) -> Session {
        var session = Scenes.past[0]
        session.id = script.id
        return session
    }

    private mutating func begin() {
        tell()
        _ = dialogue.read("1")
        _ = dialogue.update(.replay(.began(start)))
        _ = output()
    }

    @Test mutating func `is offered with a session that was told`() {
        tell()
        #expect(
            output().suffix(5) == [
                "", "1. Replay it, at its own pace", "2. Past sessions", "3. Back", "Type a number, then Enter.",
            ])
        #expect(dialogue.read("1") == [.replay(script.id)])
        _ = dialogue.update(.replay(.began(start)))
        #expect(
            output() == [
                "replay of \(script.id.short), \(Figures.clock(start.length)) long", "", "1. Pause", "2. Twice as fast",
                "3. Half as fast", "4. To the next attempt", "5. Leave the replay", "Type a number, then Enter.",
            ])
    }

    @Test mutating func `tells what happened and every answer, and ends with the session`() {
        begin()
        for event in script.events.dropLast() { #expect(dialogue.update(.event(event)).isEmpty) }
        let lines = output()
        #expect(lines.first == "answer #1:")
        #expect(lines.contains("verdict #1"))
        #expect(dialogue.update(.event(script.events.last!)) == [.replayControl(.stop)])
        #expect(dialogue.update(.replay(.ended(script.id))).isEmpty)
        #expect(output().prefix(3) == ["the replay is over", "", "1. Replay it, at its own pace"])
    }

    @Test mutating func `is paused, gone on with, sped up and left by numbers`() {
        begin()
        #expect(dialogue.read("1") == [.replayControl(.pause)])
        var state = start
        (state.isPlaying, state.position) = (false, .seconds(1))
        _ = dialogue.update(.replay(.moved(state)))
        #expect(output().prefix(3) == ["paused at 0:01", "", "1. Go on"])
        #expect(dialogue.read("1") == [.replayControl(.play)])
        state.isPlaying = true
        _ = dialogue.update(.replay(.moved(state)))
        _ = output()
        #expect(dialogue.read("2") == [.replayControl(.speed(2))])
        state.speed = 2
        _ = dialogue.update(.replay(.moved(state)))
        #expect(output() == ["at 2 times real speed"])
        #expect(dialogue.read("3") == [.replayControl(.speed(1))])
        #expect(dialogue.read("4") == [.replayControl(.stepAttempt(forward: true))])
        #expect(dialogue.read("5") == [.replayControl(.stop)])
        // Only once, however often it is asked for, unless it goes on all the same.
        #expect(dialogue.read("5").isEmpty)
        #expect(dialogue.update(.replay(.moved(state))) == [.replayControl(.stop)])
    }

    @Test mutating func `says nothing of time that passes`() {
        begin()
        var state = start
        state.position = .milliseconds(250)
        #expect(dialogue.update(.replay(.moved(state))).isEmpty)
        #expect(output().isEmpty)
    }

    @Test mutating func `says where a jump has led, and ends where that is the end`() {
        begin()
        var (state, session) = (start, SessionState(id: script.id))
        state.position = .seconds(1)
        for event in script.events.dropLast() { session.apply(event) }
        #expect(dialogue.update(.replay(.jumped(state, session))).isEmpty)
        #expect(output() == ["now at 0:01, attempt \(session.attempts.count)"])
        session.apply(script.events.last!)
        #expect(dialogue.update(.replay(.jumped(state, session))) == [.replayControl(.stop)])
    }

    @Test mutating func `ends at the last event of a session that has no end`() {
        let interrupted = Scenes.awaitingPerson()
        dialogue.begin()
        _ = dialogue.update(.loaded(interrupted.events))
        #expect(dialogue.read("1") == [.replay(interrupted.id)])
        var state = ReplayState(session: interrupted.id, events: interrupted.events)
        _ = dialogue.update(.replay(.began(state)))
        for event in interrupted.events { #expect(dialogue.update(.event(event)).isEmpty) }
        state.position = state.length
        #expect(dialogue.update(.replay(.moved(state))) == [.replayControl(.stop)])
    }

    @Test mutating func `tells the last events of a session that has no end also where the time is up before`() {
        let interrupted = Scenes.awaitingPerson()
        // The last two share an offset: that it is reached doesn't mean that both were told.
        #expect(interrupted.events.suffix(2).allSatisfy { $0.offset == interrupted.now })
        dialogue.begin()
        _ = dialogue.update(.loaded(interrupted.events))
        _ = dialogue.read("1")
        var state = ReplayState(session: interrupted.id, events: interrupted.events)
        _ = dialogue.update(.replay(.began(state)))
        _ = output()
        state.position = state.length
        #expect(dialogue.update(.replay(.moved(state))).isEmpty)
        for event in interrupted.events.dropLast() { #expect(dialogue.update(.event(event)).isEmpty) }
        #expect(output().contains("answer #1:"))
        #expect(dialogue.update(.event(interrupted.events.last!)) == [.replayControl(.stop)])
    }

    @Test mutating func `ends where a jump leads to the last event of a session that has no end`() {
        let interrupted = Scenes.awaitingPerson()
        dialogue.begin()
        _ = dialogue.update(.loaded(interrupted.events))
        _ = dialogue.read("1")
        var (state, session) = (
            ReplayState(session: interrupted.id, events: interrupted.events), SessionState(id: interrupted.id)
        )
        _ = dialogue.update(.replay(.began(state)))
        state.position = state.length
        for event in interrupted.events { session.apply(event) }
        // Where it stands is told first, as with any control.
        #expect(dialogue.update(.replay(.moved(state))).isEmpty)
        #expect(dialogue.update(.replay(.jumped(state, session))) == [.replayControl(.stop)])
    }

    @Test mutating func `is not begun where the journal can't be read`() {
        tell()
        _ = dialogue.read("1")
        _ = output()
        _ = dialogue.update(.notice("The journal is gone."))
        #expect(output() == ["The journal is gone."])
        _ = dialogue.update(.replay(.ended(script.id)))
        #expect(output().last == "Type a number, then Enter.")
    }

    @Test mutating func `begins also where words of how far the session is read come before`() {
        tell()
        _ = dialogue.read("1")
        _ = output()
        _ = dialogue.update(.notice("reading the session: 51200 events …"))
        _ = dialogue.hangUp()
        #expect(!dialogue.isFinished)
        _ = dialogue.update(.replay(.began(ReplayState(session: script.id, events: script.events))))
        #expect(output().contains { $0.hasPrefix("replay of \(script.id.short)") })
    }

    @Test mutating func `is not offered of a session that another process still runs`() {
        var running = Self.session(of: script)
        running.state = .running
        dialogue.begin()
        _ = dialogue.read("3")
        _ = dialogue.update(.listed([running], query: ""))
        _ = dialogue.read("1")
        _ = dialogue.update(.loaded(Scenes.streaming().events))
        #expect(output().suffix(3) == ["1. Past sessions", "2. Back", "Type a number, then Enter."])
    }

    @Test mutating func `lines that come at once are taken when there is something to choose from`() {
        dialogue.begin()
        #expect(dialogue.read("3") == [.listSessions(query: "")])
        #expect(dialogue.read("1").isEmpty)
        #expect(dialogue.read("1").isEmpty)
        _ = dialogue.hangUp()
        #expect(!dialogue.isFinished)
        #expect(
            dialogue.update(.listed([Self.session(of: script)], query: "")) == [.closeList, .open(script.id)])
        #expect(dialogue.update(.loaded(script.events)) == [.replay(script.id)])
        _ = dialogue.update(.replay(.began(start)))
        for event in script.events { _ = dialogue.update(.event(event)) }
        #expect(!dialogue.isFinished)
        _ = dialogue.update(.replay(.ended(script.id)))
        #expect(dialogue.isFinished)
    }

    @Test mutating func `a list that can't be had is said, and what else can be done`() {
        dialogue.begin()
        _ = dialogue.read("3")
        _ = output()
        #expect(dialogue.update(.listRefused("The journal is locked.", query: "")) == [.closeList])
        #expect(output().prefix(3) == ["The journal is locked.", "", "1. Write a task"])
    }

    @Test mutating func `a draft is offered with the first words`() {
        dialogue.begin(draft: "half a thought")
        #expect(output().filter { $0.hasPrefix("2. ") } == ["2. Go on with the draft: half a thought"])
    }
}
