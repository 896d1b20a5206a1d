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
        /// The lease is to be given back with `release`.
        case grant(request: Int, lease: Int)
        case refuse(request: Int, ModelUnavailable)
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

    /// - Parameter ready: the model loaded from the start.
    init(ready: String?) {
        current = ready
        state = ready == nil ? .stopped : .ready
    }

    func state(of model: String) -> ModelState { model == current ? state : .stopped }

    /// - Parameter loadFailure: why the model's load is going to fail for this request; nil if it isn't. A loaded model
    ///   crashes with it.
    mutating func request(_ request: Int, for model: String, loadFailure: String?) -> [Action] {
        if let loadFailure, current == model, state == .ready {
            if users == 0 { (current, state) = (nil, .stopped) }
            return [.refuse(request: request, ModelUnavailable(text: loadFailure))] + advance()
        }
        waiters.append(Waiter(request: request, model: model, loadFailure: loadFailure))
        return advance()
    }

    /// The client left before its request was granted.
    mutating func withdraw(_ request: Int) -> [Action] {
        waiters.removeAll { $0.request == request }
        return advance()
    }

    /// A granted request is over.
    mutating func release(_ lease: Int) -> [Action] {
        if lease == self.lease, users > 0 { users -= 1 }
        return advance()
    }

    mutating func loaded(generation: Int) -> [Action] {
        guard generation == self.generation, state == .starting else { return [] }
        if let loadFailure {
            return end(refusing: loadFailure)
        }
        (state, lease, users) = (.ready, generation, 0)
        return advance()
    }

    mutating func stopped(generation: Int) -> [Action] {
        guard generation == self.generation, state == .stopping else { return [] }
        (current, state) = (nil, .stopped)
        return advance()
    }

    /// Unloads the model without waiting for those who use it; those who wait for it are refused.
    mutating func unload(_ model: String) -> [Action] {
        guard model == current else { return [] }
        switch state {
        case .starting: return end(refusing: "group: model unloaded")
        case .ready: return stop()
        case .stopped, .stopping: return []
        }
    }

    /// The model's process dies, and whoever uses it is cut off.
    mutating func crash(_ model: String) -> [Action] {
        guard model == current, state == .ready else { return [] }
        (current, state, users) = (nil, .stopped, 0)
        generation += 1
        return advance()
    }

    /// All is as it was before the first request, those that wait included: they are refused.
    mutating func reset() -> [Action] {
        let refused = waiters
        (waiters, current, state, loadFailure, users) = ([], nil, .stopped, nil, 0)
        generation += 1
        return refused.map { .refuse(request: $0.request, ModelUnavailable(text: "server shutting down")) }
    }

    /// Whatever can happen next, until nothing can.
    private mutating func advance() -> [Action] {
        guard let next = waiters.first else { return [] }
        switch state {
        case .starting, .stopping: return []
        case .stopped:
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
        state = .stopping
        generation += 1
        return [.stop(current, generation: generation)]
    }

    /// Ends a load that came to nothing.
    private mutating func end(refusing text: String) -> [Action] {
        let refused = waiters.filter { $0.model == current }
        waiters.removeAll { $0.model == current }
        (current, state, loadFailure) = (nil, .stopped, nil)
        generation += 1
        return refused.map { .refuse(request: $0.request, ModelUnavailable(text: text)) } + advance()
    }
}
