import EscalationCore
import Foundation

/// Tells people on standard error that the journal fails: when that begins, when it is over, and what was lost.
///
/// `@unchecked Sendable`: `status` is only touched with `lock` held.
final class RecordingNotice: @unchecked Sendable {
    private let stream: StandardStream
    private let saysChanges: Bool
    private let lock = NSLock()
    private var status = JournalStatus.recording

    /// - Parameter saysChanges: whether failing and working again are said as they happen; not while a dashboard has the
    ///   terminal and shows them itself.
    init(to stream: StandardStream = .error, saysChanges: Bool = true) {
        self.stream = stream
        self.saysChanges = saysChanges
    }

    /// Takes the journal's word, which comes again with every event that can't be stored; only a change is said.
    func take(_ new: JournalStatus) {
        let old = lock.withLock {
            defer { status = new }
            return status
        }
        guard saysChanges else { return }
        switch (old, new) {
        case (.recording, .failing(let reason, _)):
            stream.writeLine(
                "rung: the journal can't be written (\(reason)); the session goes on, and writing is tried again")
        case (.failing, .recording): stream.writeLine("rung: the journal is being written again")
        case (.recording, .recording), (.failing, .failing), (.off, _), (_, .off): break
        }
    }

    /// Says how much never came into the journal. Call when it is closed.
    func sayWhatIsLost() {
        guard case .failing(let reason, let waiting) = lock.withLock({ status }), waiting > 0 else { return }
        stream.writeLine(
            "rung: \(ProgressLine.counted(waiting, "event")) could not be recorded (\(reason)). "
                + "Make room, or name another file with --journal.")
    }
}
