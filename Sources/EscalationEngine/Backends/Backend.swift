import EscalationCore

/// A server as the engine uses it: what makes attempts on it, what tells its state, and how many it takes at once.
public struct Backend: Sendable {
    public var name: String
    /// Makes one attempt; queues and timeouts are put around it here.
    public var executor: any Executor
    /// Nil where nothing can tell what is loaded.
    public var probe: (any StatusProbe)?
    /// What its models cost, by the names that tiers use; for those whose cost the server doesn't report itself.
    let prices: [String: Price]
    let gate: Gate
    private let learnsParallel: Bool

    /// Requests at once for a server that shares one GPU among its models: more would only make it swap.
    public static let parallelOnOneMachine = 1
    /// Requests at once for any other server.
    public static let parallelElsewhere = 8

    /// - Parameters:
    ///   - parallel: how many requests it gets at once, at least 1; the rest queue in the order they came. Nil lets the
    ///     kind of server decide, once its probe has told it.
    ///   - prices: by model, for costs that the server doesn't report itself.
    public init(
        name: String, executor: any Executor, probe: (any StatusProbe)? = nil, parallel: Int? = nil,
        prices: [String: Price] = [:]
    ) {
        self.name = name
        self.prices = prices
        self.executor = executor
        self.probe = probe
        learnsParallel = parallel == nil && probe != nil
        gate = Gate(places: max(1, parallel ?? (probe == nil ? Self.parallelElsewhere : Self.parallelOnOneMachine)))
    }

    /// Learns from what the server says of itself how many requests it should get at once.
    func heed(_ status: ServerStatus) async {
        guard learnsParallel else { return }
        let isOneMachine = status.serverKind == "llama-swap" || status.serverKind == "llama-server"
        await gate.resize(to: isOneMachine ? Self.parallelOnOneMachine : Self.parallelElsewhere)
    }

    /// The executor behind the backend's queue, each request within its time limits: for judges, so that a judge and an
    /// attempt on the same backend count as two requests.
    public func limited(by limits: Limits, clock: any Clock<Duration>, stopwatch: Stopwatch) -> any Executor {
        LimitedExecutor(backend: self, limits: limits, clock: clock, stopwatch: stopwatch)
    }
}
