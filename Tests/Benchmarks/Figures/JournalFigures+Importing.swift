import EscalationCore
import Foundation
import Journal
import Logging
import Synchronization

extension JournalFigures {
    private static let imported = 2_000

    /// How quickly sessions are taken in from JSON Lines, and what that does to another who records meanwhile.
    ///
    /// - Parameter path: of the journal, which is as it was afterwards.
    static func importing(into path: String, eventsPerSession: Int) async throws {
        var filler = JournalFiller(path: "", sessions: 0)
        // One step aside, or they were the very sessions that the journal was filled with.
        _ = filler.word()
        var lines: [Data] = []
        for number in 0..<imported {
            for event in filler.session(number, events: eventsPerSession) { lines.append(Data(event.json.text.utf8)) }
        }
        let megabytes = Double(lines.reduce(0) { $0 + $1.count }) / 1e6
        let clock = ContinuousClock()
        var sound: SoundLines<Data>?
        let checking = try clock.measure { sound = try SoundLines(lines) }
        guard let sound else { return }
        let logger = Logger(label: "figures", factory: { _ in SwiftLogNoOpLogHandler() })
        try await withSessionJournal(at: path, logger: logger) { journal in
            try await withSessionJournal(at: path, logger: logger) { other in
                let isOver = Mutex(false)
                async let stored = store(in: other) { isOver.withLock { $0 } }
                var ids: [Session.ID] = []
                let start = clock.now
                try await journal.takeIn(sound) { ids += $0.map(\.session) }
                let taking = clock.now - start
                isOver.withLock { $0 = true }
                let (sample, failures) = try await stored
                report(
                    "import of \(imported) sessions, \(lines.count) events",
                    String(
                        format: "%.0f sessions/s, %.1f MB/s (%.1f MB)", Double(imported) / taking.seconds,
                        megabytes / taking.seconds, megabytes))
                report("of it, looking through beforehand", checking.text)
                report(
                    "storing a fact meanwhile, p50 p95 longest",
                    "\(sample.median.text) \(sample.percentile(0.95).text) \(sample.percentile(1).text)",
                    bar: "2000 ms, when it is refused")
                report("of \(sample.count) facts refused", "\(failures)", bar: "0")
                for id in ids { try await journal.delete(id) }
            }
        }
    }

    /// Stores facts, many a second, until it is over.
    ///
    /// - Returns: how long each took, and how often the journal failed.
    private static func store(
        in journal: SessionJournal, until isOver: @Sendable () -> Bool
    ) async throws -> (Sample, failures: Int) {
        let clock = ContinuousClock()
        let id = Session.ID.random()
        var (sample, failures, number) = (Sample(), 0, 1)
        await journal.store(beginning(of: id, "recorded meanwhile"))
        while !isOver() {
            number += 1
            let event = SessionEvent(
                session: id, sequence: number, offset: .milliseconds(number), kind: .tierSkipped(tier: 1, reason: ""))
            let start = clock.now
            await journal.store(event)
            sample.add(clock.now - start)
            if journal.status != .recording { failures += 1 }
            // As somebody records who streams.
            try await Task.sleep(for: .milliseconds(7))
        }
        await journal.store(
            SessionEvent(
                session: id, sequence: number + 1, offset: .milliseconds(number + 1),
                kind: .sessionFinished(outcome: .cancelled, acceptedAttempt: nil, error: "")))
        try await journal.delete(id)
        return (sample, failures)
    }
}

extension Duration {
    fileprivate var seconds: Double { milliseconds / 1_000 }
}
