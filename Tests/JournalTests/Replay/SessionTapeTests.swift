import EscalationCore
import Journal
import RungTestSupport
import Testing

@Suite struct SessionTapeTests {
    @Test(arguments: 0..<60 as Range<UInt64>, [1, 3, 256])
    func `is at any moment what playing up to it gives, whichever way it was reached`(
        seed: UInt64, stride: Int
    ) async throws {
        var generator = SeededGenerator(seed: seed)
        let session = RandomSession(using: &generator)
        let tape = try await SessionTape(of: session.id, stride: stride, from: session.source)
        var played = [SessionState(id: session.id)]
        for event in session.events {
            var next = played.last!
            next.apply(event)
            played.append(next)
        }

        for sequence in (0...session.events.count).shuffled(using: &generator) {
            #expect(
                try await tape.state(afterSequence: sequence) == played[sequence], "seed \(seed), event \(sequence)")
            let offset = sequence == 0 ? .zero : session.events[sequence - 1].offset
            let happened = session.events.prefix { $0.offset <= offset }.count
            #expect(try await tape.state(at: offset) == played[happened], "seed \(seed), at \(offset)")
        }
    }

    @Test func `knows how long the session is and when its events happened`() async throws {
        let tape = try await SessionTape(of: Script.hello.session, from: Script.hello.source)

        #expect(tape.count == 4)
        #expect(tape.length == .milliseconds(30))
        #expect((0...5).map { tape.offset(of: $0) } == [0, 0, 10, 20, 30, 0].map { .milliseconds($0) })
        #expect([-1, 0, 9, 10, 29, 30, 99].map { tape.sequence(at: .milliseconds($0)) } == [0, 1, 1, 2, 3, 4, 4])
        #expect(tape.landmarks == [Script.hello.events[0], Script.hello.events[3]])
    }

    @Test func `is empty for a session without events`() async throws {
        let id = Session.ID(beginning: "ab")
        let tape = try await SessionTape(of: id) { _, _ in [] }

        #expect(tape.length == .zero)
        #expect(try await tape.state(at: .seconds(1)) == SessionState(id: id))
    }

    @Test func `applies no more events than lie between two snapshots`() async throws {
        var generator = SeededGenerator(seed: 7)
        let session = RandomSession(using: &generator, attempts: 6, pieces: 60)
        let reads = ReadCounter()
        let tape = try await SessionTape(of: session.id, stride: 8) { after, limit in
            await reads.note(limit)
            return try await session.source(after, limit)
        }
        await reads.clear()

        for sequence in 0...session.events.count { _ = try await tape.state(afterSequence: sequence) }

        #expect(await reads.largest == 7)
    }

    @Test func `reads a session from the journal in chunks`() async throws {
        let folder = try JournalFolder()
        let script = Script.long(events: 2_500)
        try await folder.withJournal { journal in
            for event in script.events { await journal.store(event) }
            let tape = try await SessionTape(of: script.session, in: journal.reader)
            #expect(tape.count == 2_500)
            let state = try await tape.state(afterSequence: 1_777)
            #expect(state.sequence == 1_777)
            #expect(state.attempts[0].answer == script.answer(after: 1_777))
        }
    }
}

/// The most events that were asked for at once.
private actor ReadCounter {
    private(set) var largest = 0
    func note(_ limit: Int) { largest = max(largest, limit) }
    func clear() { largest = 0 }
}

extension RandomSession {
    /// Where a tape reads it from.
    var source: SessionTape.Source {
        let events = events
        return { Array(events.dropFirst($0).prefix($1)) }
    }
}

extension Script {
    var source: SessionTape.Source {
        let events = events
        return { Array(events.dropFirst($0).prefix($1)) }
    }

    /// Four events: at 0, 10, 20 and 30 ms.
    static let hello: Script = {
        var script = Script(Session.ID(beginning: "aa"))
        script.start()
        script.output("Hel")
        script.output("lo")
        script.finish()
        return script
    }()

    /// One attempt whose answer is a number an event.
    static func long(events: Int) -> Script {
        var script = Script(Session.ID(beginning: "bb"))
        script.start()
        script.add(
            .attemptStarted(.init(attempt: 1, tier: 1, model: "small", label: .local, start: .warm, addedPrompt: "")))
        while script.events.count < events { script.output("\(script.events.count) ") }
        return script
    }

    /// The answer of the first attempt after so many events of a long script.
    func answer(after sequence: Int) -> String { (2..<sequence).map { "\($0) " }.joined() }
}
