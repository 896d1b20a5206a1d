import EscalationCore

/// Loads and unloads models as requests need them, one at a time in each group.
///
/// Loads are children of `run()`, not of the requests that caused them: a client that leaves doesn't stop one.
actor ModelLoader {
    private enum Event: Sendable {
        case loaded(group: String, generation: Int)
        case stopped(group: String, generation: Int)
        /// A part of a load is done, from 0 to 1.
        case progressed(Double, model: String, group: String, generation: Int)
        case rested(group: String, number: Int)
        case withdrawn(request: Int, group: String)
        case released(lease: Int, group: String)
        case unsubscribed(Int)
    }

    private struct Job: Sendable {
        var delay: Duration = .zero
        /// What happens on the way, at equal distances.
        var steps: [Event] = []
        var event: Event
    }

    /// A model held ready: it is not swapped out while this lives, which no path of a request can forget to end.
    final class Lease: Sendable {
        private let end: @Sendable () -> Void

        fileprivate init(end: @escaping @Sendable () -> Void) { self.end = end }

        deinit { end() }
    }

    /// How long a server process takes to end, about as an idle llama-server does.
    static let stopTime: Duration = .milliseconds(200)
    /// How long llama-swap v218-v250 keeps a model with a `ttl` that loaded while its only client left.
    static let abandonedTime: Duration = .seconds(1)

    private let models: [Scenario.Model]
    private let clock: any Clock<Duration>
    private let server: Generation
    private var groups: [String: ModelGroup]
    private var lastNumber = 0
    private var waiting: [Int: CheckedContinuation<Lease, any Error>] = [:]
    private var stopWaiters: [(model: String, wake: CheckedContinuation<Void, Never>)] = []
    private var subscribers: [Int: AsyncStream<[ModelStatus]>.Continuation] = [:]
    /// Models whose last load or process failed.
    private var failed: Set<String> = []
    /// How much is loaded of models that start; 0 where nothing was said yet.
    private var progress: [String: Double] = [:]
    let log = ServerLines()
    private var isClosed = false
    /// Whether models are being stopped all at once, which is no failure of theirs.
    private var isReloading = false

    private let jobs: AsyncStream<Job>
    private let enqueue: AsyncStream<Job>.Continuation

    init(_ models: [Scenario.Model], clock: any Clock<Duration>, server: Generation = .llamaSwapV250) {
        self.models = models.sorted { $0.id < $1.id }
        self.clock = clock
        self.server = server
        groups = Dictionary(grouping: models, by: \.group).mapValues { members in
            let manner = ModelGroup.Manner(
                finishesLoads: server.isOldLlamaSwap, sleeps: server == .llamaServer,
                resting: Set(members.filter { $0.ttl != nil }.map(\.id)))
            return ModelGroup(ready: members.first(where: \.isReady)?.id, manner: manner)
        }
        // Unbounded, yet short: one load or stop a group, and a word or two a request.
        (jobs, enqueue) = AsyncStream.makeStream()
    }

    /// Takes the time of loads and stops, until it is cancelled; whoever waits is then let go. Nothing gets ready without
    /// it. Call it once.
    func run() async {
        await withDiscardingTaskGroup { tasks in
            for await job in jobs {
                guard job.delay > .zero else {
                    happened(job.event)
                    continue
                }
                tasks.addTask {
                    let events = job.steps + [job.event]
                    for event in events {
                        do {
                            try await self.clock.sleep(for: job.delay / events.count)
                        } catch {
                            return  // Cancelled: the server ends, and its models with it.
                        }
                        await self.happened(event)
                    }
                }
            }
            tasks.cancelAll()
        }
        close()
    }

    /// All models in the order of their ids.
    var statuses: [ModelStatus] {
        models.map { model in
            ModelStatus(
                model: model, state: state(of: model), hasFailed: failed.contains(model.id),
                progress: state(of: model) == .starting ? progress[model.id] ?? 0 : nil)
        }
    }

    func state(of model: Scenario.Model) -> ModelState { groups[model.group]?.state(of: model.id) ?? .stopped }

    /// Waits until the model is ready, which may take others' requests and a load, and holds it so.
    ///
    /// - Parameter loadFailure: why the load is going to fail; nil if it isn't.
    /// - Throws: `ModelUnavailable`; `CancellationError`, and then the request was never made.
    func acquire(_ model: Scenario.Model, loadFailure: String? = nil) async throws -> Lease {
        lastNumber += 1
        let request = lastNumber
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard !Task.isCancelled, !isClosed else { return continuation.resume(throwing: CancellationError()) }
                waiting[request] = continuation
                perform(in: model.group) { $0.request(request, for: model.id, loadFailure: loadFailure) }
            }
        } onCancel: {
            enqueue.yield(Job(event: .withdrawn(request: request, group: model.group)))
        }
    }

    /// Unloads the models that are loaded or being loaded, and returns once they are gone.
    ///
    /// - Parameter ids: nil for all.
    func unload(_ ids: Set<String>? = nil) async {
        let meant = models.filter { ids?.contains($0.id) ?? true }
        for model in meant {
            perform(in: model.group) { $0.unload(model.id) }
            // A load that is given up is no failure.
            failed.remove(model.id)
        }
        for model in meant {
            await stopped(model)
        }
    }

    /// Has a model loaded without anybody who waits for it.
    func load(_ model: Scenario.Model) {
        lastNumber += 1
        perform(in: model.group) { [lastNumber] in $0.request(lastNumber, for: model.id, loadFailure: nil) }
    }

    /// The model's process dies.
    func crash(_ model: Scenario.Model) {
        log.write("<\(model.id)> process exited unexpectedly: signal: killed")
        perform(in: model.group) { $0.crash(model.id) }
    }

    /// Reads the configuration again: every model stops, and every stream of states ends.
    func reload() {
        log.write("configuration changed, reloading")
        isReloading = true
        defer { isReloading = false }
        for group in groups.keys.sorted() { perform(in: group) { $0.reset() } }
        for subscriber in subscribers.values { subscriber.finish() }
        subscribers = [:]
    }

    /// Snapshots of all models: one now, and one whenever a state changes. A slow reader misses those in between.
    func snapshots() -> AsyncStream<[ModelStatus]> {
        lastNumber += 1
        let subscriber = lastNumber
        let (stream, continuation) = AsyncStream.makeStream(
            of: [ModelStatus].self, bufferingPolicy: .bufferingNewest(1))
        guard !isClosed else {
            continuation.finish()
            return stream
        }
        subscribers[subscriber] = continuation
        continuation.onTermination = { [enqueue] _ in enqueue.yield(Job(event: .unsubscribed(subscriber))) }
        continuation.yield(statuses)
        return stream
    }

    private func stopped(_ model: Scenario.Model) async {
        guard !isClosed, isLeaving(model) else { return }
        await withCheckedContinuation { stopWaiters.append((model.id, $0)) }
    }

    private func isLeaving(_ model: Scenario.Model) -> Bool { groups[model.group]?.isLeaving(model.id) ?? false }

    private func happened(_ event: Event) {
        switch event {
        case .loaded(let group, let generation): perform(in: group) { $0.loaded(generation: generation) }
        case .stopped(let group, let generation): perform(in: group) { $0.stopped(generation: generation) }
        case .progressed(let part, let model, let group, let generation):
            guard groups[group]?.isLoading(generation) ?? false else { return }
            progress[model] = part
            for subscriber in subscribers.values { subscriber.yield(statuses) }
        case .rested(let group, let number): perform(in: group) { $0.rested(number) }
        case .released(let lease, let group): perform(in: group) { $0.release(lease) }
        case .unsubscribed(let subscriber): subscribers[subscriber] = nil
        case .withdrawn(let request, let group):
            // None where it was granted before: then the caller has its lease, and gives it back.
            guard let continuation = waiting.removeValue(forKey: request) else { return }
            perform(in: group) { $0.withdraw(request) }
            continuation.resume(throwing: CancellationError())
        }
    }

    private func perform(in name: String, _ change: (inout ModelGroup) -> [ModelGroup.Action]) {
        guard var group = groups[name] else { return }
        let before = statuses
        let actions = change(&group)
        groups[name] = group
        for action in actions { perform(action, in: name) }
        note(from: before, to: states)
        let after = statuses
        guard after != before else { return }
        // Only who stops a model tells of it there: a failure and a crash go unsaid.
        let isUntold = zip(before, after).contains { [.starting, .ready].contains($0.state) && $1.state == .stopped }
        if !(server.isOldLlamaSwap && isUntold) { for subscriber in subscribers.values { subscriber.yield(after) } }
        let leaving = Set(models.filter(isLeaving).map(\.id))
        let woken = stopWaiters.filter { !leaving.contains($0.model) }
        stopWaiters.removeAll { !leaving.contains($0.model) }
        for waiter in woken { waiter.wake.resume() }
    }

    private var states: [ModelState] { models.map { groups[$0.group]?.state(of: $0.id) ?? .stopped } }

    /// Notes in the log, and of whom it was a failure, what has become of the models.
    private func note(from before: [ModelStatus], to after: [ModelState]) {
        for (old, new) in zip(before, after) where old.state != new {
            let id = old.model.id
            switch (old.state, new) {
            case (_, .starting):
                failed.remove(id)
                progress[id] = nil
                log.write("<\(id)> loading, \(old.model.loadTime.inSeconds)")
            case (_, .ready): log.write("<\(id)> health check passed")
            case (.stopping, .stopped): log.write("<\(id)> stopped")
            case (_, .stopped) where isReloading: log.write("<\(id)> stopped")
            case (_, .stopped):
                failed.insert(id)
                log.write("<\(id)> ended before it was told to")
            case (_, .stopping): log.write("<\(id)> stopping")
            case (_, .sleeping): log.write("<\(id)> sleeping")
            }
        }
    }

    private func perform(_ action: ModelGroup.Action, in group: String) {
        switch action {
        case .load(let model, let generation):
            let loading = models.first { $0.id == model }
            let count = server == .llamaServer ? loading?.loadSteps ?? 1 : 1
            let steps = (1..<count).map { step in
                Event.progressed(
                    Double(step) / Double(count), model: model, group: group, generation: generation)
            }
            enqueue.yield(
                Job(
                    delay: loading?.loadTime ?? .zero, steps: steps,
                    event: .loaded(group: group, generation: generation)))
        case .stop(_, let generation):
            enqueue.yield(Job(delay: Self.stopTime, event: .stopped(group: group, generation: generation)))
        case .rest(let model, let number, let isAbandoned):
            var time = models.first { $0.id == model }?.ttl ?? .zero
            if isAbandoned, server == .llamaSwapV250 { time = min(time, Self.abandonedTime) }
            enqueue.yield(Job(delay: time, event: .rested(group: group, number: number)))
        case .grant(let request, let lease):
            let held = Lease { [enqueue] in enqueue.yield(Job(event: .released(lease: lease, group: group))) }
            waiting.removeValue(forKey: request)?.resume(returning: held)
        case .refuse(let request, let reason):
            log.write("request refused: \(reason.text)")
            waiting.removeValue(forKey: request)?.resume(throwing: reason)
        }
    }

    private func close() {
        isClosed = true
        for continuation in waiting.values { continuation.resume(throwing: CancellationError()) }
        waiting = [:]
        for waiter in stopWaiters { waiter.wake.resume() }
        stopWaiters = []
        for subscriber in subscribers.values { subscriber.finish() }
        subscribers = [:]
        log.close()
    }
}
