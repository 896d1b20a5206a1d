import Backends
import EscalationCore
import EscalationEngine
import Foundation
import Journal
import Logging
import Verifiers

/// What 300 sessions at once cost, and whether each gets what is its own.
enum SessionFigures {
    private static let sessions = 300

    /// Ready models that write about as fast as a good machine serves them; 300 at once.
    private static let scenario = """
        models:
          - { id: small, group: small, ready: true, tokens_per_second: 100 }
          - { id: middle, group: middle, ready: true, tokens_per_second: 100 }
          - { id: large, group: large, ready: true, tokens_per_second: 100 }
          - { id: judge, group: judge, ready: true, judge: true, tokens_per_second: 100 }
        """

    static func print() async throws {
        let logger = Logger(label: "figures", factory: { _ in SwiftLogNoOpLogHandler() })
        let folder = FileManager.default.temporaryDirectory.appending(path: "rung-figures-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "journal.sqlite").path
        try await SimulatedServer.serving(scenario: scenario) { url in
            try await BackendClients.open(logger: logger) { clients in
                try await withSessionJournal(at: path, logger: logger) { journal in
                    try await measure(orchestrator(clients, url: url), journal)
                }
            }
        }
    }

    private static func measure(_ orchestrator: Orchestrator, _ journal: SessionJournal) async throws {
        // One before, so that what is set up once isn't counted as a session's.
        _ = try await run("Explain warming up", by: orchestrator, journal)
        try Memory.forgetPeak()
        let before = try Memory.resident()
        let began = ContinuousClock.now
        let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...sessions {
                group.addTask {
                    let task = "Explain step \(number) of \(sessions)"
                    let state = try await run(task, by: orchestrator, journal)
                    // Answers take up the words of their task; an attempt's text is nil where its pieces are all of it.
                    return state.outcome != .accepted
                        || !state.attempts.allSatisfy { $0.answer.contains(task) && $0.completed?.text == nil }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        let took = ContinuousClock.now - began
        let peak = try Memory.peak()
        report("\(sessions) sessions at once, lost or crossed", "\(wrong)", bar: "0")
        report("\(sessions) sessions at once, time", String(format: "%.1f s", took.milliseconds / 1_000))
        report("\(sessions) sessions at once, peak of memory", "\(peak / 1_024) MiB", bar: "256 MiB")
        report("  more than one session alone, a session", "\(max(0, peak - before) / sessions) KiB")
    }

    private static func run(
        _ task: String, by orchestrator: Orchestrator, _ journal: SessionJournal
    ) async throws -> SessionState {
        let chain = Chain(tiers: ["small", "middle", "large"].map { Tier($0, backend: "b") })
        return try await orchestrator.run(TaskSpec(task), on: chain) { await journal.store($0) }
    }

    private static func orchestrator(_ clients: BackendClients, url: String) -> Orchestrator {
        let clock = ContinuousClock()
        let executor = clients.chatExecutor(for: BackendEndpoint(name: "b", url: url))
        let backend = Backend(name: "b", executor: executor, parallel: sessions)
        let judge = JudgeVerifier(
            model: "judge", executor: backend.limited(by: Limits(), clock: clock, stopwatch: .on(clock)))
        return Orchestrator(
            Equipment(backends: [backend], verifiers: { _, _ in [judge] }, currentDate: { 0 }), clock: clock,
            stopwatch: .on(clock))
    }
}

/// Memory of this process as Linux counts it, in KiB.
enum Memory {
    static func resident() throws -> Int { try field("VmRSS:") }
    /// The most since the start, or since it was forgotten.
    static func peak() throws -> Int { try field("VmHWM:") }

    static func forgetPeak() throws {
        try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    }

    private static func field(_ name: String) throws -> Int {
        let lines = try String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n")
        let words = lines.first { $0.hasPrefix(name) }?.split(whereSeparator: \.isWhitespace) ?? []
        return words.count > 1 ? Int(words[1]) ?? 0 : 0
    }
}
