/// Models of which at most one is loaded, and the requests that wait for them.
///
/// A value without time or tasks: each thing that happens returns what is to be done. Requests are served in the order
/// they came, but that those for the model just loaded go together. A model is unloaded only when nobody uses it and
/// the next request wants another; a client that leaves while its model loads doesn't stop the load.
struct ModelGroup: Sendable {
    enum Action: Sendable, Hashable {
        /// Take the model's load time, then tell `loaded` with the generation.
        case load(String, generation: Int)
        /// Take the time a stop takes, then tell `stopped` with the generation.
        case stop(String, generation: Int)
        /// Take the time that the model is kept without a request, then tell `rested` with the number. Of an abandoned one
        /// nobody waited for the end of its load.
        case rest(String, number: Int, isAbandoned: Bool)
        /// The lease is to be given back with `release`.
        case grant(request: Int, lease: Int)
        case refuse(request: Int, ModelUnavailable)
    }

    /// What differs from server to server.
    struct Manner: Sendable, Hashable {
        /// Whether a model that is unloaded while it loads is loaded first, and serves who waits for it: before v218.
        var finishesLoads = false
        /// Whether a model that rested long enough sleeps instead of being stopped.
        var sleeps = false
        /// Models that are not kept for ever without a request.
        var resting: Set<String> = []
    }

    private struct Waiter {
        var request: Int
        var model: String
        var loadFailure: String?
    }

    /// The model that takes the group's place; nil for none.
    private var current: String?
    private var state = ModelState.stopped
    private var users = 0
    private var waiters: [Waiter] = []
    /// Of the load or stop under way: a later one makes its end meaningless.
    private var generation = 0
    private var loadFailure: String?
    /// Of the load that made the current model ready: who uses an earlier one uses nothing of this.
    private var lease = 0
    private let manner: Manner
    /// Whether the model is to be unloaded once it has loaded, and has served who waits for it.
    private var unloadsOnceServed = false
    /// Number of the last rest; a later one, or a request, makes its end meaningless.
    private var rest = 0
    private var isResting = false

    /// - Parameter ready: the model loaded from the start.
    init(ready: String?, manner: Manner = Manner()) {
        current = ready
        state = ready == nil ? .stopped : .ready
        self.manner = manner
    }

    func state(of model: String) -> ModelState { model == current ? state : .stopped }

    /// Whether it was told to unload, and hasn't yet.
    func isLeaving(_ model: String) -> Bool { model == current && (state == .stopping || unloadsOnceServed) }

    func isLoading(_ generation: Int) -> Bool { generation == self.generation && state == .starting }

    /// - Parameter loadFailure: why the model's load is going to fail for this request; nil if it isn't. A loaded model
    ///   crashes with it.
    mutating func request(_ request: Int, for model: String, loadFailure: String?) -> [Action] {
        if let loadFailure, current == model, state == .ready {
            if users == 0 { (current, state) = (nil, .stopped) }
            return [.refuse(request: request, ModelUnavailable(text: loadFailure))] + proceed()
        }
        waiters.append(Waiter(request: request, model: model, loadFailure: loadFailure))
        return proceed()
    }

    /// The client left before its request was granted.
    mutating func withdraw(_ request: Int) -> [Action] {
        waiters.removeAll { $0.request == request }
        return proceed()
    }

    /// A granted request is over.
    mutating func release(_ lease: Int) -> [Action] {
        if lease == self.lease, users > 0 { users -= 1 }
        return proceed()
    }

    mutating func loaded(generation: Int) -> [Action] {
        guard isLoading(generation) else { return [] }
        if let loadFailure { return end(refusing: loadFailure) }
        (state, lease, users) = (.ready, generation, 0)
        return proceed(isAbandoned: !waiters.contains { $0.model == current })
    }

    mutating func stopped(generation: Int) -> [Action] {
        guard generation == self.generation, state == .stopping else { return [] }
        (current, state) = (nil, .stopped)
        return proceed()
    }

    /// The model has been without a request for as long as it is kept so.
    mutating func rested(_ number: Int) -> [Action] {
        guard isResting, number == rest, state == .ready else { return [] }
        guard manner.sleeps else { return stop() }
        (state, isResting) = (.sleeping, false)
        return proceed()
    }

    /// Unloads the model without waiting for those who use it; those who wait for it are refused, or served first.
    mutating func unload(_ model: String) -> [Action] {
        guard model == current else { return [] }
        switch state {
        case .starting where manner.finishesLoads:
            unloadsOnceServed = true
            return []
        case .starting: return end(refusing: "group: model unloaded")
        case .ready, .sleeping: return stop()
        case .stopped, .stopping: return []
        }
    }

    /// The model's process dies, and whoever uses it is cut off.
    mutating func crash(_ model: String) -> [Action] {
        guard model == current, state == .ready else { return [] }
        (current, state, users) = (nil, .stopped, 0)
        generation += 1
        return proceed()
    }

    /// All is as it was before the first request, those that wait included: they are refused.
    mutating func reset() -> [Action] {
        let refused = waiters
        (waiters, current, state, loadFailure, users) = ([], nil, .stopped, nil, 0)
        (unloadsOnceServed, isResting) = (false, false)
        generation += 1
        return refused.map { .refuse(request: $0.request, ModelUnavailable(text: "server shutting down")) }
    }

    /// Whatever can happen next, and then what comes of a model that nobody uses.
    private mutating func proceed(isAbandoned: Bool = false) -> [Action] {
        let actions = advance()
        guard let current, state == .ready, users == 0 else {
            isResting = false
            return actions
        }
        if unloadsOnceServed { return actions + stop() }
        guard !isResting, manner.resting.contains(current) else { return actions }
        isResting = true
        rest += 1
        return actions + [.rest(current, number: rest, isAbandoned: isAbandoned)]
    }

    /// Whatever can happen next, until nothing can.
    private mutating func advance() -> [Action] {
        guard let next = waiters.first else { return [] }
        switch state {
        case .starting, .stopping: return []
        case .sleeping where next.model != current: return stop()
        case .stopped, .sleeping:
            (current, state, loadFailure) = (next.model, .starting, next.loadFailure)
            generation += 1
            return [.load(next.model, generation: generation)]
        case .ready where next.model == current:
            // All of them, also those behind others: they came while it loaded, and are cheapest served now.
            let served = waiters.filter { $0.model == current }
            waiters.removeAll { $0.model == current }
            users += served.count
            return served.map { .grant(request: $0.request, lease: lease) } + advance()
        case .ready: return users == 0 ? stop() : []
        }
    }

    private mutating func stop() -> [Action] {
        guard let current else { return [] }
        (state, unloadsOnceServed, isResting) = (.stopping, false, false)
        generation += 1
        return [.stop(current, generation: generation)]
    }

    /// Ends a load that came to nothing.
    private mutating func end(refusing text: String) -> [Action] {
        let refused = waiters.filter { $0.model == current }
        waiters.removeAll { $0.model == current }
        (current, state, loadFailure, unloadsOnceServed) = (nil, .stopped, nil, false)
        generation += 1
        return refused.map { .refuse(request: $0.request, ModelUnavailable(text: text)) } + advance()
    }
}
