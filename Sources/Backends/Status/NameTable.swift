import EscalationCore
import Logging
import NIOCore

/// Keeps a server's list of models with the names they go by, and reads it again when it may have changed.
actor NameTable {
    /// How long the list counts as current: it changes only with the server's configuration.
    static let lifetime: Duration = .seconds(30)
    /// How long after it could not be read it is asked for again.
    static let pause: Duration = .seconds(5)

    private let query: ServerQuery
    private let patience: Duration
    private let stopwatch: Stopwatch
    private let logger: Logger
    private var known: ModelList?
    private var names = ModelNames()
    /// Until when it isn't asked for; nil before the first time.
    private var restsUntil: Duration?

    /// - Parameter patience: longest wait for the list.
    init(query: ServerQuery, patience: Duration, stopwatch: Stopwatch, logger: Logger) {
        self.query = query
        self.patience = patience
        self.stopwatch = stopwatch
        self.logger = logger
    }

    /// A llama-swap's names as far as known. A server that doesn't tell them, or not in time, changes nothing.
    func current() async -> ModelNames {
        await refresh(wantsAliases: true)
        return names
    }

    /// The list as far as known; nil where the server never gave one in time.
    func list() async -> ModelList? {
        await refresh(wantsAliases: false)
        return known
    }

    /// Takes in a list that was read elsewhere.
    func learn(_ list: ModelList) {
        known = list
        restsUntil = stopwatch.now() + Self.lifetime
    }

    /// Takes in what an event of llama-swap told.
    func learn(_ snapshot: LlamaSwapSnapshot) { names.learn(snapshot) }

    private func refresh(wantsAliases: Bool) async {
        let now = stopwatch.now()
        if let restsUntil, now < restsUntil { return }
        // Set before the wait, so that others who ask meanwhile don't ask too.
        restsUntil = now + Self.pause
        let deadline = NIODeadline.now() + TimeAmount(patience)
        do {
            let reply = try await query.get("/v1/models", deadline: deadline)
            guard reply.status == 200, let list = ModelList(reply.json) else { return }
            known = list
            var names = ModelNames(list)
            if wantsAliases, list.isLlamaSwap, !names.tellsAliases {
                try await query.firstSnapshot(deadline: deadline).map { names.learn($0) }
            }
            self.names = names
            restsUntil = now + Self.lifetime
        } catch is CancellationError {
            // Whoever asked left. That says nothing about the server.
            restsUntil = nil
        } catch {
            logger.debug(
                "names of models not read", metadata: ["backend": "\(query.backend.name)", "error": "\(error)"])
        }
    }
}
