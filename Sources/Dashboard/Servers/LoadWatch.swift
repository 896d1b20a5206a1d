import EscalationCore

/// Models that servers are loading right now: since when, and how long it took before.
struct LoadWatch: Sendable {
    /// A model at a backend.
    struct Place: Sendable, Hashable {
        var model: String
        var backend: String
    }

    /// Nil until the time is known that it was first seen at.
    private var since: [Place: Duration?] = [:]
    private var expected: [String: Duration] = [:]

    var isEmpty: Bool { since.isEmpty }

    /// Takes in what a backend says of the models that chains have on it.
    ///
    /// - Returns: models whose load has just been seen.
    mutating func see(_ status: BackendStatus, of models: Set<String>) -> [String] {
        var new: [String] = []
        for model in models.sorted() {
            let place = Place(model: model, backend: status.backend)
            guard status.start(of: model) == .loading else {
                since.removeValue(forKey: place)
                continue
            }
            if since[place] == nil {
                since.updateValue(nil, forKey: place)
                new.append(model)
            }
        }
        return new
    }

    /// What time it is: the loads seen since the last time began about now.
    mutating func pass(_ now: Duration) {
        for (place, moment) in since where moment == nil { since.updateValue(now, forKey: place) }
    }

    /// - Parameter time: nil where no load of the model is remembered.
    mutating func expect(_ time: Duration?, of model: String) { expected[model] = time }

    /// How long a model has been loading; nil where its server doesn't say that it does, or since when isn't known yet.
    func elapsed(_ model: String, on backend: String, now: Duration?) -> Duration? {
        guard let now, let since = since[Place(model: model, backend: backend)] ?? nil else { return nil }
        return now - since
    }

    /// How long a load of the model takes by what is remembered; nil where nothing is.
    func expected(of model: String) -> Duration? { expected[model] }
}

extension DashboardProgram {
    /// Models that the chains, or the session on the screen, have on a backend.
    func models(on backend: String) -> Set<String> {
        let chains = setup.chains + [shown?.chain].compactMap(\.self)
        return Set(chains.flatMap(\.tiers).filter { $0.backend == backend && !$0.label.isCloud }.map(\.model))
    }

    /// Takes in what a server says, and asks for what is to be known of loads that it tells of.
    mutating func absorb(_ status: BackendStatus) -> [Effect] {
        let new = loads.see(status, of: models(on: status.backend))
        return new.isEmpty ? [] : [.readTime] + new.map { .recallLoads(of: $0) }
    }

    /// Asks how long a load takes when an attempt begins with one.
    func recalled(for event: SessionEvent) -> [Effect] {
        guard case .phaseEntered(let number, .loading, _) = event.kind, replay?.state.session != event.session,
            let attempt = sessions[event.session]?.attempt(number)
        else { return [] }
        return [.recallLoads(of: attempt.model)]
    }
}
