import EscalationCore

/// Prints a session's events while they happen: another reader of the facts that the dashboard shows.
protocol EventPrinter: Actor {
    /// Takes the next event, in order.
    func print(_ event: SessionEvent)
}

/// One JSON object an event on standard output; the last one carries the output and the attempts.
actor JSONEventPrinter: EventPrinter {
    private let stream: StandardStream
    private var state: SessionState?

    init(to stream: StandardStream = .output) { self.stream = stream }

    func print(_ event: SessionEvent) {
        var state = state ?? SessionState(id: event.session)
        self.state = nil
        state.apply(event)
        stream.writeLine(state.finishedLine(for: event).text)
        self.state = state
    }
}

/// Prints nothing.
actor SilentEventPrinter: EventPrinter {
    func print(_ event: SessionEvent) {}
}
