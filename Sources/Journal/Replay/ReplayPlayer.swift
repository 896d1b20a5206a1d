import EscalationCore

/// Gives a recorded session's events again at the pace at which they happened, and goes wherever the viewer wants.
///
/// What receives the events can't tell them from live ones: they are the same events in the same order. An event comes at
/// its own offset, also where it carries pieces of output with offsets of their own: that is when the live screen got them.
/// Where the viewer goes elsewhere, the receiver is given the session as it was there. A control takes effect at once, also
/// on a wait that has begun.
public actor ReplayPlayer {
    /// What the receiver is given.
    public enum Step: Sendable, Hashable {
        case event(SessionEvent)
        /// The session is now this, whatever was given before.
        case jumped(SessionState)
    }

    /// Where the replay stands, for a bar that shows it.
    public struct State: Sendable, Hashable {
        public var position: Duration
        /// Where the session ends.
        public var end: Duration
        /// Recorded time that passes in one unit of the viewer's.
        public var speed: Double
        public var isPaused: Bool
        /// Longest stretch without an event that is waited out; nil for any.
        public var idleCap: Duration?

        public init(
            position: Duration, end: Duration, speed: Double = 1, isPaused: Bool = false, idleCap: Duration? = nil
        ) {
            self.position = position
            self.end = end
            self.speed = speed
            self.isPaused = isPaused
            self.idleCap = idleCap
        }
    }

    public nonisolated let tape: SessionTape
    private let clock: any Clock<Duration>
    private let stopwatch: Stopwatch
    private var playhead: Playhead
    private var idleCap: Duration?
    /// The sequence of the last event whose effect the receiver has, or will have after the jump under way.
    private(set) var cursor = 0
    /// Whether the receiver is to be given the state at `cursor`.
    private var mustJump = false
    /// Since when, in the session's time, nothing has happened: the last event, or where the viewer went.
    private var restingSince: Duration = .zero
    /// Events behind `cursor` that were read already.
    private var ahead: ArraySlice<SessionEvent> = []
    private var isStopped = false
    /// Ends the wait under way, if there is one.
    private var interrupt: AsyncStream<Void>.Continuation?

    /// The replay's time begins here.
    ///
    /// - Parameters:
    ///   - speed: recorded time in one unit of the viewer's; the nearest in `Playhead.speeds` is taken.
    ///   - idleCap: longest stretch of recorded time without an event that is waited out; nil for any.
    ///   - clock: measures the waits.
    ///   - stopwatch: tells elapsed time on the same clock.
    public init(
        _ tape: SessionTape, speed: Double = 1, idleCap: Duration? = nil, clock: any Clock<Duration>,
        stopwatch: Stopwatch
    ) {
        self.tape = tape
        self.clock = clock
        self.stopwatch = stopwatch
        self.idleCap = idleCap
        playhead = Playhead(end: tape.length, speed: speed, at: stopwatch.now())
    }

    public var state: State {
        State(
            position: playhead.position(at: stopwatch.now()), end: playhead.end, speed: playhead.speed,
            isPaused: playhead.isPaused, idleCap: idleCap)
    }

    /// Gives what happens, one after the other; a slow receiver delays what comes after, and then it catches up.
    ///
    /// - Parameter staysAtEnd: whether it returns only when stopped, so that the viewer can go back from the end.
    /// - Throws: `CancellationError`, or what the tape or `post` throws.
    public func run(staysAtEnd: Bool = true, _ post: @Sendable (Step) async throws -> Void) async throws {
        while !isStopped {
            try Task.checkCancellation()
            if mustJump {
                let target = cursor
                let state = try await tape.state(afterSequence: target)
                // Whoever holds a key down sees where it ends, not every place between.
                guard cursor == target else { continue }
                (mustJump, ahead) = (false, [])
                try await post(.jumped(state))
            } else if let event = try await nextEvent() {
                // The viewer may have gone elsewhere while it was read.
                guard !mustJump, event.sequence == cursor + 1 else { continue }
                let wait = wait(for: event)
                guard let wait, wait <= .zero else {
                    try await waitForChange(atMost: wait)
                    continue
                }
                advance(past: event)
                try await post(.event(event))
            } else if mustJump {
                continue
            } else if staysAtEnd {
                try await waitForChange(atMost: nil)
            } else {
                return
            }
        }
    }

    private func nextEvent() async throws -> SessionEvent? {
        if ahead.first?.sequence != cursor + 1 {
            ahead = try await tape.events(after: cursor, limit: SessionTape.chunk)[...]
        }
        return ahead.first
    }

    /// How long until the event is due: its own time, or the end of the longest rest. Nil while paused, also where it
    /// happened in the very moment: the viewer may have stepped between two events of one millisecond.
    private func wait(for event: SessionEvent) -> Duration? {
        if playhead.isPaused { return nil }
        let due = idleCap.map { min(event.offset, restingSince + $0) } ?? event.offset
        return playhead.wait(until: due, at: stopwatch.now())
    }

    private func advance(past event: SessionEvent) {
        cursor = event.sequence
        ahead = ahead.dropFirst()
        restingSince = event.offset
        let now = stopwatch.now()
        // Behind a rest that was cut short.
        if playhead.position(at: now) < event.offset { playhead.seek(to: event.offset, at: now) }
    }

    private func waitForChange(atMost limit: Duration?) async throws {
        // It may have been stopped while an event was read, when there was no wait to interrupt.
        guard !isStopped else { return }
        // Never filled: all it can say is that it ended.
        let (changes, interrupt) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.interrupt = interrupt
        defer { self.interrupt = nil }
        let clock = clock
        try await withThrowingTaskGroup { group in
            group.addTask { for await _ in changes {} }
            if let limit { group.addTask { try await clock.sleep(for: limit) } }
            try await group.next()
            group.cancelAll()
        }
    }
}

