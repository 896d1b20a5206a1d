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

    /// Random jumps through tape, dashboard and canvas, the first of them among answers that were never shown.
    private static func seek(_ tape: SessionTape) async throws {
        var generator = SystemRandomNumberGenerator()
        let clock = ContinuousClock()
        var (folded, shown) = (Sample(), Sample())
        var viewer = Viewer(tape)
        for _ in 0..<seeks {
            let target = Int.random(in: 1...tape.count, using: &generator)
            var session: SessionState?
            let fold = try await clock.measure { session = try await tape.state(afterSequence: target) }
            guard let session else { return }
            folded.add(fold)
            shown.add(fold + clock.measure { viewer.jump(to: session) })
        }
        report("a seek to its state", folded.spread)
        report("a seek to its frame", shown.spread, bar: "50 ms for any")
        // The whole of each answer, to somebody who has seen nothing of it.
        var (first, counting, tick) = (Sample(), Sample(), Sample())
        for quarter in 1...4 {
            let session = try await tape.state(afterSequence: tape.count * quarter / 4)
            var viewer = Viewer(tape)
            first.add(clock.measure { viewer.jump(to: session) })
            var total = Duration.zero
            while viewer.isCounting {
                let time = clock.measure { viewer.tick() }
                tick.add(time)
                total += time
            }
            counting.add(total)
        }
        report("the end of an answer of 5 MB, at first sight", first.percentile(1).text)
        report("its lines counted, between other things", counting.percentile(1).text)
        report("the longest that a key waits for that", tick.percentile(1).text)
    }

    /// A dashboard that shows a replay and draws it.
    private struct Viewer {
        private var program = DashboardProgram(DashboardSetup(chains: []))
        private let state: ReplayState

        init(_ tape: SessionTape) {
            state = ReplayState(session: tape.session, events: tape.landmarks, length: tape.length)
            _ = program.update(.resized(Size(width: 120, height: 40)))
            _ = program.update(.replay(.began(state)))
        }

        mutating func jump(to session: SessionState) {
            _ = program.update(.replay(.jumped(state, session)))
            var canvas = Canvas(size: Size(width: 120, height: 40))
            program.view(on: &canvas)
        }

        var isCounting: Bool { program.isCounting }

        mutating func tick() { _ = program.update(.secondPassed) }
    }

    private static func residentMegabytes() -> Double {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let kilobytes = status.firstMatch(of: /VmRSS:\s+(\d+)/).flatMap({ Double($0.1) })
        else { return 0 }
        return kilobytes / 1_024
    }
}
