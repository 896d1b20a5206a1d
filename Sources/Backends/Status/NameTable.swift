import EscalationCore
import Logging
import NIOCore

/// Keeps the names that models go by, and reads them again when they may have changed.
actor NameTable {
    /// How long the names count as current: they change only with the server's configuration.
    static let lifetime: Duration = .seconds(30)
    /// Longest wait for them: a probe is given 200 ms in all, and yesterday's names are better than none.
    static let patience: TimeAmount = .milliseconds(100)

    private let query: ServerQuery
    private let stopwatch: Stopwatch
    private let logger: Logger
    private var names = ModelNames()
    private var askedAt: Duration?

    init(query: ServerQuery, stopwatch: Stopwatch, logger: Logger) {
        self.query = query
        self.stopwatch = stopwatch
        self.logger = logger
    }

    /// The names as far as known. A server that doesn't tell them, or not in time, changes nothing.
    func current() async -> ModelNames {
        let now = stopwatch.now()
        if let askedAt, now - askedAt < Self.lifetime { return names }
        askedAt = now
        do {
            let reply = try await query.get("/v1/models", deadline: .now() + Self.patience)
            if reply.status == 200, let list = ModelList(reply.json) { names = ModelNames(list) }
        } catch is CancellationError {
            // Nobody waited for the reply, so it hasn't been asked for.
            askedAt = nil
        } catch {
            logger.debug(
                "names of models not read", metadata: ["backend": "\(query.backend.name)", "error": "\(error)"])
        }
        return names
    }
}
