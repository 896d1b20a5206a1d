import EscalationCore
import EscalationEngine
import Foundation
import Journal
import Logging

/// How many pieces of output a second go through engine and journal.
enum PieceFigures {
    private static let pieces = 500_000

    /// Writes pieces as fast as it is let.
    private struct Torrent: Executor {
        func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer {
            for number in 0..<pieces { await report(.output(.answer, "word\(number % 10) ")) }
            return Answer("")
        }
    }

    static func print() async throws {
        let logger = Logger(label: "figures", factory: { _ in SwiftLogNoOpLogHandler() })
        let folder = FileManager.default.temporaryDirectory.appending(path: "rung-figures-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = ContinuousClock()
        let orchestrator = Orchestrator(
            Equipment(
                backends: [Backend(name: "b", executor: Torrent())], verifiers: { _, _ in [] }, currentDate: { 0 }),
            clock: clock, stopwatch: .on(clock))
        let chain = Chain(tiers: [Tier("m", backend: "b", isVerified: false)])
        let duration = try await withSessionJournal(
            at: folder.appending(path: "journal.sqlite").path, logger: logger
        ) { journal in
            try await clock.measure {
                _ = try await orchestrator.run(TaskSpec("t"), on: chain) { await journal.store($0) }
            }
        }
        let rate = Double(pieces) / (duration.milliseconds / 1_000)
        report("pieces a second through engine and journal", String(format: "%.0f", rate), bar: "100,000")
    }
}
