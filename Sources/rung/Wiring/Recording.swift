import EscalationCore
import EscalationEngine
import Journal
import Logging

/// Runs a body with a recorder that stores each event in the journal, or in none.
///
/// - Throws: `JournalError` where the journal can't be opened. One that fails later doesn't end the session: the failure
///   is said once on standard error, what waits is tried again, and what could not be recorded in the end is said too.
func withRecording<Value: Sendable>(
    _ choice: JournalChoice, logger: Logger,
    _ body: @Sendable (@escaping Orchestrator.Recorder) async throws -> Value
) async throws -> Value {
    guard case .file(let path) = choice else { return try await body { _ in } }
    let notice = RecordingNotice()
    defer { notice.sayWhatIsLost() }
    return try await withSessionJournal(at: path, logger: logger, report: notice.take) { journal in
        try await body { await journal.store($0) }
    }
}
