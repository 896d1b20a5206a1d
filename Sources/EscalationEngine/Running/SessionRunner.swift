import EscalationCore

/// Runs many sessions at once as children of one task group; none can take another down.
///
/// `run()` is the scope they live in. Submitting, cancelling and closing may come from anywhere, also before `run()`.
public actor SessionRunner {
    /// Takes the events of all sessions. A session's own come in order; those of different sessions may be delivered at
    /// the same time.
    private let record: Orchestrator.Recorder
    private let orchestrator: Orchestrator
    private let news = Bell()
    private var submitted: [Submission] = []
    private var running: [Session.ID: CancelSwitch] = [:]
    private var isClosed = false

    private struct Submission: Sendable {
        var id: Session.ID
        var task: TaskSpec
        var chain: Chain
        var orchestrator: Orchestrator
        var cancel = CancelSwitch()
    }

    public init(_ orchestrator: Orchestrator, record: @escaping Orchestrator.Recorder) {
        self.orchestrator = orchestrator
        self.record = record
    }

    /// Sessions that have not ended.
    public var count: Int { running.count }

    /// Starts a session.
    ///
    /// - Parameter other: what runs it where the runner's own orchestrator doesn't, as one with other verifiers.
    /// - Throws: `EquipmentError` where the chain can't be run; nothing has happened then.
    /// - Returns: whether it starts; not after `close`, or once `run` was cancelled.
    @discardableResult
    public func submit(
        _ task: TaskSpec, on chain: Chain, id: Session.ID = .random(), by other: Orchestrator? = nil
    ) throws(EquipmentError) -> Bool {
        let orchestrator = other ?? self.orchestrator
        try orchestrator.equipment.check(chain)
        guard !isClosed else { return false }
        let submission = Submission(id: id, task: task, chain: chain, orchestrator: orchestrator)
        running[id] = submission.cancel
        submitted.append(submission)
        news.ring()
        return true
    }

    /// Cancels a session; one that has ended, or never was, is left alone.
    public func cancel(_ id: Session.ID) { running[id]?.turnOn() }

    /// Takes no further sessions: `run()` returns when those that run have ended.
    public func close() {
        isClosed = true
        news.ring()
    }

    /// Runs what is submitted until it is closed and all have ended. Cancelling the task cancels every session, and
    /// returns when their ends are recorded.
    public func run() async {
        await withDiscardingTaskGroup { group in
            while true {
                if Task.isCancelled { isClosed = true }
                // What was submitted before the end is recorded too, if only as cancelled.
                for submission in takeSubmitted() {
                    group.addTask { await self.run(submission) }
                }
                if isClosed { break }
                await news.wait()
            }
        }
    }

    private func takeSubmitted() -> [Submission] {
        defer { submitted = [] }
        return submitted
    }

    private nonisolated func run(_ submission: Submission) async {
        await submission.cancel.run {
            // `submit` has checked the chain, so nothing is thrown here.
            _ = try? await submission.orchestrator.run(
                submission.task, on: submission.chain, id: submission.id, record: self.record)
        }
        await forget(submission.id)
    }

    private func forget(_ id: Session.ID) { running[id] = nil }
}