// MARK: - The viewer's hand

extension ReplayPlayer {
    public func pause() { change { $0.pause(at: $1) } }

    /// Plays on; from the end, once more from the start.
    public func resume() {
        if playhead.position(at: stopwatch.now()) >= playhead.end, cursor >= tape.count { seek(to: .zero) }
        change { $0.resume(at: $1) }
    }

    /// - Parameter speed: recorded time in one unit of the viewer's; the nearest in `Playhead.speeds` is taken.
    public func setSpeed(_ speed: Double) { change { $0.setSpeed(speed, at: $1) } }

    public func setIdleCap(_ cap: Duration?) {
        idleCap = cap
        interrupt?.finish()
    }

    /// Goes to a position, and shows all that had happened by then.
    public func seek(to position: Duration) {
        let position = min(playhead.end, max(.zero, position))
        go(to: tape.sequence(at: position), at: position)
    }

    /// Goes on, or back where it is negative.
    public func seek(by distance: Duration) { seek(to: playhead.position(at: stopwatch.now()) + distance) }

    /// Pauses at the event so many after the last one shown, or before it where it is negative.
    public func step(by events: Int) {
        change { $0.pause(at: $1) }
        go(toEvent: min(max(0, cursor + events), tape.count))
    }

    /// Goes to where the next attempt begins, or the session ends; back to where this one began, or the one before.
    public func step(toAttempt direction: Direction) {
        let starts = tape.landmarks.filter { if case .attemptStarted = $0.kind { true } else { false } }.map(\.sequence)
        switch direction {
        case .forward: go(toEvent: starts.first { $0 > cursor } ?? tape.count)
        case .back: go(toEvent: starts.last { $0 < cursor } ?? 0)
        }
    }

    public enum Direction: Sendable, Hashable { case forward, back }

    /// Goes to the event of that sequence, all before it having happened and nothing after it.
    public func go(toEvent sequence: Int) { go(to: sequence, at: tape.offset(of: sequence)) }

    /// Ends the replay where it is. There is no way back.
    public func stop() {
        isStopped = true
        interrupt?.finish()
    }

    private func go(to sequence: Int, at position: Duration) {
        cursor = sequence
        mustJump = true
        restingSince = position
        change { $0.seek(to: position, at: $1) }
    }

    private func change(_ body: (inout Playhead, Duration) -> Void) {
        body(&playhead, stopwatch.now())
        interrupt?.finish()
    }
}

// MARK: - Looking for an event

extension ReplayPlayer {
    /// Pauses at the next event that matches, or the last one before where the replay stands.
    ///
    /// - Returns: false where no event matches; the replay then stays as it is.
    public func seek(_ direction: Direction, to condition: EventCondition) async throws -> Bool {
        let here = cursor
        let found =
            switch direction {
            case .forward: try await tape.first(condition, after: here)
            case .back: try await tape.last(condition, before: here)
            }
        guard let found, !isStopped else { return false }
        change { $0.pause(at: $1) }
        go(toEvent: found)
        return true
    }
}
