import AsyncHTTPClient
import EscalationCore
import Logging

/// The connections to all backends, open for the length of a scope.
///
/// Requests and probes have a client each, so that a probe never queues behind requests that wait for a model to load.
public struct BackendClients: Sendable {
    let requests: HTTPClient
    let probes: HTTPClient
    let logger: Logger
    /// Where a task runs that mostly reads answers: on the thread of one of the connections. What computes for long, or goes
    /// on by yielding again and again, doesn't belong there: all that the thread reads waits meanwhile.
    public let taskExecutor: any TaskExecutor
    /// What such a task waits by: its waits end on that thread.
    public let clock: any Clock<Duration>

    init(requests: HTTPClient, probes: HTTPClient, logger: Logger) {
        self.requests = requests
        self.probes = probes
        self.logger = logger
        let eventLoop = requests.eventLoopGroup.any()
        taskExecutor = EventLoopExecutor(eventLoop)
        clock = EventLoopClock(eventLoop: eventLoop)
    }

    /// Opens the clients, and shuts them down when `body` ends, however it ends. Requests still under way then fail.
    ///
    /// - Parameter logger: gets a line a request at debug level; never a prompt, an answer or a key.
    public static func open<Result>(
        logger: Logger, isolation: isolated (any Actor)? = #isolation,
        _ body: (BackendClients) async throws -> Result
    ) async throws -> Result {
        try await HTTPClient.withHTTPClient(configuration: .forRequests) { requests in
            try await HTTPClient.withHTTPClient(configuration: .forProbes) { probes in
                try await body(BackendClients(requests: requests, probes: probes, logger: logger))
            }
        }
    }

    /// Makes attempts by chat completions at that server.
    public func chatExecutor(for backend: BackendEndpoint) -> ChatExecutor {
        ChatExecutor(backend: backend, client: requests, logger: logger)
    }

    /// Makes attempts by Anthropic's Messages API at that server.
    public func messagesExecutor(for backend: BackendEndpoint) -> MessagesExecutor {
        MessagesExecutor(backend: backend, client: requests, logger: logger)
    }

    /// Asks that server what is warm, listens to it, and has it load and unload.
    ///
    /// - Parameters:
    ///   - kind: what kind of server it is; nil where that is to be found by asking.
    ///   - clock: on which it waits for a load that the server only reports.
    ///   - stopwatch: tells when the names that models go by are to be read again.
    ///   - patience: longest wait for those names, should they come later than what is running. Default 100 ms, half of
    ///     what the engine gives a probe: without them an alias of a warm model reads as cold.
    public func serverWatch(
        for backend: BackendEndpoint, kind: ServerKind? = nil, clock: any Clock<Duration> = ContinuousClock(),
        stopwatch: Stopwatch, patience: Duration = .milliseconds(100)
    ) -> ServerWatch {
        ServerWatch(
            backend: backend, client: probes, kind: kind, patience: patience, clock: clock, stopwatch: stopwatch,
            logger: logger)
    }
}

extension HTTPClient.Configuration {
    /// How long a connection may take: enough for a distant host, short enough to fall through a dead tier.
    private static let connectTimeout: HTTPClient.Configuration.Timeout = .init(connect: .seconds(10))

    static var forRequests: Self {
        // No redirects: they would carry the key to a host nobody named. No read timeout: a cold model may be silent
        // for minutes, and the engine's limits decide how many.
        var configuration = Self(redirectConfiguration: .disallow, timeout: connectTimeout)
        configuration.httpVersion = .http1Only
        // The default of 8 lets the ninth request wait behind eight models that load, and fail after 10 s.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_024
        // Otherwise a refused connection is reported only when the connect timeout is over.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Below the 5 s after which llama-server closes an idle connection (`Keep-Alive: timeout=5`): a request sent
        // on one that is just being closed would fail.
        configuration.connectionPool.idleTimeout = .seconds(3)
        return configuration
    }

    static var forProbes: Self {
        var configuration = forRequests
        configuration.timeout.connect = .seconds(2)
        return configuration
    }
}
