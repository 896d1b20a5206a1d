import EscalationCore

/// The viewer's hand on a replay: what it says takes effect at once, also on a wait that has begun.
public actor ReplayControl {
    /// Where the replay stands, for a bar that shows it.
    public struct State: Sendable, Hashable {
        public var position: Duration
        /// Where the session ends.
        public var end: Duration
        /// Recorded time that passes in one unit of the viewer's.
        public var speed: Double
        public var isPaused: Bool

        public init(position: Duration, end: Duration, speed: Double, isPaused: Bool) {
            self.position = position
            self.end = end
            self.speed = speed
            self.isPaused = isPaused
        }
    }

    private let stopwatch: Stopwatch
    private var playhead: Playhead
    private var isStopped = false
    /// Ends the wait under way, if there is one.
    private var interrupt: AsyncStream<Void>.Continuation?

    init(_ playhead: Playhead, stopwatch: Stopwatch) {
        self.playhead = playhead
        self.stopwatch = stopwatch
    }

    public var state: State {
        State(
            position: playhead.position(at: stopwatch.now()), end: playhead.end, speed: playhead.speed,
            isPaused: playhead.isPaused)
    }

    public func pause() { change { $0.pause(at: $1) } }

    public func resume() { change { $0.resume(at: $1) } }

    /// - Parameter speed: recorded time in one unit of the viewer's; the nearest in `Playhead.speeds` is taken.
    public func setSpeed(_ speed: Double) { change { $0.setSpeed(speed, at: $1) } }

    /// Gives what happened up to a position at once, also while paused. An earlier position changes nothing.
    public func skip(to position: Duration) { change { $0.skip(to: position, at: $1) } }

    public func skipToEnd() { skip(to: playhead.end) }

    /// Ends the replay where it is. There is no way back.
    public func stop() {
        isStopped = true
        interrupt?.finish()
    }

    private func change(_ body: (inout Playhead, Duration) -> Void) {
        body(&playhead, stopwatch.now())
        interrupt?.finish()
    }

    /// Returns when the position is reached.
    ///
    /// - Returns: false where the replay was stopped.
    /// - Throws: `CancellationError`.
    func wait(until position: Duration, on clock: any Clock<Duration>) async throws -> Bool {
        while !isStopped {
            try Task.checkCancellation()
            let remaining = playhead.wait(until: position, at: stopwatch.now())
            if let remaining, remaining <= .zero { return true }
            try await waitForChange(atMost: remaining, on: clock)
        }
        return false
    }

    /// Returns when the replay is stopped, as where its last frame stays on the screen until the viewer leaves.
    ///
    /// - Throws: `CancellationError`.
    public func waitForStop(on clock: any Clock<Duration>) async throws {
        while !isStopped {
            try Task.checkCancellation()
            try await waitForChange(atMost: nil, on: clock)
        }
    }

    private func waitForChange(atMost limit: Duration?, on clock: any Clock<Duration>) async throws {
        // Never filled: all it can say is that it ended.
        let (changes, interrupt) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.interrupt = interrupt
        defer { self.interrupt = nil }
        try await withThrowingTaskGroup { group in
            group.addTask { for await _ in changes {} }
            if let limit { group.addTask { try await clock.sleep(for: limit) } }
            try await group.next()
            group.cancelAll()
        }
    }
}
