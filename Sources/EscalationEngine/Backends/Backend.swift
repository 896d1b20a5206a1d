import EscalationCore

/// A server as the engine uses it: what makes attempts on it, what tells its state, and how many it takes at once.
public struct Backend: Sendable {
    public var name: String
    /// Makes one attempt; queues and timeouts are put around it here.
    public var executor: any Executor
    /// Nil where nothing can tell what is loaded.
    public var probe: (any StatusProbe)?
    let gate: Gate

    /// - Parameter parallel: how many requests it gets at once, at least 1; the rest queue in the order they came.
    public init(name: String, executor: any Executor, probe: (any StatusProbe)? = nil, parallel: Int = 8) {
        self.name = name
        self.executor = executor
        self.probe = probe
        gate = Gate(places: max(1, parallel))
    }

    /// The executor behind the backend's queue, each request within its time limits.
    ///
    /// Judges that share the backend use this too, so that a judge and an attempt count as two requests.
    public func limited(by limits: Limits, clock: any Clock<Duration>, stopwatch: Stopwatch) -> any Executor {
        QueuedExecutor(
            executor: TimedExecutor(executor: executor, limits: limits, clock: clock, stopwatch: stopwatch), gate: gate)
    }
}
