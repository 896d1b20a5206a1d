import EscalationCore

/// What a backend's probe says, again and again: one element a poll, the first at once.
///
/// While the server can't be reached it is asked less and less often: twice the interval after the first failure, then
/// twice that, up to 10 s. It never ends by itself; cancelling the task ends it with `CancellationError`.
public struct StatusMonitor: AsyncSequence, Sendable {
    /// Longest pause between two tries of a server that is away, unless the interval is longer.
    public static let longestPause: Duration = .seconds(10)
    /// Longest wait for one answer; slower counts as away.
    public static let patience: Duration = .seconds(2)

    private let backend: String
    private let probe: any StatusProbe
    private let interval: Duration
    private let clock: any Clock<Duration>
    private let stopwatch: Stopwatch

    /// - Parameter interval: between two polls of a server that answers; above zero.
    public init(
        backend: String, probe: any StatusProbe, interval: Duration, clock: any Clock<Duration>, stopwatch: Stopwatch
    ) {
        self.backend = backend
        self.probe = probe
        self.interval = interval
        self.clock = clock
        self.stopwatch = stopwatch
    }

    public func makeAsyncIterator() -> Iterator { Iterator(monitor: self) }

    public struct Iterator: AsyncIteratorProtocol {
        private let monitor: StatusMonitor
        /// Before the next poll; zero before the first.
        private var pause: Duration = .zero
        private var awaySince: Duration?

        fileprivate init(monitor: StatusMonitor) { self.monitor = monitor }

        public mutating func next() async throws -> BackendStatus? {
            if pause > .zero { try await monitor.clock.sleep(for: pause) }
            let began = monitor.stopwatch.now()
            do {
                guard
                    let server = try await within(StatusMonitor.patience, on: monitor.clock, monitor.probe.status)
                else { return away("no answer within \(StatusMonitor.patience.inSeconds)") }
                awaySince = nil
                pause = monitor.interval
                return BackendStatus(
                    backend: monitor.backend, reach: .reachable(latency: monitor.stopwatch.now() - began),
                    server: server)
            } catch {
                try Task.checkCancellation()
                return away(EscalationCore.Failure(error).text)
            }
        }

        private mutating func away(_ reason: String) -> BackendStatus {
            let now = monitor.stopwatch.now()
            let since = awaySince ?? now
            awaySince = since
            let longest = Swift.max(monitor.interval, StatusMonitor.longestPause)
            pause = Swift.min(Swift.max(pause, monitor.interval) * 2, longest)
            return BackendStatus(
                backend: monitor.backend, reach: .away(reason: reason, since: now - since, nextTry: pause), server: nil)
        }
    }
}
