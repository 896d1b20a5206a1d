import Dashboard
import EscalationCore
import Foundation
import Journal
import Logging
import Terminal

/// How long a session of a million events takes to be opened for a replay, and to be entered anywhere in it.
enum ReplayFigures {
    private static let events = 1_000_000
    private static let seeks = 300

    static func print() async throws {
        let logger = Logger(label: "figures", factory: { _ in SwiftLogNoOpLogHandler() })
        let folder = FileManager.default.temporaryDirectory.appending(path: "rung-figures-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let id = Session.ID.random()
        try await withSessionJournal(at: folder.appending(path: "journal.sqlite").path, logger: logger) { journal in
            try await fill(journal, with: id)
            let before = residentMegabytes()
            let clock = ContinuousClock()
            var tape: SessionTape?
            let reading = try await clock.measure { tape = try await SessionTape(of: id, in: journal.reader) }
            guard let tape else { return }
            report("a million events read for a replay", reading.text)
            report("memory that the tape takes", String(format: "%.0f MB", residentMegabytes() - before))
            try await seek(tape)
        }
    }

    /// Four attempts that answer in pieces of some twenty characters, a fiftieth of a second apart.
    private static func fill(_ journal: SessionJournal, with id: Session.ID) async throws {
        let tier = Tier("m", backend: "b")
        var now = Duration.zero
        func event(_ sequence: Int, _ kind: SessionEvent.Kind) -> SessionEvent {
            now += .milliseconds(20)
            return SessionEvent(session: id, sequence: sequence, offset: now, kind: kind)
        }
        let start = SessionEvent.SessionStarted(
            task: TaskSpec("write a long text"), chain: Chain(tiers: [tier, tier, tier, tier]), verifiers: ["judge"],
            startedAt: 0, isSimulated: true, version: "1")
        await journal.store(event(1, .sessionStarted(start)))
        var sequence = 1
        while sequence < events {
            var batch: [SessionEvent] = []
            while batch.count < 1_000, sequence < events {
                sequence += 1
                let attempt = sequence * 4 / (events + 1) + 1
                if sequence == 2 || (sequence - 1) * 4 / (events + 1) + 1 < attempt {
                    batch.append(
                        event(
                            sequence,
                            .attemptStarted(
                                .init(
                                    attempt: attempt, tier: attempt, model: "m", label: .local, start: .warm,
                                    addedPrompt: ""))))
                } else {
                    let text = sequence.isMultiple(of: 40) ? "and so it ends.\n\n" : "word \(sequence) of many "
                    let piece = OutputPiece(offset: now, text: text)
                    batch.append(event(sequence, .outputReceived(attempt: attempt, channel: .answer, pieces: [piece])))
                }
            }
            await withDiscardingTaskGroup { group in
                for event in batch { group.addTask { await journal.store(event) } }
            }
        }
    }

    /// Random jumps through tape, dashboard and canvas.
    private static func seek(_ tape: SessionTape) async throws {
        var generator = SystemRandomNumberGenerator()
        let clock = ContinuousClock()
        var (folded, shown) = (Sample(), Sample())
        var program = DashboardProgram(DashboardSetup(chains: []))
        _ = program.update(.resized(Size(width: 120, height: 40)))
        let state = ReplayState(session: tape.session, events: tape.landmarks, length: tape.length)
        _ = program.update(.replay(.began(state)))
        // Once through, as somebody who looked at the whole session has been: each answer is wrapped for the first time.
        var first = Sample()
        for quarter in 1...4 {
            let session = try await tape.state(afterSequence: tape.count * quarter / 4)
            first.add(clock.measure { _ = program.update(.replay(.jumped(state, session))) })
        }
        report("the end of an answer of 5 MB, at first sight", first.percentile(1).text)
        for _ in 0..<seeks {
            let target = Int.random(in: 1...tape.count, using: &generator)
            var session: SessionState?
            let fold = try await clock.measure { session = try await tape.state(afterSequence: target) }
            guard let session else { return }
            let draw = clock.measure {
                _ = program.update(.replay(.jumped(state, session)))
                var canvas = Canvas(size: Size(width: 120, height: 40))
                program.view(on: &canvas)
            }
            folded.add(fold)
            shown.add(fold + draw)
        }
        report("a seek to its state, median", folded.median.text)
        report("a seek to its state, 99 %", folded.percentile(0.99).text)
        report("a seek to its frame, median", shown.median.text)
        report("a seek to its frame, 99 %", shown.percentile(0.99).text, bar: "50 ms")
    }

    private static func residentMegabytes() -> Double {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let kilobytes = status.firstMatch(of: /VmRSS:\s+(\d+)/).flatMap({ Double($0.1) })
        else { return 0 }
        return kilobytes / 1_024
    }
}
