import EscalationCore
import Journal
import Testing

@Suite struct LoadTimesTests {
    let folder: JournalFolder

    init() throws { folder = try JournalFolder() }

    /// A session whose only attempt goes through phases, each after so many steps of 10 ms in which its server says
    /// something, and then begins to answer if it has come that far.
    private func session(
        at start: Int64, model: String = "small", _ began: Start = .cold, _ phases: (Phase, Int)...,
        isSimulated: Bool = false
    ) -> [SessionEvent] {
        var script = Script()
        script.start(at: start, isSimulated: isSimulated)
        script.add(
            .attemptStarted(.init(attempt: 1, tier: 1, model: model, label: .local, start: began, addedPrompt: "")))
        for (phase, steps) in phases {
            for _ in 1..<max(1, steps) {
                let piece = OutputPiece(offset: .zero, text: "loading")
                script.add(.outputReceived(attempt: 1, channel: .progress, pieces: [piece]))
            }
            script.add(.phaseEntered(attempt: 1, phase: phase, place: nil))
        }
        if phases.last?.0 == .answer { script.output("an", attempt: 1) }
        return script.events
    }

    private func times(_ sessions: [[SessionEvent]], limit: Int = 9, simulated: Bool = false) async throws -> [Duration]
    {
        try await folder.withJournal { journal in
            for event in sessions.joined() { await journal.store(event) }
            return try await journal.reader.loadTimes(of: "small", limit: limit, simulated: simulated)
        }
    }

    @Test func `are those of a model's cold starts, newest first`() async throws {
        let found = try await times([
            session(at: 1, .cold, (.loading, 1), (.prompt, 5), (.answer, 2)),
            session(at: 2, .cold, (.queued, 1), (.loading, 1), (.answer, 7)),
            session(at: 3, .cold, (.loading, 1), (.prompt, 9), (.answer, 2)),
            session(at: 4, model: "large", .cold, (.loading, 1), (.prompt, 3), (.answer, 1)),
            session(at: 5, .warm, (.prompt, 1), (.answer, 2)),
        ])
        #expect(found == [.milliseconds(90), .milliseconds(70), .milliseconds(50)])
    }

    @Test func `leave out loads that failed, and those that were met half way`() async throws {
        let found = try await times([
            session(at: 1, .cold, (.loading, 1), (.prompt, 5)), session(at: 2, .cold, (.loading, 1)),
            session(at: 3, .loading, (.loading, 1), (.prompt, 5), (.answer, 1)),
        ])
        #expect(found == [])
    }

    @Test func `are all of the loading where the server said in between that it reads the prompt`() async throws {
        let found = try await times([
            session(at: 1, .cold, (.loading, 1), (.prompt, 1), (.loading, 1), (.prompt, 6), (.answer, 1))
        ])
        #expect(found == [.milliseconds(70)])
    }

    @Test func `are as many as asked for, and of the simulator only where it is asked about`() async throws {
        let sessions = (1...4).map { index in
            session(at: Int64(index), .cold, (.loading, 1), (.answer, index), isSimulated: index % 2 == 0)
        }
        #expect(try await times(sessions, limit: 1) == [.milliseconds(30)])
        #expect(try await times(sessions, simulated: true) == [.milliseconds(40), .milliseconds(20)])
    }
}
