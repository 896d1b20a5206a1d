import EscalationCore

/// Notices a request whose first piece doesn't come, or whose stream falls silent.
///
/// Only text of the answer and of the model's reasoning counts as a first piece: what a server says while it loads a
/// model doesn't, for the first-byte timeout includes loading. Time in which the reader holds the executor back is not
/// silence, and neither is the time before `begin`, when the request waits for a place.
final class SilenceWatch: Sendable {
    private struct Activity {
        /// Nil before the request is sent.
        var last: Duration?
        var hasText = false
        /// Reports being taken right now.
        var held = 0
    }

    private let limits: Limits
    private let clock: any Clock<Duration>
    private let stopwatch: Stopwatch
    private let activity = Locked(Activity())
    private let hasBegun = Bell()

    init(limits: Limits, clock: any Clock<Duration>, stopwatch: Stopwatch) {
        self.limits = limits
        self.clock = clock
        self.stopwatch = stopwatch
    }

    /// The request is sent: from now on its server is waited for.
    func begin() {
        activity.withLock { $0.last = stopwatch.now() }
        hasBegun.ring()
    }

    /// Hands a report on, and notes that it came.
    func pass(_ report: ExecutorReport, to sink: ExecutorReport.Sink) async {
        activity.withLock {
            $0.held += 1
            if report.isText { $0.hasText = true }
        }
        let began = stopwatch.now()
        await sink(report)
        let now = stopwatch.now()
        activity.withLock {
            $0.held -= 1
            if case .waiting(_, let seconds) = report {
                // A silence that was announced.
                $0.last = now + .seconds(max(0, seconds ?? 0))
            } else if $0.hasText {
                $0.last = max($0.last ?? now, now)
            } else {
                // The reader held the executor back meanwhile.
                $0.last = $0.last.map { $0 + (now - began) }
            }
        }
    }

    /// Waits until one of the limits is passed, or the session's time is up.
    ///
    /// - Parameter deadline: when the session's time is up, on the watch's stopwatch; nil for never.
    /// - Throws: `CancellationError`.
    func waitForSilence(until deadline: Duration? = nil) async throws -> Failure {
        while true {
            try Task.checkCancellation()
            let timeLeft = deadline.map { $0 - stopwatch.now() }
            if let timeLeft, timeLeft <= .zero { return .outOfTime }
            let seen = activity.withLock { $0 }
            guard let last = seen.last else {
                // In the queue: the session's time runs on.
                if let timeLeft {
                    _ = try await within(timeLeft, on: clock) { [hasBegun] in await hasBegun.wait() }
                } else {
                    await hasBegun.wait()
                }
                continue
            }
            let limit = seen.hasText ? limits.idleTimeout : limits.firstByteTimeout
            let left = last + limit - stopwatch.now()
            if left <= .zero, seen.held == 0 {
                return seen.hasText
                    ? Failure(.stalled, "no further text for \(limit.inSeconds) (idle_timeout)")
                    : Failure(.noFirstByte, "no answer within \(limit.inSeconds) (first_byte_timeout)")
            }
            // Before the first text it looks up once an idle timeout: so it is awake when the shorter limit begins to
            // count, and nobody has to wake it.
            let pause = min(left, seen.hasText ? left : limits.idleTimeout, timeLeft ?? left)
            try await clock.sleep(for: max(pause, .milliseconds(1)))
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
}
