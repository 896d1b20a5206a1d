import EscalationCore
import EscalationEngine
import Journal
import Logging

/// Runs a body with a recorder that stores each event in the journal, or in none.
///
/// - Throws: `JournalError` where the journal can't be opened. One that fails later doesn't end the session: the failure
///   is said once on standard error, and what waits is tried again.
func withRecording<Value: Sendable>(
    _ choice: JournalChoice, logger: Logger,
    _ body: @Sendable (@escaping Orchestrator.Recorder) async throws -> Value
) async throws -> Value {
    guard case .file(let path) = choice else { return try await body { _ in } }
    return try await withSessionJournal(at: path, logger: logger, report: sayWhetherRecorded) { journal in
        try await body { await journal.store($0) }
    }
}

@Sendable private func sayWhetherRecorded(_ status: JournalStatus) {
    switch status {
    case .failing(let reason, let waiting):
        StandardStream.error.writeLine(
            "rung: the journal can't be written (\(reason)); "
                + "\(ProgressLine.counted(waiting, "event")) wait in memory and are tried again")
    case .recording: StandardStream.error.writeLine("rung: the journal is being written again")
    case .off: break
    }
}
