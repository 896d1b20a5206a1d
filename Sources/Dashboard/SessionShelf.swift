import EscalationCore

/// The sessions the dashboard knows in full, in the order they came.
struct SessionShelf: Sendable {
    private(set) var order: [Session.ID] = []
    private var states: [Session.ID: SessionState] = [:]
    /// Sessions of this run, with the reading of the clock at which each started, as near as ticks tell.
    private var starts: [Session.ID: Duration] = [:]

    /// Sessions that another process runs, whose facts come by the journal.
    private var followed: Set<Session.ID> = []

    subscript(id: Session.ID) -> SessionState? { states[id] }

    /// Sessions of this run that have no end yet, in the order they started.
    var running: [Session.ID] { order.filter { starts[$0] != nil && states[$0]?.finish == nil } }

    /// Whether the session runs in this process and has no end yet.
    func isRunning(_ id: Session.ID) -> Bool { starts[id] != nil && states[id]?.finish == nil }

    /// Whether this run started the session.
    func isOwn(_ id: Session.ID) -> Bool { starts[id] != nil }

    /// Whether another process runs the session, as far as is known.
    func isFollowed(_ id: Session.ID) -> Bool { followed.contains(id) && states[id]?.finish == nil }

    mutating func setFollowed(_ id: Session.ID, _ isFollowed: Bool) {
        if isFollowed { followed.insert(id) } else { followed.remove(id) }
    }

    /// Takes in a fact of a session of this run.
    ///
    /// - Parameter now: the clock's last reading. It lies before the event by up to a tick, so the latest start that any
    ///   event allows is the nearest to the truth.
    mutating func apply(_ event: SessionEvent, now: Duration) {
        add(event.session)
        states[event.session]?.apply(event)
        starts[event.session] = max(starts[event.session] ?? now - event.offset, now - event.offset)
    }

    /// Takes in all facts of a past session; a session of this run keeps what it has.
    mutating func load(_ events: [SessionEvent]) {
        guard let id = events.first?.session else { return }
        add(id)
        for event in events { states[id]?.apply(event) }
    }

    /// Forgets a session, which doesn't run.
    mutating func remove(_ id: Session.ID) {
        order.removeAll { $0 == id }
        (states[id], starts[id]) = (nil, nil)
        followed.remove(id)
    }

    /// Time since the session started: to its end, or to now while it runs.
    func elapsed(of id: Session.ID, now: Duration?) -> Duration {
        guard let state = states[id] else { return .zero }
        if let finish = state.finish { return finish.at }
        guard let now, let start = starts[id] else { return state.offset }
        return max(state.offset, now - start)
    }

    private mutating func add(_ id: Session.ID) {
        guard states[id] == nil else { return }
        order.append(id)
        states[id] = SessionState(id: id)
    }
}
