import EscalationCore
import Logging
import NIOCore

/// Keeps the names that models go by, and reads them again when they may have changed.
actor NameTable {
    /// How long the names count as current: they change only with the server's configuration.
    static let lifetime: Duration = .seconds(30)
    /// How long after they could not be read they are asked for again.
    static let pause: Duration = .seconds(5)

    private let query: ServerQuery
    private let patience: Duration
    private let stopwatch: Stopwatch
    private let logger: Logger
    private var names = ModelNames()
    /// Until when they aren't asked for; nil before the first time.
    private var restsUntil: Duration?

    /// - Parameter patience: longest wait for the names.
    init(query: ServerQuery, patience: Duration, stopwatch: Stopwatch, logger: Logger) {
        self.query = query
        self.patience = patience
        self.stopwatch = stopwatch
        self.logger = logger
    }

    /// The names as far as known. A server that doesn't tell them, or not in time, changes nothing.
    func current() async -> ModelNames {
        let now = stopwatch.now()
        if let restsUntil, now < restsUntil { return names }
        // Set before the wait, so that others who ask meanwhile don't ask too.
        restsUntil = now + Self.pause
        do {
            let reply = try await query.get("/v1/models", deadline: .now() + TimeAmount(patience))
            guard reply.status == 200, let list = ModelList(reply.json) else { return names }
            names = ModelNames(list)
            restsUntil = now + Self.lifetime
        } catch is CancellationError {
            // Whoever asked left. That says nothing about the server.
            restsUntil = nil
        } catch {
            logger.debug(
                "names of models not read", metadata: ["backend": "\(query.backend.name)", "error": "\(error)"])
        }
        return names
    }
}
