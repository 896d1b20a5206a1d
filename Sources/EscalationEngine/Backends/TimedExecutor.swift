import EscalationCore

/// Ends a request whose first piece doesn't come, or whose stream falls silent.
///
/// Only text of the answer and of the model's reasoning counts as a first piece: what a server says while it loads a
/// model doesn't, for the first-byte timeout includes loading. Time in which the reader holds the executor back is not
/// silence.
struct TimedExecutor: Executor {
    let executor: any Executor
    let limits: Limits
    let clock: any Clock<Duration>
    let stopwatch: Stopwatch

    /// What the watch looks at.
    private struct Activity {
        var last: Duration
        var hasStarted = false
        /// Reports being taken right now.
        var held = 0
    }

    func answer(to request: Request, report: @escaping ExecutorReport.Sink) async throws -> Answer {
        let activity = Locked(Activity(last: stopwatch.now()))
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask {
                try await executor.answer(to: request) { item in
                    activity.withLock {
                        $0.held += 1
                        if item.isText { $0.hasStarted = true }
                    }
                    await report(item)
                    activity.withLock {
                        $0.held -= 1
                        if $0.hasStarted || item.isWait { $0.last = stopwatch.now() }
                    }
                }
            }
            group.addTask { throw try await silence(activity) }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }

    /// Returns when one of the limits is passed.
    private func silence(_ activity: Locked<Activity>) async throws -> Failure {
        while true {
            let seen = activity.withLock { $0 }
            let limit = seen.hasStarted ? limits.idleTimeout : limits.firstByteTimeout
            let left = seen.last + limit - stopwatch.now()
            if left <= .zero, seen.held == 0 {
                return seen.hasStarted
                    ? Failure(.stalled, "no further text for \(limit.inSeconds) (idle_timeout)")
                    : Failure(.noFirstByte, "no answer within \(limit.inSeconds) (first_byte_timeout)")
            }
            // A first piece that comes meanwhile starts a shorter wait: it is looked for often enough not to miss its end.
            let nap = seen.hasStarted ? left : min(left, limits.idleTimeout)
            try await clock.sleep(for: max(nap, .milliseconds(1)))
        }
    }
}

extension ExecutorReport {
    /// Text that the model wrote.
    fileprivate var isText: Bool {
        switch self {
        case .output(.answer, _), .output(.reasoning, _): true
        case .output(.progress, _), .queued, .phase, .waiting: false
        }
    }

    /// The backend said that it waits: the silence before it is explained.
    fileprivate var isWait: Bool { if case .waiting = self { true } else { false } }
}
