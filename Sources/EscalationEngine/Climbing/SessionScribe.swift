import EscalationCore

/// Numbers and stamps a session's events, folds them, and hands each to the recorder, in order.
///
/// A value with one owner, the task that climbs: nothing else writes events of the session.
struct SessionScribe {
    private(set) var state: SessionState
    private let record: Orchestrator.Recorder
    private let stopwatch: Stopwatch
    private let origin: Duration

    init(id: Session.ID, stopwatch: Stopwatch, record: @escaping Orchestrator.Recorder) {
        state = SessionState(id: id)
        self.stopwatch = stopwatch
        origin = stopwatch.now()
        self.record = record
    }

    /// Time since the session started.
    var elapsed: @Sendable () -> Duration {
        { [stopwatch, origin] in stopwatch.now() - origin }
    }

    /// Returns once the event is recorded.
    mutating func write(_ kind: SessionEvent.Kind) async {
        let event = SessionEvent(
            session: state.id, sequence: state.sequence + 1,
            offset: .milliseconds(elapsed().milliseconds), kind: kind)
        state.apply(event)
        await record(event)
    }
}
