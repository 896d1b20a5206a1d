import EscalationCore

/// Gives a recorded session's events again at the pace at which they happened.
///
/// What receives them can't tell them from live ones: they are the same events in the same order. An event comes at its
/// own offset, also where it carries pieces of output with offsets of their own: that is when the live screen got them.
public struct Replay: Sendable {
    /// Pauses, speeds up, skips and stops the replay while it runs.
    public let control: ReplayControl
    private let events: [SessionEvent]
    private let clock: any Clock<Duration>

    /// How a replay ended.
    public enum Ending: Sendable, Hashable { case finished, stopped }

    /// The replay's time begins here.
    ///
    /// - Parameters:
    ///   - events: of one session, in order.
    ///   - speed: recorded time in one unit of the viewer's; the nearest in `Playhead.speeds` is taken.
    ///   - clock: measures the waits.
    ///   - stopwatch: tells elapsed time on the same clock.
    public init(
        of events: [SessionEvent], speed: Double = 1, clock: any Clock<Duration>, stopwatch: Stopwatch
    ) {
        self.events = events
        self.clock = clock
        control = ReplayControl(
            Playhead(end: events.last?.offset ?? .zero, speed: speed, at: stopwatch.now()), stopwatch: stopwatch)
    }

    /// Gives each event when its time has come, one after the other; a slow receiver delays those after it, and then
    /// they catch up.
    ///
    /// - Throws: `CancellationError`, or what `post` throws.
    public nonisolated(nonsending) func run(_ post: (SessionEvent) async throws -> Void) async throws -> Ending {
        for event in events {
            guard try await control.wait(until: event.offset, on: clock) else { return .stopped }
            try await post(event)
        }
        return .finished
    }
}
